// Any bytes, fed to the request parser whole, byte by byte and in pieces of seven, must give the
// same requests and end in the same refusal: a verdict that depends on packet borders is a
// smuggler's tool.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "http/parser.hpp"
#include "support/fuzz_target.hpp"

namespace {

using State = http::RequestParser::State;

// Small, so that the fuzzer's short inputs reach them.
constexpr http::Limits limits{
    .target_bytes_max = 64, .header_bytes_max = 512, .header_fields_max = 10};
constexpr std::size_t body_bytes_max = 200;

void describe(std::string& out, const http::Request& request) {
  out.append(request.method_token).append(" ").append(request.path).append(" ");
  out.append(request.query).append(" ").append(request.target).append("\n");
  for (std::size_t i = 0; i < request.headers.size(); ++i) {
    if (request.headers[i].data() != nullptr) {
      out.append(std::to_string(i)).append("=").append(request.headers[i]).append("\n");
    }
  }
  out.append(request.body).append("\n");
}

// What a connection would do with `input` when each read brought at most `piece` bytes.
std::string feed(std::string_view input, std::size_t piece) {
  http::RequestParser parser(limits);
  std::string transcript;
  std::string buffer;
  std::size_t consumed = 0;  // of buffer
  std::size_t given = 0;     // of input
  for (;;) {
    const auto progress = parser.parse(std::string_view(buffer).substr(consumed));
    consumed += progress.consumed;
    switch (progress.state) {
      case State::more: {
        if (given == input.size()) {
          return transcript + (parser.has_begun() ? "unfinished" : "idle");
        }
        // A new buffer for each read: a view left behind in the old one is found by the sanitizer.
        parser.detach();
        const std::size_t size = std::min(piece, input.size() - given);
        std::string moved = buffer.substr(consumed);
        buffer = moved.append(input.substr(given, size));
        consumed = 0;
        given += size;
        break;
      }
      case State::head:
        if (!parser.accept_body(body_bytes_max)) {
          return transcript + "refused " + std::to_string(static_cast<int>(parser.refusal()));
        }
        break;
      case State::request:
        describe(transcript, parser.request());
        transcript.append(parser.keeps_alive() ? "keeps\n" : "closes\n");
        parser.next();
        break;
      case State::refused:
        return transcript + "refused " + std::to_string(static_cast<int>(parser.refusal()));
    }
  }
}

}  // namespace

FUZZ_TARGET(http_request) {
  const std::string whole = feed(input, std::max<std::size_t>(input.size(), 1));
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}}) {
    const std::string pieces = feed(input, piece);
    if (pieces != whole) {
      std::fprintf(stderr, "in pieces of %zu:\n%s\nwhole:\n%s\n", piece, pieces.c_str(),
                   whole.c_str());
      std::abort();
    }
  }
}

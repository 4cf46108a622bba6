#include "http/response_writer.hpp"

#include <array>
#include <charconv>

namespace http {
namespace {

std::string_view connection_line(Persistence persistence) noexcept {
  switch (persistence) {
    case Persistence::implied:
      return {};
    case Persistence::keep_alive:
      return "Connection: keep-alive\r\n";
    case Persistence::close:
      return "Connection: close\r\n";
  }
  return {};
}

bool never_has_content(unsigned status) noexcept {
  return status < 200 || status == 204 || status == 304;
}

// Status, Date, Connection, Content-Length. Room is made for a whole answer at once: its pieces by
// themselves would grow the buffer several times.
constexpr std::size_t own_lines_bytes_max = 256;

void append_content_length(OutputBuffer& out, std::size_t bytes) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.begin(), digits.end(), bytes).ptr;
  out.append("Content-Length: ").append({digits.begin(), end}).append("\r\n");
}

}  // namespace

std::string_view append_head(OutputBuffer& out, DateLine& date, const Response& response,
                             AnswerShape shape) {
  out.make_room(own_lines_bytes_max + response.headers.size() + response.body.size());
  if (response.status == 200) {
    out.append(date.ok_head());
  } else {
    out.append("HTTP/1.1 ").append(status_line(response.status)).append("\r\n");
    out.append(date.date());
  }
  out.append(response.headers).append(connection_line(shape.persistence));
  if (never_has_content(response.status)) {
    out.append("\r\n");
    return {};
  }
  if (response.stream != nullptr) {
    out.append(shape.stream_end == StreamEnd::last_chunk ? "Transfer-Encoding: chunked\r\n\r\n"
                                                         : "\r\n");
    return {};
  }
  append_content_length(out, response.body.size());
  out.append("\r\n");
  return shape.content == Content::sent ? std::string_view(response.body) : std::string_view();
}

std::string_view append_head(OutputBuffer& out, DateLine& date, CachedAnswer answer,
                             AnswerShape shape) {
  if (shape.content == Content::left_out) {
    answer.rest = answer.rest.substr(0, answer.rest.find("\r\n\r\n") + 4);
  }
  out.make_room(own_lines_bytes_max + answer.fields.size() + answer.more_fields.size() +
                answer.rest.size());
  out.append(date.ok_head()).append(answer.fields);
  if (!answer.more_fields.empty()) {
    out.append(answer.more_fields);
  }
  if (shape.persistence != Persistence::implied) {
    out.append(connection_line(shape.persistence));
  }
  return answer.rest;
}

void append_piece(OutputBuffer& out, std::string_view piece, StreamEnd end) {
  if (end == StreamEnd::close) {
    out.append(piece);
    return;
  }
  std::array<char, 16> digits{};
  const auto last = std::to_chars(digits.begin(), digits.end(), piece.size(), 16).ptr;
  out.make_room(piece.size() + digits.size() + 4);
  out.append({digits.begin(), last}).append("\r\n").append(piece).append("\r\n");
}

void append_stream_end(OutputBuffer& out, std::string_view trailers, StreamEnd end) {
  if (end == StreamEnd::last_chunk) {
    out.append("0\r\n").append(trailers).append("\r\n");
  }
}

}  // namespace http

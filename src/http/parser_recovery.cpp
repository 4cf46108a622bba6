// What a refused head still tells: its fields as far as they came, read without trust.
#include <array>

#include "http/parser.hpp"
#include "http/syntax.hpp"

namespace http {

// Reads whole lines behind the request line alone; the first of a name counts. They serve
// to word the refusal and to let a page of another origin read it, so nothing depends on it.
void RequestParser::recover_fields(std::string_view unread) noexcept {
  if (is_head_read_) {
    return;
  }
  struct Recovered {
    std::string_view name;
    Header header;
  };
  static constexpr std::array recovered{
      Recovered{"origin", Header::origin}, Recovered{"accept-language", Header::accept_language},
      Recovered{"x-request-id", Header::request_id}, Recovered{"traceparent", Header::traceparent}};
  std::size_t at = unread.find("\r\n");
  while (at != std::string_view::npos) {
    unread.remove_prefix(at + 2);
    at = unread.find("\r\n");
    const std::string_view line = unread.substr(0, at);
    const std::size_t colon = line.find(':');
    if (at == std::string_view::npos || line.empty()) {
      return;  // of this line more is to come; or the head ends here
    }
    if (colon == std::string_view::npos) {
      continue;
    }
    const std::string_view name = line.substr(0, colon);
    for (const Recovered& field : recovered) {
      std::string_view& place = request_.headers[static_cast<std::size_t>(field.header)];
      if (place.data() == nullptr && equal_ignoring_case(name, field.name)) {
        place = trim_blanks(line.substr(colon + 1));
      }
    }
  }
}

}  // namespace http

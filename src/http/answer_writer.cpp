#include "http/answer_writer.hpp"

#include <algorithm>
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

// One allocation at most, where the pieces by themselves would grow the buffer several times.
void make_room(std::string& out, std::size_t bytes) {
  constexpr std::size_t own_lines_bytes_max = 256;  // status, Date, Connection, Content-Length
  const std::size_t needed = out.size() + bytes + own_lines_bytes_max;
  if (needed > out.capacity()) {
    out.reserve(std::max(needed, out.capacity() * 2));
  }
}

void append_content_length(std::string& out, std::size_t bytes) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.begin(), digits.end(), bytes).ptr;
  out.append("Content-Length: ").append(digits.begin(), end).append("\r\n");
}

}  // namespace

void append_answer(std::string& out, DateLine& date, const Response& response, AnswerShape shape) {
  make_room(out, response.headers.size() + response.body.size());
  if (response.status == 200) {
    out.append(date.ok_head());
  } else {
    out.append("HTTP/1.1 ").append(status_line(response.status)).append("\r\n");
    out.append(date.date());
  }
  out.append(response.headers).append(connection_line(shape.persistence));
  if (never_has_content(response.status)) {
    out.append("\r\n");
    return;
  }
  append_content_length(out, response.body.size());
  out.append("\r\n");
  if (shape.content == Content::sent) {
    out.append(response.body);
  }
}

void append_prepared(std::string& out, DateLine& date, PreparedAnswer answer, AnswerShape shape) {
  if (shape.content == Content::left_out) {
    answer.rest = answer.rest.substr(0, answer.rest.find("\r\n\r\n") + 4);
  }
  make_room(out, answer.fields.size() + answer.rest.size());
  out.append(date.ok_head()).append(answer.fields);
  if (shape.persistence != Persistence::implied) {
    out.append(connection_line(shape.persistence));
  }
  out.append(answer.rest);
}

}  // namespace http

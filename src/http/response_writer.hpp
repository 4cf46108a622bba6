// An answer as bytes, appended to a connection's output: status line, Date, the answer's own
// fields, Connection, Content-Length, body. Pure but for the date; the I/O thread of `date`.
#pragma once

#include <cstdint>

#include "http/application.hpp"
#include "http/date_line.hpp"
#include "http/message.hpp"
#include "http/output_buffer.hpp"

namespace http {

// The value of the Connection field: nothing (HTTP/1.1 stays open), keep-alive (to HTTP/1.0),
// close.
enum class Persistence : std::uint8_t { implied, keep_alive, close };
// left_out: a HEAD request gets the same fields without the body (RFC 9110 section 9.3.2).
enum class Content : std::uint8_t { sent, left_out };

struct AnswerShape {
  Persistence persistence = Persistence::implied;
  Content content = Content::sent;
};

// 1xx, 204 and 304 get neither Content-Length nor body, whatever the response holds (RFC 9110
// section 8.6).
void append_answer(OutputBuffer& out, DateLine& date, const Response& response, AnswerShape shape);

void append_cached(OutputBuffer& out, DateLine& date, CachedAnswer answer, AnswerShape shape);

}  // namespace http

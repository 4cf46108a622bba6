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

// Where a body that is a stream ends: at its last chunk, or to HTTP/1.0 with the connection.
enum class StreamEnd : std::uint8_t { last_chunk, close };

struct AnswerShape {
  Persistence persistence = Persistence::implied;
  Content content = Content::sent;
  StreamEnd stream_end = StreamEnd::last_chunk;
};

// Appends the head of an answer, makes room for all of it, and gives the body that follows: empty
// when the answer has none. 1xx, 204 and 304 get neither Content-Length nor body, whatever the
// response holds (RFC 9110 section 8.6).
std::string_view append_head(OutputBuffer& out, DateLine& date, const Response& response,
                             AnswerShape shape);
// The same; what follows begins with the rest of the head.
std::string_view append_head(OutputBuffer& out, DateLine& date, CachedAnswer answer,
                             AnswerShape shape);

// The next piece of a stream, not empty; and behind the last one, with finished field lines.
void append_piece(OutputBuffer& out, std::string_view piece, StreamEnd end);
void append_stream_end(OutputBuffer& out, std::string_view trailers, StreamEnd end);

}  // namespace http

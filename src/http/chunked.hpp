// Removes the chunked transfer coding (RFC 9112 section 7.1), strictly: CRLF line ends only, a
// chunk line's extension bounded and checked, trailers bounded, checked and dropped. Its verdict
// depends on the bytes alone, never on how they were cut. One request body, one thread, no buffers
// of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "http/application.hpp"

namespace http {

class ChunkedDecoder {
 public:
  // Longer is an attack: nobody uses extensions.
  static constexpr std::size_t extension_bytes_max = 256;

  struct Bounds {
    std::size_t body_bytes_max = 0;     // of the decoded body: 413
    std::size_t trailer_bytes_max = 0;  // of all trailers: 431; of all extensions together: 400
    std::size_t trailer_fields_max = 0;
  };
  enum class State : std::uint8_t { more, done, refused };
  struct Progress {
    State state = State::more;
    std::size_t consumed = 0;
    Refusal refusal = Refusal::malformed;
  };

  explicit ChunkedDecoder(const Bounds& bounds) noexcept : bounds_(bounds) {}

  // Takes bytes off the front of `bytes` and appends what they decode to; not called again after
  // done or refused.
  Progress decode(std::string_view bytes, std::string& body);
  // So many bytes were taken out of `body`; they count.
  void taken(std::size_t bytes) noexcept { bytes_taken_ += bytes; }

 private:
  // Where in the grammar the next byte stands.
  enum class At : std::uint8_t {
    size_begin,
    size,
    extension,
    size_line_feed,
    data,
    data_return,
    data_line_feed,
    trailer_begin,
    trailer_name,
    trailer_value,
    trailer_line_feed,
    last_line_feed,
    done,
  };
  enum class Step : std::uint8_t { on, malformed, body_too_large, header_too_large };

  Step step(char c, std::size_t body_bytes);
  Step size(char c);
  Step extension(char c);
  Step size_line_end(std::size_t body_bytes) noexcept;
  Step trailer(char c) noexcept;
  Step go(At next) noexcept;

  Bounds bounds_;
  std::size_t bytes_taken_ = 0;
  At at_ = At::size_begin;
  std::uint64_t chunk_left_ = 0;
  std::size_t size_digits_ = 0;
  std::string extension_;            // of this chunk line
  std::size_t extension_bytes_ = 0;  // of all chunk lines so far
  std::size_t trailer_bytes_ = 0;
  std::size_t trailer_fields_ = 0;
};

// True when `text`, what stands between chunk-size and CRLF, is a well-formed chunk-ext.
bool is_chunk_extension(std::string_view text) noexcept;

}  // namespace http

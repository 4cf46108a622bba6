// The bounds on what one client may ask of the server; each has a test. Set once before start().
// Plain values, any thread. Bytes are counted as they travel, before chunked coding is removed.
#pragma once

#include <chrono>
#include <cstddef>

namespace http {

struct Limits {
  std::size_t target_bytes_max = 8 * 1024;
  std::size_t header_bytes_max = 16 * 1024;  // request line, fields and trailers
  std::size_t header_fields_max = 100;
  std::chrono::milliseconds header_timeout{10'000};
  std::size_t body_bytes_per_second_min = 1024;  // over every body_rate_window; below: 408
  std::chrono::milliseconds body_rate_window{5'000};
  std::chrono::milliseconds idle_timeout{75'000};
  std::size_t connections_max = 10'000;       // of the whole server
  std::size_t output_bytes_max = 256 * 1024;  // pipelined answers waiting for a slow reader
  // A client must take an answer at this rate over every send_rate_window, or it is disconnected.
  // The window is long enough for a telephone that changes its cell.
  std::size_t sent_bytes_per_second_min = 1024;
  std::chrono::milliseconds send_rate_window{30'000};
  // The bytes of answers that wait for slow readers, in the whole server (http/slow_reader.hpp):
  // from half of it on no large answer is begun and readers must be quicker; beyond it those that
  // have waited longest are cut off.
  std::size_t unsent_bytes_max = std::size_t{64} * 1024 * 1024;
  // The bytes of bodies that arrive or are being answered, in the whole server
  // (http/body_memory.hpp): from half of it on they must come more quickly; beyond it those above
  // 16 KiB are refused.
  std::size_t bodies_bytes_max = std::size_t{64} * 1024 * 1024;
  // Where either of the two is half reached.
  std::size_t crowded_bytes_per_second_min = 64 * 1024;
  std::chrono::milliseconds crowded_window{3'000};
  // After so long on the requests that one client has sent ahead, the others have their turn.
  std::chrono::milliseconds turn_max{5};
  // After the last answer the rest of what the client sends is read and thrown away, so that the
  // answer is not lost to a reset (RFC 9112 section 9.6); until it closes, or for this long:
  std::chrono::milliseconds linger_timeout{5'000};
  std::size_t linger_bytes_max = 16 * 1024 * 1024;
  // How long a connection without a request stays open while the server drains; requests that come
  // later than that are the last of theirs.
  std::chrono::milliseconds drain_idle_timeout{1'000};
};

}  // namespace http

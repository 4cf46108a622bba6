// The items of one JSON array out of a stream of bytes in any slices, by its brackets, commas and
// strings alone: what is between them is not checked. One thread. An item over the limit is told
// and not kept; memory is bounded by the limit plus one slice.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "formats/feed_buffer.hpp"

namespace formats {

class JsonItems {
 public:
  // `line`: of the first byte fed, which is behind the array's bracket.
  JsonItems(std::size_t item_bytes_max, std::uint64_t line) noexcept
      : item_bytes_max_(item_bytes_max), next_line_(line) {}

  void feed(std::string_view bytes) { buffer_.append(bytes); }
  void finish() noexcept { finished_ = true; }

  // unclosed: the bytes ended before the array did; the last item.
  enum class Fault : std::uint8_t { none, too_long, unclosed };
  struct Item {
    std::string_view bytes;  // until the next call
    std::uint64_t line;      // where it begins
    Fault fault;
  };
  // nullopt: feed more, or (after finish) the end. What stands behind the array is one more item.
  std::optional<Item> next();

 private:
  void advance(std::size_t count) noexcept;
  bool scan() noexcept;
  std::optional<Item> end() noexcept;

  std::size_t item_bytes_max_;
  FeedBuffer buffer_;
  std::size_t handed_out_ = 0;
  std::size_t scanned_ = 0;
  std::size_t depth_ = 0;
  bool in_string_ = false;
  bool escaped_ = false;
  bool too_long_ = false;
  bool closed_ = false;  // the array has ended
  bool tells_unclosed_ = true;
  bool finished_ = false;
  std::uint64_t next_line_;
};

}  // namespace formats

// The entries of a BibTeX file out of a stream of bytes in any slices, by their braces alone. One
// thread. An entry that is never closed costs itself: the next one that begins a line begins anew.
// Memory is bounded by the longest entry plus one slice.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "formats/feed_buffer.hpp"

namespace formats {

inline constexpr std::size_t bibtex_entry_bytes_max = std::size_t{1} << 20;

enum class BibtexFault : std::uint8_t { none, unclosed, too_long };

class BibtexEntries {
 public:
  struct Entry {
    std::string_view bytes;  // from "@" on, until the next call; of one too long its beginning
    std::uint64_t line;      // where it begins
    BibtexFault fault;
  };

  void feed(std::string_view bytes) { buffer_.append(bytes); }
  void finish() noexcept { finished_ = true; }
  // nullopt: feed more, or (after finish) the end. Remarks between entries are passed over.
  std::optional<Entry> next();

 private:
  enum class Progress : std::uint8_t { more, found, unclosed };
  bool find_entry();
  Progress scan();
  bool begins_entry(std::size_t at) const noexcept;
  void advance(std::size_t count) noexcept;

  FeedBuffer buffer_;
  std::size_t handed_out_ = 0;
  std::size_t scanned_ = 0;  // bytes of the entry at the buffer's front that were looked at
  std::size_t depth_ = 0;    // of braces
  char closing_ = '\0';      // of the entry; '\0': its opening was not reached
  bool in_quotes_ = false;
  bool skipping_ = false;  // the rest of an entry too long
  bool at_line_start_ = true;
  bool finished_ = false;
  std::uint64_t line_ = 1;  // of the buffer's front
};

}  // namespace formats

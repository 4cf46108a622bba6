// RFC 4180 records out of a stream of bytes in any slices: quoted cells with line breaks in them,
// records ended by LF, CRLF or CR. One thread. A broken record costs its first line only; memory is
// bounded by the longest record plus one slice.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/feed_buffer.hpp"

namespace formats {

inline constexpr std::size_t csv_record_bytes_max = std::size_t{1} << 20;

// quoting: text behind a closing quote, or a quote that is never closed.
enum class CsvFault : std::uint8_t { none, quoting, too_long };

class CsvRecords {
 public:
  explicit CsvRecords(char delimiter) noexcept : delimiter_(delimiter) {}

  void feed(std::string_view bytes) { buffer_.append(bytes); }
  void finish() noexcept { finished_ = true; }

  // The fault of the next record; on `none` it is in bytes() and cells(), else its first line in
  // bytes(), until the next call of feed or next. nullopt: feed more, or (after finish) the end.
  std::optional<CsvFault> next();
  std::string_view bytes() const noexcept { return bytes_; }
  std::vector<std::string>& cells() noexcept { return cells_; }
  char delimiter() const noexcept { return delimiter_; }
  std::uint64_t line() const noexcept { return line_; }      // where it begins
  std::uint64_t offset() const noexcept { return offset_; }  // the same in bytes, on `none`

  // So many bytes, fed already, are no records.
  void skip(std::size_t count) { advance(count); }

  // The record just handed out was refused for what is in it. When it spans lines, a stray quote
  // may have swallowed good records: only its first line is dropped, the next starts over.
  void reject();

 private:
  enum class State : std::uint8_t { cell_start, plain, quoted, quote_in_quoted };
  enum class Step : std::uint8_t { on, end, broken };
  // How far the record at the front of the buffer was read; places are offsets into the buffer.
  struct Scan {
    State state = State::cell_start;
    std::size_t at = 0;
    std::optional<std::size_t> first_break;  // behind the first line break in a quoted cell
    std::size_t last_break = 0;              // behind the last one
  };
  void advance(std::size_t count);
  bool skip_rest_of_line();
  void skip_second_half_of_break();
  std::optional<CsvFault> scan();
  Step step(char c);
  Step step_quoted(char c);
  CsvFault hand_out();
  CsvFault refuse(CsvFault kind);
  void split(std::string_view record);
  std::size_t split_quoted(std::string_view record, std::size_t at, std::string& cell) const;

  FeedBuffer buffer_;
  Scan scan_;
  char delimiter_;

  std::string_view bytes_;
  std::string refused_;
  std::vector<std::string> cells_;
  std::uint64_t line_ = 0;
  std::size_t handed_out_ = 0;  // bytes of the record given to the caller, line break included

  std::uint64_t offset_ = 0;  // of the buffer's first byte in the stream
  std::uint64_t lines_ended_ = 0;
  std::uint64_t single_lines_until_ = 0;  // records that begin before it do not span lines
  bool after_cr_ = false;                 // a line feed next belongs to the last line break
  bool skipping_ = false;
  bool finished_ = false;
};

}  // namespace formats

#include "formats/ndjson.hpp"

#include <cstdint>
#include <string>

#include "formats/book_json.hpp"
#include "formats/book_json_append.hpp"
#include "formats/feed_buffer.hpp"

namespace formats {
namespace {

using catalog::NewBook;
using catalog::Result;

constexpr std::string_view json_blanks = " \t\r";  // RFC 8259 section 2, but for the newline

bool is_blank(std::string_view line) noexcept {
  return line.find_first_not_of(json_blanks) == std::string_view::npos;
}

class NdjsonReader final : public Reader {
 public:
  explicit NdjsonReader(int current_year) : current_year_(current_year) {}

  void feed(std::string_view bytes) override { buffer_.append(bytes); }
  void finish() override { finished_ = true; }

  std::optional<Record> next() override {
    while (true) {
      buffer_.consume(handed_out_);
      handed_out_ = 0;
      if (skipping_ && !skip_rest_of_line()) return std::nullopt;
      const auto line = next_line();
      if (!line) return overlong() ? std::optional(refuse_line()) : std::nullopt;
      ++line_;
      if (line->size() > ndjson_line_bytes_max) return too_long();
      if (is_blank(*line)) continue;
      return record(read_book(*line, current_year_));
    }
  }

 private:
  // Without its newline; valid until the next call of next().
  std::optional<std::string_view> next_line() {
    std::string_view bytes = buffer_.view();
    const std::size_t end = bytes.find('\n', scanned_);
    if (end == std::string_view::npos && (!finished_ || bytes.empty())) {
      scanned_ = bytes.size();
      return std::nullopt;
    }
    scanned_ = 0;
    handed_out_ = end == std::string_view::npos ? bytes.size() : end + 1;
    std::string_view line = bytes.substr(0, end);
    if (line_ == 0 && line.starts_with(byte_order_mark)) {
      line.remove_prefix(byte_order_mark.size());
    }
    return line;
  }

  // Before the end of the line is known; the byte order mark does not count.
  bool overlong() const noexcept {
    const std::size_t mark =
        line_ == 0 && buffer_.view().starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    return buffer_.view().size() > ndjson_line_bytes_max + mark;
  }

  Record refuse_line() {
    ++line_;
    skipping_ = true;
    return too_long();
  }

  bool skip_rest_of_line() {
    const std::size_t end = buffer_.view().find('\n');
    skipping_ = end == std::string_view::npos;
    buffer_.consume(skipping_ ? buffer_.view().size() : end + 1);
    scanned_ = 0;
    return !skipping_;
  }

  Record too_long() {
    return record(catalog::fail(catalog::problem::invalid_book(
        {{"", catalog::Rule::too_long, {std::to_string(ndjson_line_bytes_max) + " bytes"}}})));
  }

  Record record(Result<NewBook> book) {
    return {.number = ++number_, .line = line_, .book = std::move(book)};
  }

  int current_year_;
  FeedBuffer buffer_;
  std::size_t handed_out_ = 0;  // bytes of the line given to the caller, newline included
  std::size_t scanned_ = 0;     // bytes known to hold no newline
  std::uint64_t line_ = 0;      // the line handed out last
  std::uint64_t number_ = 0;
  bool skipping_ = false;
  bool finished_ = false;
};

class NdjsonWriter final : public Writer {
 public:
  void begin(std::string& /*out*/) override {}
  void append(std::string& out, const catalog::Book& book) override {
    append_book(out, book);
    out += '\n';
  }
};

}  // namespace

std::unique_ptr<Reader> make_ndjson_reader(int current_year) {
  return std::make_unique<NdjsonReader>(current_year);
}

std::unique_ptr<Writer> make_ndjson_writer() { return std::make_unique<NdjsonWriter>(); }

}  // namespace formats

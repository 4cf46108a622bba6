#include "formats/ndjson.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

#include "formats/book_json.hpp"
#include "formats/book_json_append.hpp"
#include "formats/feed_buffer.hpp"
#include "formats/json_items.hpp"
#include "formats/text_stream.hpp"

namespace formats {
namespace {

using catalog::NewBook;
using catalog::Result;

constexpr std::string_view json_blanks = " \t\r";  // RFC 8259 section 2, but for the newline
// May stand in front of each text (RFC 7464). A file that begins with it holds a text a line.
constexpr char record_separator = '\x1E';

bool is_blank(std::string_view line) noexcept {
  return line.find_first_not_of(json_blanks) == std::string_view::npos;
}

// True when an object begins in this line and does not end there.
bool opens_object(std::string_view line) noexcept {
  std::size_t depth = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] == '"') {
      for (++at; at < line.size() && line[at] != '"'; ++at) at += line[at] == '\\' ? 1U : 0U;
    } else if (line[at] == '{' || line[at] == '[') {
      ++depth;
    } else if ((line[at] == '}' || line[at] == ']') && depth > 0) {
      --depth;
    }
  }
  return depth > 0;
}

void read_book_item(std::string_view json, int current_year, Record& record) {
  record.book = read_book(json, current_year);
}

// NDJSON, or one object in as many lines as it likes.
enum class Layout : bool { lines, lines_or_object };

class NdjsonReader final : public Reader {
 public:
  NdjsonReader(const ReadOptions& options, ReadJsonItem read_item, Layout layout)
      : current_year_(options.current_year),
        record_bytes_(options.record_bytes),
        text_(options.encoding),
        read_(read_item),
        layout_(layout) {}

  void feed(std::string_view bytes) override { take(text_.take(bytes)); }
  void finish() override {
    take(text_.finish());
    finished_ = true;
    if (!has_begun_) look_for_array();
    has_begun_ = true;
    if (!items_) return;
    // What closes the list that an object alone does not have.
    if (is_one_object_) items_->feed("]");
    items_->finish();
  }

  std::optional<Record> next() override {
    if (items_) return next_item();
    if (!has_begun_) return std::nullopt;
    while (true) {
      buffer_.consume(handed_out_);
      handed_out_ = 0;
      if (skipping_ && !skip_rest_of_line()) return std::nullopt;
      auto line = next_line();
      if (!line) return overlong() ? std::optional(refuse_line()) : std::nullopt;
      ++line_;
      if (line->starts_with(record_separator)) line->remove_prefix(1);
      if (line->size() > ndjson_line_bytes_max) return too_long();
      if (is_blank(*line)) continue;
      return read(*line);
    }
  }

  // So that who reads the refused records believes the mark before what was said of the file.
  std::string rejects_begin() const override {
    return std::string(text_.is_recoded() ? byte_order_mark : std::string_view{});
  }

 private:
  void take(std::string_view text) {
    if (items_) return items_->feed(text);
    buffer_.append(text);
    if (!has_begun_) look_for_array();
  }

  // The first byte that is no blank opens an array or not. What stands in front of it goes.
  void look_for_array() {
    std::string_view bytes = buffer_.view();
    const std::size_t blanks = std::min(bytes.find_first_not_of(" \t\r\n"), bytes.size());
    const std::string_view gone = bytes.substr(0, blanks);
    line_ += static_cast<std::uint64_t>(std::count(gone.begin(), gone.end(), '\n'));
    buffer_.consume(blanks);
    bytes = buffer_.view();
    const bool is_array = bytes.starts_with('[');
    if (!is_array && layout_ == Layout::lines_or_object && bytes.starts_with('{')) {
      const std::size_t end = bytes.find('\n');
      const bool is_line = end != std::string_view::npos || finished_ || overlong();
      if (!is_line) return;
      is_one_object_ = !overlong_line(end) && opens_object(bytes.substr(0, end));
    }
    has_begun_ = !bytes.empty();
    if (!is_array && !is_one_object_) return;
    items_.emplace(ndjson_line_bytes_max, line_ + 1);
    items_->feed(bytes.substr(is_array ? 1 : 0));
    buffer_ = {};
  }

  // The first line goes on to `end`; npos: nobody knows yet, or there is no other.
  bool overlong_line(std::size_t end) const noexcept {
    return std::min(end, buffer_.view().size()) > ndjson_line_bytes_max;
  }

  Record read(std::string_view json) {
    Record read = record(refused({"", catalog::Rule::required, {}}));
    read_(json, current_year_, read);
    return with_bytes(std::move(read), json);
  }

  std::optional<Record> next_item() {
    const auto item = items_->next();
    if (!item) return std::nullopt;
    line_ = item->line;
    if (item->fault == JsonItems::Fault::too_long) return too_long();
    if (item->fault == JsonItems::Fault::unclosed) {
      if (is_one_object_) return std::nullopt;
      return with_bytes(
          record(catalog::fail(catalog::problem::malformed_json(
              0, catalog::Wording{"falta o ] que fecha a lista: o arquivo está incompleto",
                                  "the ] that closes the list is missing: the file is "
                                  "incomplete"}))),
          "[");
    }
    return read(item->bytes);
  }

  // As one line, whichever way it was laid out. A break in a string, which is no JSON, stays one
  // that JSON does not allow there.
  Record with_bytes(Record&& record, std::string_view bytes) const {
    if (record_bytes_ == RecordBytes::kept) {
      if (is_taken_otherwise(bytes)) record.bytes += record_separator;
      record.bytes += bytes;
      const bool is_json =
          record.book || record.book.error().code != catalog::ProblemCode::malformed_json;
      std::replace(record.bytes.begin(), record.bytes.end(), '\n', is_json ? ' ' : '\r');
      record.bytes += '\n';
    }
    return std::move(record);
  }

  // As the first line of a file it would not be read as a line that it stands in.
  bool is_taken_otherwise(std::string_view bytes) const noexcept {
    if (bytes.starts_with(byte_order_mark)) return true;
    bytes.remove_prefix(std::min(bytes.find_first_not_of(" \t\r\n"), bytes.size()));
    return bytes.starts_with('[') || bytes.starts_with(record_separator) ||
           (layout_ == Layout::lines_or_object && bytes.starts_with('{') && opens_object(bytes));
  }

  // Without its newline; valid until the next call of next().
  std::optional<std::string_view> next_line() {
    const std::string_view bytes = buffer_.view();
    const std::size_t end = bytes.find('\n', scanned_);
    if (end == std::string_view::npos && (!finished_ || bytes.empty())) {
      scanned_ = bytes.size();
      return std::nullopt;
    }
    scanned_ = 0;
    handed_out_ = end == std::string_view::npos ? bytes.size() : end + 1;
    return bytes.substr(0, end);
  }

  // Before the end of the line is known; it may begin with a separator.
  bool overlong() const noexcept { return buffer_.view().size() > ndjson_line_bytes_max + 1; }

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
  RecordBytes record_bytes_;
  TextStream text_;
  ReadJsonItem read_;
  Layout layout_;
  std::optional<JsonItems> items_;  // when the file is an array, or one object
  bool is_one_object_ = false;
  bool has_begun_ = false;  // with a byte that is no blank
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

std::unique_ptr<Reader> make_ndjson_reader(const ReadOptions& options) {
  return std::make_unique<NdjsonReader>(options, read_book_item, Layout::lines);
}

std::unique_ptr<Reader> make_json_items_reader(const ReadOptions& options, ReadJsonItem read) {
  return std::make_unique<NdjsonReader>(options, read, Layout::lines_or_object);
}

std::unique_ptr<Writer> make_ndjson_writer() { return std::make_unique<NdjsonWriter>(); }

}  // namespace formats

#include "formats/ris_reader.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "formats/csv_encoding.hpp"
#include "formats/draft_book.hpp"
#include "formats/feed_buffer.hpp"
#include "formats/marc_text.hpp"
#include "formats/text_stream.hpp"

namespace formats {
namespace {

using catalog::Field;
using catalog::Rule;

// The kinds that are books in BibTeX and CSL-JSON, too.
constexpr std::array<std::string_view, 16> ris_book_types{
    "BOOK", "EBOOK", "EDBOOK", "CHAP",  "ECHAP", "GEN",   "THES", "RPRT",
    "CONF", "CLSWK", "DICT",   "ENCYC", "PAMP",  "MUSIC", "SER",  "MANSCPT"};
bool is_ris_part(std::string_view type) noexcept { return type == "CHAP" || type == "ECHAP"; }

constexpr catalog::Wording no_reference{
    "não há nele nenhuma referência RIS, que começa por “TY  - ”",
    "it holds no reference of RIS, which begins with \"TY  - \""};

struct RisTag {
  std::string name;
  std::string value;
};
using RisTags = std::vector<RisTag>;

constexpr std::size_t ris_tag_bytes = 2;

bool is_upper_or_digit(char c) noexcept { return (c >= 'A' && c <= 'Z') || base::is_digit(c); }

// "TY  - BOOK"; some writers put one blank or none behind the dash, or one in front of it.
std::optional<std::string_view> ris_value(std::string_view line) noexcept {
  if (line.size() < ris_tag_bytes + 2 || line[0] < 'A' || line[0] > 'Z' ||
      !is_upper_or_digit(line[1])) {
    return std::nullopt;
  }
  const std::size_t dash = line.find_first_not_of(' ', ris_tag_bytes);
  if (dash == ris_tag_bytes || dash == std::string_view::npos || dash > ris_tag_bytes + 2 ||
      line[dash] != '-') {
    return std::nullopt;
  }
  const std::string_view behind = line.substr(dash + 1);
  const bool is_exact = dash == ris_tag_bytes + 2;
  if (!is_exact && !behind.empty() && behind.front() != ' ') return std::nullopt;
  return trimmed(behind);
}

// "Sobrenome, Nome, Júnior"; a comma at the end is how some write a body.
void put_ris_person(DraftBook& book, std::string_view name, std::string_view role) {
  name = trimmed(name);
  const bool is_body = name.ends_with(',');
  while (name.ends_with(',')) name = trimmed(name.substr(0, name.size() - 1));
  std::string spaced;
  for (std::size_t at = 0; at < name.size(); ++at) {
    spaced += name[at];
    if (name[at] == ',' && name[at + 1] != ' ') spaced += ' ';  // "Assis,M."
  }
  book.person({.name = spaced, .role = role, .kind = is_body ? "entidade" : "pessoa"});
}

std::string_view ris_role(std::string_view tag) noexcept {
  if (tag == "AU" || tag == "A1") return "aut";
  if (tag == "A2" || tag == "A3" || tag == "ED") return "edt";
  return tag == "A4" ? "trl" : std::string_view{};
}

std::string_view first_ris(const RisTags& tags, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    const auto found = std::ranges::find(tags, name, &RisTag::name);
    if (found != tags.end() && !found->value.empty()) return found->value;
  }
  return {};
}

void put_ris_tag(DraftBook& book, const RisTag& tag) {
  const std::string_view name = tag.name;
  const std::string_view value = tag.value;
  if (const auto role = ris_role(name); !role.empty()) return put_ris_person(book, value, role);
  if (name == "SN") return book.isbns(name, value);
  if (name == "DO") return book.identifier("doi", value);
  if (name == "KW") return book.subject(value);
  if (name == "N1") return book.note(value);
  if (name == "AB" || name == "N2") return book.text(Field::synopsis, value);
  if (name == "UR" || name == "L2" || name == "LK") return book.link(value);
  if (name == "L1") return book.attachment(value);
  if (name == "L4") return book.image(value);
}

// T3 is the series of a part; its T2 is the book that it stands in.
void put_ris_series(DraftBook& book, const RisTags& tags, std::string_view type,
                    std::string_view used) {
  for (const std::string_view name : {"T2", "T3"}) {
    if (name == "T2" && is_ris_part(type)) continue;
    for (const RisTag& tag : tags) {
      if (tag.name == name && tag.value != used) book.series(tag.value);
    }
  }
}

// "2"; of a thesis some say here what it was for.
void put_ris_volumes(DraftBook& book, const RisTags& tags, std::string_view type) {
  const std::string_view volume = first_ris(tags, {"VL"});
  const bool is_degree = type == "THES" && std::ranges::none_of(volume, base::is_digit);
  const std::string_view number = first_ris(tags, {"M1"});
  book.series_volume(number);
  if (is_degree) {
    book.note(volume);
  } else {
    book.series_volume(volume);
    if (!number.empty()) book.work_volume(volume);
  }
  book.volumes(first_ris(tags, {"NV"}));
}

void map_ris(const RisTags& tags, std::string_view type, int current_year, Record& record) {
  DraftBook book(current_year);
  const std::string_view title = first_ris(tags, {"TI", "T1"});
  const bool is_part = is_ris_part(type);
  const std::string_view container =
      is_part ? first_ris(tags, {"T2", "BT", "T3"}) : first_ris(tags, {"T2", "T3", "BT"});
  const bool takes_container = trimmed(title).empty();
  book.title_and_subtitle(takes_container ? container : title);
  if (!takes_container && is_part) book.part_of(container);
  put_ris_series(book, tags, type, takes_container || is_part ? container : std::string_view{});
  if (!takes_container && !is_part) book.series(container);
  for (const RisTag& tag : tags) put_ris_tag(book, tag);
  book.text(Field::original_title, first_ris(tags, {"OP"}));
  book.text(Field::place, first_ris(tags, {"CY", "PP"}));
  book.text(Field::publisher, first_ris(tags, {"PB"}));
  book.text(Field::edition, first_ris(tags, {"ET"}));
  book.call_number("CN", first_ris(tags, {"CN"}));
  // "1899/05/12/": the first four digits.
  const std::string_view date = first_ris(tags, {"PY", "Y1", "DA"});
  book.year(date.substr(0, date.find('/')));
  book.language(Field::language, first_ris(tags, {"LA"}));
  put_ris_volumes(book, tags, type);
  // "Tese (Doutorado)".
  if (type == "THES" || type == "RPRT") book.note(first_ris(tags, {"M3"}));
  const std::string_view pages = first_ris(tags, {"SP"});
  // A range says where in a book something stands.
  if (!is_ris_part(type) && first_ris(tags, {"EP"}).empty() &&
      pages.find('-') == std::string_view::npos) {
    book.pages(pages);
  }
  std::move(book).finish(record);
}

// Lines out of a stream, ended by LF, CRLF or CR.
class RisLines {
 public:
  void feed(std::string_view bytes) { buffer_.append(bytes); }
  void finish() noexcept { finished_ = true; }
  std::uint64_t line() const noexcept { return line_; }

  // A line longer than a reference may be comes in pieces, which count as one line.
  std::optional<std::string_view> next() {
    buffer_.consume(std::exchange(handed_out_, 0));
    if (after_cr_ && !buffer_.view().empty()) {
      after_cr_ = false;
      if (buffer_.view().starts_with('\n')) buffer_.consume(1);
    }
    const std::string_view bytes = buffer_.view();
    if (bytes.empty()) return std::nullopt;
    const std::size_t end = bytes.find_first_of("\r\n", scanned_);
    const bool is_piece = std::min(end, bytes.size()) > ris_record_bytes_max;
    if (end == std::string_view::npos && !is_piece && !finished_) {
      scanned_ = bytes.size();
      return std::nullopt;
    }
    scanned_ = 0;
    if (!in_line_) ++line_;
    in_line_ = is_piece;
    if (is_piece) {
      handed_out_ = ris_record_bytes_max;
      return bytes.substr(0, handed_out_);
    }
    const std::size_t size = std::min(end, bytes.size());
    handed_out_ = std::min(size + 1, bytes.size());
    after_cr_ = size < bytes.size() && bytes[size] == '\r';
    return bytes.substr(0, size);
  }

 private:
  FeedBuffer buffer_;
  std::size_t handed_out_ = 0;
  std::size_t scanned_ = 0;
  std::uint64_t line_ = 0;
  bool in_line_ = false;
  bool after_cr_ = false;
  bool finished_ = false;
};

class RisReader final : public Reader {
 public:
  explicit RisReader(const ReadOptions& options)
      : current_year_(options.current_year),
        record_bytes_(options.record_bytes),
        text_(options.encoding) {}

  void feed(std::string_view bytes) override { lines_.feed(text_.take(bytes)); }
  void finish() override {
    lines_.feed(text_.finish());
    lines_.finish();
    finished_ = true;
  }

  std::optional<Record> next() override {
    while (const auto line = lines_.next()) {
      auto record = take(*line);
      if (record) return record;
    }
    return finished_ && is_open_ ? std::optional(close()) : std::nullopt;
  }

  Remarks remarks() const override {
    Remarks remarks;
    if (finished_ && number_ == 0 && has_text_) {
      remarks.failed = FileFailure{file_failures::malformed, 0, 0, no_reference};
    }
    return remarks;
  }

  std::string rejects_begin() const override {
    const bool is_told = text_.is_utf8() || encoding_.has_refused();
    return std::string(is_told ? byte_order_mark : std::string_view{});
  }

 private:
  // A reference ends with ER, or where the next one begins.
  std::optional<Record> take(std::string_view line) {
    // Some write the last tag without its dash.
    const auto value =
        trimmed(line) == "ER" ? std::optional<std::string_view>("") : ris_value(line);
    const std::string_view name = value ? line.substr(0, ris_tag_bytes) : std::string_view{};
    std::optional<Record> closed;
    if (name == "TY") {
      if (is_open_) closed = close();
      is_open_ = true;
      begin_ = lines_.line();
    }
    has_text_ = has_text_ || !trimmed(line).empty();
    if (!is_open_) return closed;
    bytes_ += line.size() + 1;
    if (bytes_ > ris_record_bytes_max) {
      tags_ = {};
      raw_ = {};
    } else {
      if (record_bytes_ == RecordBytes::kept) raw_.append(line).append("\r\n");
      add(name, value, line);
    }
    return name == "ER" ? close() : std::move(closed);
  }

  // A line without a tag goes on with the value before it; EndNote writes one keyword, or one
  // address, on each.
  void add(std::string_view name, std::optional<std::string_view> value, std::string_view line) {
    if (value) {
      tags_.push_back({std::string(name), std::string(*value)});
    } else if (tags_.size() > 1 && is_list(tags_.back().name)) {
      tags_.push_back({tags_.back().name, std::string(trimmed(line))});
    } else if (tags_.size() > 1 && !trimmed(line).empty()) {
      std::string& last = tags_.back().value;
      if (!last.empty())
        last += tags_.back().name == "AB" || tags_.back().name == "N2" ? '\n' : ' ';
      last += trimmed(line);
    }
  }

  static bool is_list(std::string_view tag) noexcept { return tag == "KW" || tag == "UR"; }

  Record close() {
    Record record{.number = ++number_, .line = begin_, .book = refused({"", Rule::required, {}})};
    read(record);
    record.bytes = std::exchange(raw_, {});
    tags_ = {};
    bytes_ = 0;
    is_open_ = false;
    return record;
  }

  void read(Record& record) {
    if (bytes_ > ris_record_bytes_max) {
      record.book =
          refused({"", Rule::too_long, {std::to_string(ris_record_bytes_max) + " bytes"}});
      return;
    }
    if (!decode()) {
      record.book = refused({"", Rule::invalid_value, {"UTF-8"}});
      return;
    }
    const std::string type = tags_.front().value;
    if (std::ranges::find(ris_book_types, type) == ris_book_types.end()) {
      std::string allowed;
      for (const std::string_view one : ris_book_types) join(allowed, " ", one);
      record.book = refused({"/TY", Rule::unsupported_type, {allowed}, catalog::shown(type)});
      return;
    }
    map_ris(tags_, type, current_year_, record);
    record.control = first_ris(tags_, {"ID"});
  }

  bool decode() {
    if (text_.is_utf8()) encoding_.set_utf8();
    std::vector<std::string> values;
    for (RisTag& tag : tags_) values.push_back(std::move(tag.value));
    const bool decoded = encoding_.decode(values);
    for (std::size_t i = 0; i < tags_.size(); ++i) tags_[i].value = std::move(values[i]);
    return decoded;
  }

  int current_year_;
  RecordBytes record_bytes_;
  TextStream text_;
  CsvEncoding encoding_;
  RisLines lines_;
  RisTags tags_;
  std::string raw_;
  std::size_t bytes_ = 0;  // of the reference so far
  std::uint64_t begin_ = 0;
  std::uint64_t number_ = 0;
  bool is_open_ = false;
  bool finished_ = false;
  bool has_text_ = false;
};

}  // namespace

std::unique_ptr<Reader> make_ris_reader(const ReadOptions& options) {
  return std::make_unique<RisReader>(options);
}

}  // namespace formats

#include "formats/iso2709.hpp"

#include <algorithm>
#include <utility>

#include "base/ascii.hpp"

namespace formats {
namespace {

constexpr char subfield_delimiter = '\x1F';
constexpr char field_terminator = '\x1E';
constexpr char record_terminator = '\x1D';
constexpr std::size_t length_digits = 5;
constexpr std::size_t entry_bytes = 12;  // tag 3, length 4, start 5
constexpr std::size_t tag_bytes = 3;
constexpr std::size_t entry_length_digits = 4;
// How some writers leave the leader's first five bytes.
constexpr std::string_view blank_length = "     ";

std::optional<std::size_t> number(std::string_view digits) noexcept {
  std::size_t value = 0;
  for (const char digit : digits) {
    if (!base::is_digit(digit)) return std::nullopt;
    value = value * 10 + static_cast<std::size_t>(digit - '0');
  }
  return value;
}

// Seen between records in the wild: line ends, NUL padding, Ctrl-Z, a UTF-8 byte order mark.
bool is_filler(char c) noexcept {
  constexpr std::string_view filler("\r\n\t \0\x1A\xEF\xBB\xBF", 9);
  return filler.find(c) != std::string_view::npos;
}

// A record without the blanks in front of it, unless they stand for its length.
std::string_view without_blanks(std::string_view record) noexcept {
  const std::size_t blanks = std::min(record.find_first_not_of(' '), record.size());
  const bool is_leader = blanks >= blank_length.size() && record.size() > iso2709_leader_bytes &&
                         record.substr(10, 2) == "22" && record.substr(20, 2) == "45";
  return is_leader ? record : record.substr(blanks);
}

}  // namespace

std::optional<Subfield> Subfields::next() noexcept {
  while (true) {
    const std::size_t delimiter = rest_.find(subfield_delimiter);
    if (delimiter == std::string_view::npos) return std::nullopt;
    rest_.remove_prefix(delimiter + 1);
    const std::size_t end = std::min(rest_.find(subfield_delimiter), rest_.size());
    if (end == 0) continue;  // two delimiters in a row: no code, no value
    const Subfield found{.code = rest_.front(), .value = rest_.substr(1, end - 1)};
    rest_.remove_prefix(end);
    return found;
  }
}

std::string_view Iso2709Field::first(char code) const noexcept {
  Subfields all = subfields();
  while (const auto subfield = all.next()) {
    if (subfield->code == code) return subfield->value;
  }
  return {};
}

Iso2709Fault Iso2709Record::parse(std::string_view bytes) {
  bytes_ = bytes;
  fields_.clear();
  if (bytes.size() > iso2709_record_bytes_max) return Iso2709Fault::too_long;
  if (bytes.size() <= iso2709_leader_bytes) return Iso2709Fault::leader;
  const auto length = number(bytes.substr(0, length_digits));
  if (!length && !bytes.starts_with(blank_length)) return Iso2709Fault::leader;
  has_wrong_lengths_ = length != bytes.size();
  const std::size_t directory_end = bytes.find(field_terminator, iso2709_leader_bytes);
  if (directory_end == std::string_view::npos) return Iso2709Fault::directory;
  std::string_view directory = bytes.substr(0, directory_end).substr(iso2709_leader_bytes);
  if (directory.size() % entry_bytes != 0) return Iso2709Fault::directory;
  const std::string_view data = bytes.substr(directory_end + 1);
  end_ = directory_end + 1;
  for (; !directory.empty(); directory.remove_prefix(entry_bytes)) {
    if (!parse_entry(directory.substr(0, entry_bytes), data)) return Iso2709Fault::directory;
  }
  return Iso2709Fault::none;
}

Iso2709Fault Iso2709Record::parse_or_repair(std::string_view bytes) {
  const Iso2709Fault fault = parse(bytes);
  return fault == Iso2709Fault::directory && repair() ? Iso2709Fault::none : fault;
}

// Entries in the order in which they say their fields lie; as they stand when one does not say.
bool Iso2709Record::repair() {
  struct Entry {
    int tag;
    std::size_t start;
  };
  const std::size_t directory_end = bytes_.find(field_terminator, iso2709_leader_bytes);
  if (directory_end == std::string_view::npos) return false;
  std::string_view directory = bytes_.substr(0, directory_end).substr(iso2709_leader_bytes);
  if (directory.empty() || directory.size() % entry_bytes != 0) return false;
  std::vector<Entry> entries;
  bool all_start = true;
  for (; !directory.empty(); directory.remove_prefix(entry_bytes)) {
    const auto tag = number(directory.substr(0, tag_bytes));
    const auto start = number(directory.substr(tag_bytes + entry_length_digits, length_digits));
    all_start = all_start && start.has_value();
    entries.push_back({tag ? static_cast<int>(*tag) : -1, start.value_or(0)});
  }
  if (all_start) std::ranges::stable_sort(entries, {}, &Entry::start);
  fields_.clear();
  std::size_t begin = directory_end + 1;
  for (const Entry& entry : entries) {
    const std::size_t end = bytes_.find(field_terminator, begin);
    if (end == std::string_view::npos) return false;
    fields_.push_back({.tag = entry.tag, .data = bytes_.substr(begin, end - begin)});
    begin = end + 1;
  }
  end_ = begin;
  has_wrong_lengths_ = true;
  return ends_with_its_fields();
}

bool Iso2709Record::parse_entry(std::string_view entry, std::string_view data) {
  const auto tag = number(entry.substr(0, tag_bytes));
  const auto length = number(entry.substr(tag_bytes, entry_length_digits));
  const auto start = number(entry.substr(tag_bytes + entry_length_digits));
  if (!length || !start || *length == 0 || *start + *length > data.size()) return false;
  const std::string_view field = data.substr(*start, *length);
  if (field.find(field_terminator) != field.size() - 1) return false;
  const auto field_end = static_cast<std::size_t>(field.data() - bytes_.data()) + field.size();
  end_ = std::max(end_, field_end);
  fields_.push_back(
      {.tag = tag ? static_cast<int>(*tag) : -1, .data = field.substr(0, field.size() - 1)});
  return true;
}

std::optional<Iso2709Fault> Iso2709Reader::next() {
  buffer_.consume(handed_out_);
  handed_out_ = 0;
  if (scanned_ <= blank_length.size() && !overlong_) {
    skip_filler();
    scanned_ = 0;
  }
  const std::string_view bytes = buffer_.view();
  const std::size_t end = bytes.find(record_terminator, scanned_);
  if (end != std::string_view::npos) return take(end + 1);
  scanned_ = bytes.size();
  const bool is_filler_only = blank_length.starts_with(bytes);
  if (finished_ && (!is_filler_only || overlong_)) return take(bytes.size());
  forget_overlong();
  return std::nullopt;
}

void Iso2709Reader::skip_filler() {
  const std::string_view bytes = buffer_.view();
  std::size_t count = 0;
  while (count < bytes.size() && is_filler(bytes[count])) ++count;
  // The last blanks may be where a length belongs.
  std::size_t blanks = 0;
  while (blanks < std::min(count, blank_length.size()) && bytes[count - blanks - 1] == ' ') {
    ++blanks;
  }
  buffer_.consume(count - blanks);
}

// A record without end keeps only its last 99 999 bytes, where an intact record may yet lie.
void Iso2709Reader::forget_overlong() {
  if (scanned_ <= 2 * iso2709_record_bytes_max) return;
  buffer_.consume(scanned_ - iso2709_record_bytes_max);
  scanned_ = iso2709_record_bytes_max;
  overlong_ = true;
}

Iso2709Fault Iso2709Reader::take(std::size_t length) {
  const std::string_view bytes = without_blanks(buffer_.view().substr(0, length));
  scanned_ = 0;
  handed_out_ = length;
  is_whole_ = !overlong_ && length <= 2 * iso2709_record_bytes_max;
  const bool overlong = std::exchange(overlong_, false) || length > iso2709_record_bytes_max;
  if (overlong) return salvage(bytes, Iso2709Fault::too_long);
  const Iso2709Fault fault = record_.parse(bytes);
  const bool intact = fault == Iso2709Fault::none && record_.ends_with_its_fields();
  return intact ? fault : salvage(bytes, fault);
}

std::string Iso2709Reader::bytes() const {
  if (!is_whole_) return {};
  std::string bytes(buffer_.view().substr(0, handed_out_));
  const bool is_cut_off = handed_out_ < buffer_.view().size();
  if (is_cut_off && !bytes.ends_with(record_terminator)) bytes += record_terminator;
  return bytes;
}

// A record that lost its terminator swallows the one behind it, which is still whole when it ends
// with the damaged stretch and says its own length rightly. It is then left for the next call.
Iso2709Fault Iso2709Reader::salvage(std::string_view damaged, Iso2709Fault fault) {
  const bool too_long = fault == Iso2709Fault::too_long;
  const std::size_t shown = std::min(damaged.size(), iso2709_record_bytes_max);
  // The front of a record too long may be forgotten, so that even offset 0 is behind its start.
  std::size_t at = damaged.size() - shown + (too_long ? 0 : 1);
  for (; at + iso2709_leader_bytes < damaged.size(); ++at) {
    if (!is_intact_record(damaged.substr(at))) continue;
    handed_out_ -= damaged.size() - at;
    return too_long ? fault : record_.parse_or_repair(damaged.substr(0, at));
  }
  return too_long ? fault : record_.parse_or_repair(damaged);
}

bool Iso2709Reader::is_intact_record(std::string_view bytes) {
  if (number(bytes.substr(0, length_digits)) != bytes.size()) return false;
  // Digits of a directory may say the length of the rest by chance, but not how a leader goes on.
  if (bytes.substr(10, 2) != "22") return false;
  return record_.parse(bytes) == Iso2709Fault::none;
}

}  // namespace formats

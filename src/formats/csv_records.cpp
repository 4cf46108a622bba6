#include "formats/csv_records.hpp"

#include <algorithm>
#include <utility>

namespace formats {
namespace {

constexpr std::string_view line_breaks = "\r\n";

bool is_line_break(char c) noexcept { return c == '\r' || c == '\n'; }

// Line breaks in quoted cells become "\n", whichever way the file writes them.
void append_with_line_feeds(std::string& out, std::string_view text) {
  for (std::size_t at = text.find('\r'); at != std::string_view::npos; at = text.find('\r')) {
    out += text.substr(0, at);
    out += '\n';
    text.remove_prefix(at + 1);
    if (text.starts_with('\n')) text.remove_prefix(1);
  }
  out += text;
}

}  // namespace

std::optional<CsvFault> CsvRecords::next() {
  if (handed_out_ > 0) {
    advance(std::exchange(handed_out_, 0));
    scan_ = {};
  }
  while (true) {
    if (skipping_ && !skip_rest_of_line()) return std::nullopt;
    if (scan_.at == 0) skip_second_half_of_break();
    const auto found = scan();
    const bool blank_line = found == CsvFault::none && bytes_.empty();
    if (!blank_line) return found;
    advance(std::exchange(handed_out_, 0));
    scan_ = {};
  }
}

void CsvRecords::reject() {
  if (!scan_.first_break) return;
  single_lines_until_ = offset_ + scan_.last_break;
  handed_out_ = *scan_.first_break;
}

// Every byte leaves the buffer through here, so that lines are counted once.
void CsvRecords::advance(std::size_t count) {
  for (const char c : buffer_.view().substr(0, count)) {
    if (c == '\r' || (c == '\n' && !after_cr_)) ++lines_ended_;
    after_cr_ = c == '\r';
  }
  offset_ += count;
  buffer_.consume(count);
}

bool CsvRecords::skip_rest_of_line() {
  const std::size_t end = buffer_.view().find_first_of(line_breaks);
  skipping_ = end == std::string_view::npos;
  advance(skipping_ ? buffer_.view().size() : end + 1);
  return !skipping_;
}

void CsvRecords::skip_second_half_of_break() {
  if (after_cr_ && buffer_.view().starts_with('\n')) advance(1);
}

std::optional<CsvFault> CsvRecords::scan() {
  const std::string_view bytes = buffer_.view();
  for (; scan_.at < bytes.size(); ++scan_.at) {
    if (scan_.at == csv_record_bytes_max) return refuse(CsvFault::too_long);
    const Step result = step(bytes[scan_.at]);
    if (result == Step::end) return hand_out();
    // Its first line is handed out, so that has to be there.
    if (result == Step::broken && !finished_ && !scan_.first_break &&
        bytes.find_first_of(line_breaks, scan_.at) == std::string_view::npos &&
        bytes.size() < csv_record_bytes_max) {
      return std::nullopt;
    }
    if (result == Step::broken) return refuse(CsvFault::quoting);
  }
  if (!finished_ || bytes.empty()) return std::nullopt;
  return scan_.state == State::quoted ? refuse(CsvFault::quoting) : hand_out();
}

CsvRecords::Step CsvRecords::step(char c) {
  if (scan_.state == State::quoted) return step_quoted(c);
  if (is_line_break(c)) return Step::end;
  if (c == delimiter_) {
    scan_.state = State::cell_start;
    return Step::on;
  }
  const bool opens_or_doubles = c == '"' && scan_.state != State::plain;
  if (scan_.state == State::quote_in_quoted && !opens_or_doubles) return Step::broken;
  // A quote inside an unquoted cell stands for itself: 15" monitor.
  scan_.state = opens_or_doubles ? State::quoted : State::plain;
  return Step::on;
}

CsvRecords::Step CsvRecords::step_quoted(char c) {
  if (c == '"') scan_.state = State::quote_in_quoted;
  if (!is_line_break(c)) return Step::on;
  if (offset_ < single_lines_until_) return Step::broken;
  const std::size_t behind = scan_.at + 1;
  const bool second_half = c == '\n' && scan_.at > 0 && buffer_.view()[scan_.at - 1] == '\r';
  if (!scan_.first_break || (second_half && *scan_.first_break == scan_.at)) {
    scan_.first_break = behind;
  }
  scan_.last_break = behind;
  return Step::on;
}

CsvFault CsvRecords::hand_out() {
  const std::string_view rest = buffer_.view();
  line_ = lines_ended_ + 1;
  bytes_ = rest.substr(0, scan_.at);
  handed_out_ = std::min(scan_.at + 1, rest.size());
  split(bytes_);
  return CsvFault::none;
}

// A stray quote makes a record run on through good ones. Each byte is looked at again once or
// twice at most: lines that end before the place of the fault may not span lines any more, or a
// file of stray quotes would cost the square of its size.
CsvFault CsvRecords::refuse(CsvFault kind) {
  line_ = lines_ended_ + 1;
  const Scan broken = std::exchange(scan_, {});
  const std::string_view rest = buffer_.view();
  refused_ = rest.substr(0, std::min(rest.find_first_of(line_breaks), csv_record_bytes_max));
  bytes_ = refused_;
  if (broken.first_break) {
    single_lines_until_ = offset_ + broken.last_break;
    advance(*broken.first_break);
    return kind;
  }
  advance(broken.at);
  skipping_ = true;
  return kind;
}

void CsvRecords::split(std::string_view record) {
  std::size_t used = 0;
  for (std::size_t at = 0;; ++at) {
    if (used == cells_.size()) cells_.emplace_back();
    std::string& cell = cells_[used++];
    cell.clear();
    if (at < record.size() && record[at] == '"') {
      at = split_quoted(record, at + 1, cell);
    } else {
      const std::size_t end = std::min(record.find(delimiter_, at), record.size());
      cell = record.substr(at, end - at);
      at = end;
    }
    if (at >= record.size()) break;  // else at a delimiter, with one more cell behind it
  }
  cells_.resize(used);
}

// From behind the opening quote; gives the place behind the closing one.
std::size_t CsvRecords::split_quoted(std::string_view record, std::size_t at,
                                     std::string& cell) const {
  while (true) {
    const std::size_t quote = std::min(record.find('"', at), record.size());
    append_with_line_feeds(cell, record.substr(at, quote - at));
    at = quote + 1;
    if (at >= record.size() || record[at] != '"') return at;
    cell += '"';
    ++at;
  }
}

}  // namespace formats

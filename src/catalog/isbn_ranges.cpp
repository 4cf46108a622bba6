#include "catalog/isbn_ranges.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "catalog/isbn_range_message.hpp"

namespace catalog {
namespace {

constexpr std::size_t prefix_digits_max = 5;  // of the group, behind 978 or 979
constexpr std::size_t agency_bytes_max = 200;
constexpr std::size_t range_digits = 7;
constexpr std::uint32_t range_end = 10'000'000;
// What follows 978 or 979 but for the check digit; the last one is the publication's at least.
constexpr std::size_t body_digits = 9;

bool only_digits(std::string_view text) noexcept {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

base::Unexpected<IsbnTableFault> wrong(const Wording& what, std::string_view shown) {
  return {{what, std::string(shown)}};
}

bool is_date(std::string_view text) noexcept {
  return text.size() == 10 && text[4] == '-' && text[7] == '-' && only_digits(text.substr(0, 4)) &&
         only_digits(text.substr(5, 2)) && only_digits(text.substr(8, 2));
}

bool is_prefix(std::string_view text) noexcept {
  const std::string_view group = text.substr(std::min<std::size_t>(4, text.size()));
  return (text.starts_with("978-") || text.starts_with("979-")) && only_digits(group) &&
         group.size() <= prefix_digits_max;
}

// "978-85" is where ISBNs that begin 97885 belong.
bool owns(std::string_view prefix, std::string_view digits) noexcept {
  return digits.substr(0, 3) == prefix.substr(0, 3) &&
         digits.substr(3).starts_with(prefix.substr(4));
}

bool is_agency(std::string_view text) noexcept {
  return !text.empty() && text.size() <= agency_bytes_max && base::is_valid_utf8(text) &&
         !base::has_control(text, base::Newlines::refused);
}

// Ascending, apart from each other, and no longer than an ISBN leaves room for.
bool are_ranges(const IsbnGroup& group) noexcept {
  const std::size_t length_max =
      std::min(range_digits, body_digits - 1 - (group.prefix.size() - 4));
  std::uint32_t next = 0;
  for (const IsbnRange& range : group.ranges) {
    const bool sized = range.length >= 1 && range.length <= length_max;
    if (!sized || range.first < next || range.last < range.first || range.last >= range_end) {
      return false;
    }
    next = range.last + 1;
  }
  return true;
}

std::optional<std::uint32_t> padded(std::string_view digits, char with) {
  std::string text(digits);
  text.resize(std::max(range_digits, text.size()), with);
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole && text.size() == range_digits ? std::optional(number) : std::nullopt;
}

// "00-19": two digits, from 00 to 19.
std::optional<IsbnRange> range_in(std::string_view text) {
  const std::size_t dash = std::min(text.find('-'), text.size());
  const std::string_view first = text.substr(0, dash);
  const std::string_view last = text.substr(std::min(dash + 1, text.size()));
  if (!only_digits(first) || !only_digits(last) || first.size() != last.size()) {
    return std::nullopt;
  }
  const auto low = padded(first, '0');
  const auto high = padded(last, '9');
  return low && high ? std::optional(IsbnRange{*low, *high, first.size()}) : std::nullopt;
}

// Reads isbn_ranges.txt line by line: "# …", "date 2026-01-31", "978-85 Brazil", " 00-19 200-454".
class CompactReader {
 public:
  IsbnRanges::Read read(std::string_view text) {
    for (std::size_t number = 1; !text.empty(); ++number) {
      const std::string_view line = text.substr(0, text.find('\n'));
      text.remove_prefix(std::min(line.size() + 1, text.size()));
      if (!take(line.ends_with('\r') ? line.substr(0, line.size() - 1) : line)) {
        return base::Unexpected<IsbnTableFault>{
            {{"linha", "line"}, std::string(base::clip_bytes(line, 80)), number}};
      }
    }
    return IsbnRanges::of(std::move(date_), std::move(groups_));
  }

 private:
  bool take(std::string_view line) {
    if (line.empty() || line.starts_with('#')) {
      return true;
    }
    if (line.starts_with(' ')) {
      return !groups_.empty() && take_ranges(line);
    }
    const std::size_t space = std::min(line.find(' '), line.size());
    const std::string_view word = line.substr(0, space);
    const std::string_view rest = line.substr(std::min(space + 1, line.size()));
    if (word == "date") {
      date_ = rest;
      return is_date(rest);
    }
    groups_.push_back({std::string(word), std::string(rest), {}});
    return is_prefix(word) && is_agency(rest);
  }

  bool take_ranges(std::string_view line) {
    for (const std::string_view part : base::words(line)) {
      const auto range = range_in(part);
      if (!range) {
        return false;
      }
      groups_.back().ranges.push_back(*range);
    }
    return true;
  }

  std::string date_;
  std::vector<IsbnGroup> groups_;
};

// `digits` with a hyphen behind each part of these sizes.
std::string cut(std::string_view digits, std::initializer_list<std::size_t> sizes) {
  std::string text;
  for (const std::size_t size : sizes) {
    text.append(digits.substr(0, size)).append("-");
    digits.remove_prefix(size);
  }
  return text.append(digits);
}

}  // namespace

std::string IsbnTableFault::in(Language language) const {
  std::string text(what.in(language));
  if (line != 0) {
    text.append(" ").append(std::to_string(line));
  }
  return text.append(": ").append(shown);
}

IsbnRanges::Read IsbnRanges::parse(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) {
    text.remove_prefix(byte_order_mark.size());
  }
  return text.starts_with('<') ? read_isbn_range_message(text) : CompactReader().read(text);
}

IsbnRanges::Read IsbnRanges::of(std::string date, std::vector<IsbnGroup> groups) {
  if (!is_date(date)) {
    return wrong({"sem data", "no date"}, date);
  }
  if (groups.empty()) {
    return wrong({"sem grupos", "no groups"}, date);
  }
  std::ranges::sort(groups, {}, &IsbnGroup::prefix);
  std::string_view before = "-";
  for (const IsbnGroup& group : groups) {
    if (!is_prefix(group.prefix) || !is_agency(group.agency)) {
      return wrong({"grupo inválido", "bad group"}, group.prefix + ' ' + group.agency);
    }
    if (group.prefix.starts_with(before)) {
      return wrong({"grupo repetido", "group twice"}, group.prefix);
    }
    if (!are_ranges(group)) {
      return wrong({"intervalos inválidos", "bad ranges"}, group.prefix);
    }
    before = group.prefix;
  }
  IsbnRanges ranges;
  ranges.date_ = std::move(date);
  ranges.groups_ = std::move(groups);
  return ranges;
}

// No prefix begins another, so the last one that is not behind the digits is the only candidate.
const IsbnGroup* IsbnRanges::group_of(const Isbn& isbn) const noexcept {
  const std::string_view digits = isbn.digits();
  const auto is_behind = [](std::string_view wanted, const IsbnGroup& group) {
    const std::string_view prefix = group.prefix;
    const int order = wanted.substr(0, 3).compare(prefix.substr(0, 3));
    return order != 0 ? order < 0 : wanted.substr(3) < prefix.substr(4);
  };
  const auto behind = std::upper_bound(groups_.begin(), groups_.end(), digits, is_behind);
  if (behind == groups_.begin() || !owns(std::prev(behind)->prefix, digits)) {
    return nullptr;
  }
  return &*std::prev(behind);
}

std::optional<IsbnRanges::Hyphenated> IsbnRanges::hyphenate(const Isbn& isbn) const {
  const IsbnGroup* const group = group_of(isbn);
  if (group == nullptr) {
    return std::nullopt;
  }
  const std::size_t group_size = group->prefix.size() - 4;
  const std::string_view rest = isbn.digits().substr(3 + group_size, body_digits - group_size);
  const auto number = padded(rest.substr(0, range_digits), '0');
  const auto range = std::ranges::find_if(group->ranges, [&](const IsbnRange& candidate) {
    return number && *number >= candidate.first && *number <= candidate.last;
  });
  if (range == group->ranges.end()) {
    return std::nullopt;
  }
  const std::size_t publication_size = rest.size() - range->length;
  Hyphenated hyphenated{cut(isbn.digits(), {3, group_size, range->length, publication_size}), {}};
  if (const auto ten = isbn.isbn10()) {
    hyphenated.isbn10 = cut(*ten, {group_size, range->length, publication_size});
  }
  return hyphenated;
}

}  // namespace catalog

#include "base/text.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "base/check.hpp"
#include "base/decompose.hpp"
#include "base/eight_bytes.hpp"
#include "base/nfc_table.hpp"
#include "base/utf8.hpp"

namespace base {
namespace {

// True when eight bytes hold a C0 control, DEL or the lead byte of a C1 control.
constexpr bool may_hold_control(std::uint64_t bytes) noexcept {
  return any_below(bytes, 0x20) || any_equal(bytes, 0x7F) || any_equal(bytes, 0xC2);
}

constexpr bool is_ascii(char c) noexcept { return static_cast<unsigned char>(c) < 0x80; }

// Length of the run of ASCII at `begin`.
std::size_t ascii_run(std::string_view text, std::size_t begin) noexcept {
  std::size_t i = begin;
  while (i + 8 <= text.size() && all_ascii(eight_bytes(text.data() + i))) {
    i += 8;
  }
  // The last bytes, with some before them that are known.
  if (i > begin && i + 8 > text.size() && all_ascii(eight_bytes(text.data() + text.size() - 8))) {
    return text.size() - begin;
  }
  while (i < text.size() && is_ascii(text[i])) {
    ++i;
  }
  return i - begin;
}

// True when nothing of `text` can be seen. Bytes that are not UTF-8 are refused elsewhere.
bool shows_nothing(std::string_view text) noexcept {
  constexpr char32_t braille_blank = 0x2800;
  while (!text.empty()) {
    const auto [c, size] = utf8::decode(text);
    const bool annotation = c >= 0xFFF9 && c <= 0xFFFB;
    const bool noncharacter = (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
    if (size == 0 || !(is_space(c) || is_ignorable(c) || is_mark(c) || c == braille_blank ||
                       annotation || noncharacter)) {
      return false;
    }
    text.remove_prefix(size);
  }
  return true;
}

// Blocks in which every letter is its own NFC form and none combines with what stands before it;
// everything else is left to utf8proc. Cheap, not complete.
bool is_nfc_for_certain(char32_t c) noexcept {
  return c < 0x300 || (c >= 0x400 && c < 0x483) || (c >= 0x48A && c < 0x530) ||
         (c >= 0x1E00 && c < 0x1F00) || (c >= 0x2010 && c < 0x2028) ||
         (c >= 0x2030 && c < 0x205F) || (c >= 0x20A0 && c < 0x20D0) ||
         (c >= 0x3041 && c < 0x3097) || (c >= 0x30A0 && c < 0x3100) ||
         (c >= 0x4E00 && c < 0xA000) || (c >= 0xAC00 && c < 0xD7A4);
}

enum class Form { invalid, nfc, perhaps };

Form form_of(std::string_view text) noexcept {
  Form form = Form::nfc;
  NfcTable::Class mark_class = NfcTable::starter;  // of the character before
  for (std::size_t i = 0; i < text.size();) {
    if (const std::size_t run = ascii_run(text, i); run > 0) {
      mark_class = NfcTable::starter;
      i += run;
      continue;
    }
    const auto [code_point, size] = utf8::decode(text.substr(i));
    if (size == 0) {
      return Form::invalid;
    }
    i += size;
    if (form == Form::perhaps || is_nfc_for_certain(code_point)) {
      mark_class = NfcTable::starter;
      continue;
    }
    const auto class_of_it = NfcTable::instance().class_of(code_point);
    const bool is_in_order =
        class_of_it && (*class_of_it == NfcTable::starter || *class_of_it >= mark_class);
    form = is_in_order ? form : Form::perhaps;
    mark_class = class_of_it.value_or(NfcTable::starter);
  }
  return form;
}

// What an ASCII letter and one combining mark make: most decomposed text of library records is
// nothing else, and goes a tenth of the way that leads through utf8proc.
class LatinPairs {
 public:
  static constexpr char32_t apart = 0;
  static constexpr char32_t unknown = 0xFFFF'FFFF;

  LatinPairs() {
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      pairs_[i] = compose(static_cast<char32_t>(first_letter + i / mark_count),
                          static_cast<char32_t>(first_mark + i % mark_count));
    }
  }

  static bool is_mark(char32_t c) noexcept {
    return c >= first_mark && c < first_mark + mark_count;
  }

  // The composed letter; `apart`: the two stay as they are; `unknown`: ask utf8proc.
  char32_t find(char32_t letter, char32_t mark) const noexcept {
    const bool ascii_letter = (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z');
    return ascii_letter ? pairs_[(letter - first_letter) * mark_count + (mark - first_mark)]
                        : unknown;
  }

 private:
  static constexpr char32_t first_letter = 'A';
  static constexpr char32_t letter_count = 'z' - 'A' + 1;
  static constexpr char32_t first_mark = 0x300;
  static constexpr char32_t mark_count = 0x40;  // up to U+033F: the marks behind it are rare

  static char32_t compose(char32_t letter, char32_t mark) noexcept {
    std::array<utf8proc_int32_t, 2> pair{static_cast<utf8proc_int32_t>(letter),
                                         static_cast<utf8proc_int32_t>(mark)};
    const auto count = utf8proc_normalize_utf32(
        pair.data(), 2, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
    return count == 1 ? static_cast<char32_t>(pair[0]) : apart;
  }

  std::array<char32_t, letter_count * mark_count> pairs_;
};

// nullopt: not only letters with at most one mark each.
std::optional<std::string> compose_latin(std::string_view text) {
  static const LatinPairs pairs;
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto [first, first_size] = utf8::decode(text.substr(i));
    if (!is_nfc_for_certain(first)) {
      return std::nullopt;
    }
    const std::size_t next = i + first_size;
    const char32_t mark = next < text.size() ? utf8::decode(text.substr(next)).code_point : 0;
    if (!LatinPairs::is_mark(mark)) {
      out += text.substr(i, first_size);
      i = next;
      continue;
    }
    const std::size_t end = next + 2;
    const char32_t pair = pairs.find(first, mark);
    const bool marked_twice =
        end < text.size() && !is_nfc_for_certain(utf8::decode(text.substr(end)).code_point);
    if (pair == LatinPairs::unknown || marked_twice) {
      return std::nullopt;
    }
    if (pair == LatinPairs::apart) {
      out += text.substr(i, end - i);
    } else {
      utf8::append(out, pair);
    }
    i = end;
  }
  return out;
}

}  // namespace

bool is_space(char32_t c) noexcept {
  return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000 || c == 0xFEFF;
}

bool is_dash(char32_t c) noexcept {
  if (c < 0x80) {
    return c == '-';
  }
  return c == 0xAD || c == 0x2212 ||
         utf8proc_category(static_cast<utf8proc_int32_t>(c)) == UTF8PROC_CATEGORY_PD;
}

bool is_ignorable(char32_t c) noexcept {
  return c >= 0x80 && utf8proc_get_property(static_cast<utf8proc_int32_t>(c))->ignorable;
}

bool is_valid_utf8(std::string_view text) noexcept {
  return valid_utf8_prefix(text) == text.size();
}

std::size_t valid_utf8_prefix(std::string_view text) noexcept {
  std::size_t i = ascii_run(text, 0);
  while (i < text.size()) {
    const std::size_t size = utf8::decode(text.substr(i)).size;
    if (size == 0) {
      break;
    }
    i += size;
    i += ascii_run(text, i);
  }
  return i;
}

bool is_plainly_nfc(std::string_view text) noexcept { return form_of(text) == Form::nfc; }

std::optional<std::string> to_nfc(std::string_view text) {
  switch (form_of(text)) {
    case Form::invalid:
      return std::nullopt;
    case Form::nfc:
      return std::string(text);
    case Form::perhaps:
      break;
  }
  if (auto latin = compose_latin(text)) {
    return latin;
  }
  auto points = decompose(text, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE);
  const auto count =
      utf8proc_normalize_utf32(points.data(), static_cast<utf8proc_ssize_t>(points.size()),
                               static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  check(count >= 0);
  std::string out;
  out.reserve(text.size());
  for (const std::int32_t c : std::span(points).first(static_cast<std::size_t>(count))) {
    utf8::append(out, static_cast<char32_t>(c));
  }
  return out;
}

std::size_t code_points(std::string_view text) noexcept {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char byte) { return !utf8::is_continuation(byte); }));
}

std::string_view clip_bytes(std::string_view text, std::size_t bytes_max) noexcept {
  if (text.size() <= bytes_max) {
    return text;
  }
  std::size_t size = bytes_max;
  while (size > 0 && utf8::is_continuation(text[size])) {
    --size;
  }
  return text.substr(0, size);
}

std::string abridged(std::string_view text, std::size_t code_points_max) {
  std::string out;
  for (std::size_t shown = 0; !text.empty(); ++shown) {
    if (shown == code_points_max) {
      return out.append("…");
    }
    const std::size_t size = utf8::decode(text).size;
    out.append(size == 0 ? std::string_view("\uFFFD") : text.substr(0, size));
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return out;
}

std::string_view trim(std::string_view text) noexcept {
  // Between two letters of ASCII there is nothing to do.
  const auto is_plain = [](char c) { return is_ascii(c) && c > ' '; };
  if (!text.empty() && is_plain(text.front()) && is_plain(text.back())) [[likely]] {
    return text;
  }
  while (!text.empty()) {
    const auto [code_point, size] = utf8::decode(text);
    if (size == 0 || !is_space(code_point)) {
      break;
    }
    text.remove_prefix(size);
  }
  while (!text.empty()) {
    std::size_t last = text.size() - 1;
    while (last > 0 && text.size() - last < 4 && utf8::is_continuation(text[last])) {
      --last;
    }
    const auto [code_point, size] = utf8::decode(text.substr(last));
    if (size != text.size() - last || !is_space(code_point)) {
      break;
    }
    text.remove_suffix(size);
  }
  const bool begins_in_ascii = !text.empty() && is_ascii(text.front());
  return !begins_in_ascii && shows_nothing(text) ? std::string_view{} : text;
}

std::optional<char32_t> first_control(std::string_view text, Newlines newlines) noexcept {
  for (std::size_t i = 0; i < text.size(); ++i) {
    while (i + 8 <= text.size() && !may_hold_control(eight_bytes(text.data() + i))) {
      i += 8;
    }
    // The last bytes, with some before them that are known.
    const bool is_done = i + 8 > text.size() && text.size() >= 8 &&
                         !may_hold_control(eight_bytes(text.data() + text.size() - 8));
    if (i == text.size() || is_done) {
      return std::nullopt;
    }
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool allowed = newlines == Newlines::allowed && (byte == '\n' || byte == '\t');
    if ((byte < 0x20 && !allowed) || byte == 0x7F) {
      return byte;
    }
    // U+0080 … U+009F are C2 80 … C2 9F.
    if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) {
      return static_cast<unsigned char>(text[i + 1]);
    }
  }
  return std::nullopt;
}

std::vector<std::string_view> words(std::string_view folded) {
  std::vector<std::string_view> out;
  std::size_t begin = 0;
  while (begin < folded.size()) {
    const std::size_t end = std::min(folded.find(' ', begin), folded.size());
    if (end > begin) {
      out.push_back(folded.substr(begin, end - begin));
    }
    begin = end + 1;
  }
  return out;
}

namespace {

constexpr std::size_t compared_max = 64;

struct Letters {
  std::array<char32_t, compared_max> at{};
  std::size_t count = 0;
};

// nullopt: longer than what is compared, or not UTF-8.
std::optional<Letters> letters_of(std::string_view text) noexcept {
  Letters letters;
  while (!text.empty()) {
    const auto [code_point, size] = utf8::decode(text);
    if (size == 0 || letters.count == compared_max) {
      return std::nullopt;
    }
    letters.at[letters.count] = code_point;
    ++letters.count;
    text.remove_prefix(size);
  }
  return letters;
}

}  // namespace

// Optimal string alignment: three rows of the usual table, since a swap looks two rows back.
std::size_t edit_distance(std::string_view left, std::string_view right, std::size_t most) {
  const auto a = letters_of(left);
  const auto b = letters_of(right);
  if (!a || !b) {
    return most + 1;
  }
  using Row = std::array<std::size_t, compared_max + 1>;
  Row before_last{};
  Row last{};
  Row row{};
  for (std::size_t j = 0; j <= b->count; ++j) {
    row[j] = j;
  }
  for (std::size_t i = 1; i <= a->count; ++i) {
    before_last = last;
    last = row;
    row[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= b->count; ++j) {
      const char32_t x = a->at[i - 1];
      const char32_t y = b->at[j - 1];
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (x == y ? 0U : 1U)});
      if (i > 1 && j > 1 && x == b->at[j - 2] && a->at[i - 2] == y) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
      least = std::min(least, row[j]);
    }
    // A swap reaches back two rows, at most one edit better than this one.
    if (least > most + 1) {
      return most + 1;
    }
  }
  return std::min(row[b->count], most + 1);
}

}  // namespace base

#include "formats/marc8.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace formats {
namespace {

constexpr char marc8_delimiter = '\x1F';
constexpr char32_t replacement_character = 0xFFFD;
constexpr unsigned latin_final = 0x42;
constexpr unsigned ansel_final = 0x45;
constexpr unsigned eacc_final = 0x31;
constexpr std::size_t eacc_bytes = 3;
constexpr unsigned high_bit = 0x80;
// A letter with more marks than any script puts on it is damage: the rest of them goes in front.
constexpr std::size_t marks_max = 16;
// Marks over two letters: they stand in front of the first, and between both in Unicode.
constexpr char32_t double_tilde = 0x0360;
constexpr char32_t ligature = 0x0361;

struct Glyph {
  char32_t code_point = replacement_character;
  bool is_mark = false;
};
using CharacterSet = std::array<Glyph, 256>;

// The words of a line of the table, one after another.
class TableLine {
 public:
  explicit TableLine(std::string_view line) noexcept : rest_(line) {}
  std::string_view word() noexcept {
    const std::size_t end = std::min(rest_.find(' '), rest_.size());
    const std::string_view found = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    return found;
  }
  std::uint32_t hexadecimal() noexcept { return value_of(word()); }
  static std::uint32_t value_of(std::string_view digits) noexcept {
    std::uint32_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    return value;
  }
  bool is_empty() const noexcept { return rest_.empty(); }

 private:
  std::string_view rest_;
};

class CharacterSets {
 public:
  CharacterSets() {
    std::string_view text = marc8_table();
    unsigned final_byte = 0;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      TableLine line(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
      const std::string_view first = line.word();
      if (first.starts_with('#')) continue;
      if (first == "set") {
        final_byte = line.hexadecimal();
        index_.at(final_byte) = static_cast<std::uint8_t>(sets_.size());
        sets_.emplace_back();
        continue;
      }
      read_run(final_byte, first, line);
    }
    std::ranges::sort(east_asian_);
  }

  static const CharacterSets& get() {
    static const CharacterSets sets;
    return sets;
  }

  bool has(unsigned final_byte) const noexcept {
    return final_byte < index_.size() && index_[final_byte] != none;
  }
  const CharacterSet& set(unsigned final_byte) const noexcept { return sets_[index_[final_byte]]; }
  char32_t east_asian(std::uint32_t code) const noexcept {
    const auto found = std::ranges::lower_bound(east_asian_, code, {}, &EastAsian::first);
    return found != east_asian_.end() && found->first == code ? found->second
                                                              : replacement_character;
  }

 private:
  using EastAsian = std::pair<std::uint32_t, char32_t>;
  static constexpr std::uint8_t none = 0xFF;

  void read_run(unsigned final_byte, std::string_view first, TableLine line) {
    const bool is_mark = first.ends_with('+');
    std::uint32_t code = TableLine::value_of(first);
    for (; !line.is_empty(); ++code) {
      const char32_t code_point = line.hexadecimal();
      if (final_byte == eacc_final) {
        east_asian_.emplace_back(code, code_point);
      } else {
        sets_.back().at(code) = {code_point, is_mark};
      }
    }
  }

  std::vector<CharacterSet> sets_;
  std::array<std::uint8_t, high_bit> index_ = [] {
    std::array<std::uint8_t, high_bit> empty{};
    empty.fill(none);
    return empty;
  }();
  std::vector<EastAsian> east_asian_;
};

// Letters with the marks that stood in front of them.
class Letters {
 public:
  explicit Letters(std::size_t bytes) { out_.text.reserve(bytes); }

  void letter(char32_t code_point) {
    base::utf8::append(out_.text, code_point);
    put_marks();
  }
  void mark(char32_t code_point) {
    has_marks_ = true;
    if (marks_.size() == marks_max) put_marks();
    if (code_point != 0) marks_.push_back(code_point);
  }
  void unknown() {
    ++out_.unknown;
    letter(replacement_character);
  }
  DecodedText finish() && {
    put_marks();
    if (has_marks_) {
      if (auto composed = base::to_nfc(out_.text)) out_.text = *std::move(composed);
    }
    return std::move(out_);
  }

 private:
  void put_marks() {
    // The one that goes on over the next letter comes last.
    std::ranges::stable_partition(
        marks_, [](char32_t mark) { return mark != ligature && mark != double_tilde; });
    for (const char32_t mark : marks_) base::utf8::append(out_.text, mark);
    marks_.clear();
  }

  DecodedText out_;
  std::vector<char32_t> marks_;
  bool has_marks_ = false;
};

class Marc8Decoder {
 public:
  explicit Marc8Decoder(std::string_view data) noexcept : rest_(data), letters_(data.size()) {}

  DecodedText decode() && {
    while (!rest_.empty()) step();
    return std::move(letters_).finish();
  }

 private:
  void step() {
    const auto byte = static_cast<unsigned char>(rest_.front());
    if (byte == static_cast<unsigned char>(marc8_escape)) return designate();
    if (byte == static_cast<unsigned char>(marc8_delimiter)) {
      low_ = latin_final;
      high_ = ansel_final;
    }
    if (byte <= 0x20) return take(1, byte);
    if (byte >= high_bit && byte < 0xA0) return take_from(sets_.set(ansel_final), byte);
    const unsigned active = byte < high_bit ? low_ : high_;
    if (active == eacc_final) return take_east_asian();
    if (active == latin_final && byte == '&' && take_reference()) return;
    take_from(sets_.set(active), byte & 0x7FU);
  }

  void take(std::size_t bytes, char32_t code_point) {
    rest_.remove_prefix(bytes);
    letters_.letter(code_point);
  }
  void take_unknown() {
    rest_.remove_prefix(1);
    letters_.unknown();
  }
  void take_from(const CharacterSet& set, unsigned code) {
    const Glyph& glyph = set.at(code);
    if (glyph.code_point == replacement_character) return take_unknown();
    rest_.remove_prefix(1);
    if (glyph.is_mark) {
      letters_.mark(glyph.code_point);
    } else {
      letters_.letter(glyph.code_point);
    }
  }

  void take_east_asian() {
    if (rest_.size() < eacc_bytes) return take_unknown();
    std::uint32_t code = 0;
    for (const char c : rest_.substr(0, eacc_bytes)) {
      const unsigned byte = static_cast<unsigned char>(c) & 0x7FU;
      if (byte <= 0x20) return take_unknown();  // a character cut short: the next one is whole
      code = code << 8U | byte;
    }
    const char32_t code_point = sets_.east_asian(code);
    rest_.remove_prefix(eacc_bytes);
    if (code_point == replacement_character) return letters_.unknown();
    letters_.letter(code_point);
  }

  // "&#x4E2D;", how a character that MARC-8 lacks is written.
  bool take_reference() {
    constexpr std::string_view opening = "&#x";
    constexpr std::size_t digits_max = 6;
    if (!rest_.starts_with(opening)) return false;
    const std::string_view digits = rest_.substr(opening.size(), digits_max + 1);
    const std::size_t end = digits.find(';');
    std::uint32_t value = 0;
    const auto [stop, error] =
        std::from_chars(digits.data(), digits.data() + std::min(end, digits.size()), value, 16);
    const bool is_number = end != std::string_view::npos && end > 0 && error == std::errc() &&
                           stop == digits.data() + end;
    const bool is_surrogate = value >= 0xD800 && value < 0xE000;
    if (!is_number || value < 0xA0 || value > 0x10FFFF || is_surrogate) return false;
    take(opening.size() + end + 1, value);
    return true;
  }

  // An escape: which set is in which half from here on (ISO 2022), or one of the three short ones.
  void designate() {
    std::size_t at = 1;
    const auto next = [&]() -> char { return at < rest_.size() ? rest_[at] : '\0'; };
    const bool wide = next() == '$';
    if (wide) ++at;
    const bool high = next() == ')' || next() == '-';
    const bool is_long = wide || high || next() == '(' || next() == ',';
    if (high || next() == '(' || next() == ',') ++at;
    if (is_long && next() == '!') ++at;  // ANSEL is "!E" in the register
    unsigned final_byte = static_cast<unsigned char>(next());
    if (!is_long && final_byte == 's') final_byte = latin_final;
    const bool is_short = std::string_view("gbps").find(next()) != std::string_view::npos;
    if (!sets_.has(final_byte) || (!is_long && !is_short) || (final_byte == eacc_final) != wide) {
      return take_unknown();
    }
    rest_.remove_prefix(at + 1);
    (high ? high_ : low_) = final_byte;
  }

  const CharacterSets& sets_ = CharacterSets::get();
  std::string_view rest_;
  unsigned low_ = latin_final;
  unsigned high_ = ansel_final;
  Letters letters_;
};

// ISO 5426 from 0xA1 on; 0: not assigned. Marks are 0xC0…0xDF; of a mark over two letters the
// second half is nothing, as in marc8.txt.
constexpr unsigned iso5426_first = 0xA1;
constexpr unsigned iso5426_mark_first = 0xC0;
constexpr unsigned iso5426_mark_last = 0xDF;
constexpr std::array<char16_t, 94> iso5426{
    0x00A1, 0x201E, 0x00A3, 0x0024, 0x00A5, 0x2020, 0x00A7, 0x2032, 0x2018, 0x201C, 0x00AB, 0x266D,
    0x00A9, 0x2117, 0x00AE, 0x02BB, 0x02BC, 0x201A, 0,      0,      0,      0x2021, 0x00B7, 0x2033,
    0x2019, 0x201D, 0x00BB, 0x266F, 0x02B9, 0x02BA, 0x00BF, 0x0309, 0x0300, 0x0301, 0x0302, 0x0303,
    0x0304, 0x0306, 0x0307, 0x0308, 0x0308, 0x030A, 0x0315, 0x0313, 0x030B, 0x031B, 0x030C, 0x0327,
    0x031C, 0x0326, 0x0328, 0x0325, 0x032E, 0x0323, 0x0324, 0x0332, 0x0333, 0x0329, 0x032D, 0,
    0x0361, 0,      0,      0,      0x00C6, 0x0110, 0,      0,      0,      0x0132, 0,      0x0141,
    0x00D8, 0x0152, 0,      0x00DE, 0,      0,      0,      0,      0x00E6, 0x0111, 0x00F0, 0,
    0x0131, 0x0133, 0,      0x0142, 0x00F8, 0x0153, 0x00DF, 0x00FE, 0,      0,
};

}  // namespace

DecodedText from_marc8(std::string_view data) { return Marc8Decoder(data).decode(); }

DecodedText from_iso5426(std::string_view data) {
  Letters letters(data.size());
  for (const char c : data) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x7F) {
      letters.letter(byte);
      continue;
    }
    const bool is_assigned = byte >= iso5426_first && byte - iso5426_first < iso5426.size();
    const char32_t code_point = is_assigned ? char32_t{iso5426[byte - iso5426_first]} : 0;
    const bool is_mark = byte >= iso5426_mark_first && byte <= iso5426_mark_last;
    // NSB and NSE, around what sorting ignores.
    const bool is_sorting = byte == 0x88 || byte == 0x89 || byte == 0x98 || byte == 0x9C;
    if (is_sorting) continue;
    if (is_mark) {
      letters.mark(code_point);
    } else if (code_point != 0) {
      letters.letter(code_point);
    } else {
      letters.unknown();
    }
  }
  return std::move(letters).finish();
}

}  // namespace formats

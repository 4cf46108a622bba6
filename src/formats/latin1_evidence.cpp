#include "formats/latin1_evidence.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <string>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "formats/marc8.hpp"

namespace formats {
namespace {

constexpr std::size_t byte_values = 256;
constexpr std::uint32_t impossible_weight = 2;

bool is_plain_vowel(char c) noexcept {
  return c != '\0' && std::string_view("aeiouAEIOU").find(c) != std::string_view::npos;
}
bool is_plain_consonant(char c) noexcept { return base::is_letter(c) && !is_plain_vowel(c); }
bool is_small(char c) noexcept { return c >= 'a' && c <= 'z'; }

bool is_one_of(std::string_view bytes, char c) noexcept {
  return bytes.find(c) != std::string_view::npos;
}

DecodedText decoded_as(OldCoding coding, std::string_view bytes) {
  return coding == OldCoding::marc8 ? from_marc8(bytes) : from_iso5426(bytes);
}

// Which marks and letters are one character together, and which bytes stand for nothing.
class ByteTable {
 public:
  explicit ByteTable(OldCoding coding) {
    for (std::size_t byte = 0x80; byte < byte_values; ++byte) {
      const std::string alone(1, static_cast<char>(byte));
      unassigned_[byte] = decoded_as(coding, alone).unknown > 0;
      for (char letter = 'A'; letter <= 'z'; ++letter) {
        composed_[byte][static_cast<std::size_t>(letter)] =
            base::code_points(decoded_as(coding, alone + letter).text) == 1;
      }
    }
  }
  bool is_unassigned(char byte) const noexcept {
    return unassigned_[static_cast<unsigned char>(byte)];
  }
  bool composes(char mark, char letter) const noexcept {
    return composed_[static_cast<unsigned char>(mark)][static_cast<unsigned char>(letter)];
  }
  static const ByteTable& of(OldCoding coding) {
    static const ByteTable marc8(OldCoding::marc8);
    static const ByteTable iso5426(OldCoding::iso5426);
    return coding == OldCoding::marc8 ? marc8 : iso5426;
  }

 private:
  std::bitset<byte_values> unassigned_;
  std::array<std::bitset<byte_values>, byte_values> composed_;
};

bool is_mark_of(OldCoding coding, char c) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  if (coding == OldCoding::iso5426) return byte >= 0xC0 && byte <= 0xDF;
  return byte >= 0xE0 && byte != 0xFC && byte != 0xFD && byte != 0xFF;
}

// Marks that transliterations put on letters which Unicode has not got with them: macron, breve,
// lines, rings and dots below, candrabindu, the comma of Armenian.
bool is_of_transliterations(char mark, char letter) noexcept {
  if (mark == '\xF3') return is_one_of("tzhTZH", letter);
  if (mark == '\xF4') return is_one_of("rlRL", letter);
  return is_one_of("\xE5\xE6\xEE\xEF\xF0\xF1\xF2\xF6\xF7\xF8\xF9\xFE", mark);
}

}  // namespace

struct Latin1Evidence::Place {
  std::string_view data;
  std::size_t begin;
  std::size_t end;

  char at(std::size_t index) const noexcept { return index < data.size() ? data[index] : '\0'; }
  char before() const noexcept { return begin > 0 ? data[begin - 1] : '\0'; }
  char second_before() const noexcept { return begin > 1 ? data[begin - 2] : '\0'; }
  char behind() const noexcept { return at(end); }
  std::string_view bytes() const noexcept { return data.substr(begin, end - begin); }

  // Half of a mark over two letters whose other half is near.
  bool has_other_half(char half) const noexcept {
    constexpr std::size_t reach = 4;
    const bool is_first = half == '\xEB' || half == '\xFA';
    const char other = half == '\xEB'   ? '\xEC'
                       : half == '\xEC' ? '\xEB'
                       : half == '\xFA' ? '\xFB'
                       : half == '\xFB' ? '\xFA'
                                        : '\0';
    if (other == '\0') return false;
    const std::size_t from = is_first ? begin : begin - std::min(begin, reach);
    return is_one_of(data.substr(from, is_first ? end - begin + reach : end - from), other);
  }
};

void Latin1Evidence::impossible() noexcept {
  odd_ += impossible_weight;
  has_impossible_ = true;
}

void Latin1Evidence::add(std::string_view data) {
  constexpr char delimiter = '\x1F';
  while (!data.empty()) {
    const std::size_t end = std::min(data.find(delimiter), data.size());
    add_value(data.substr(0, end));
    data.remove_prefix(std::min(end + 2, data.size()));  // the delimiter and the code behind it
  }
}

void Latin1Evidence::add_value(std::string_view data) {
  for (std::size_t i = 0; i < data.size(); ++i) {
    if (static_cast<unsigned char>(data[i]) < 0x80) continue;
    std::size_t end = i;
    while (end < data.size() && is_mark_of(coding_, data[end])) ++end;
    if (end == i) {
      judge_sign({data, i, i + 1});
    } else {
      judge_marks({data, i, end});
      i = end - 1;
    }
  }
}

void Latin1Evidence::judge_marks(const Place& marks) {
  const char letter = marks.behind();
  if (!base::is_letter(letter)) {
    if (static_cast<unsigned char>(letter) < 0x80) impossible();
    return;
  }
  if (coding_ == OldCoding::marc8) {
    const std::string_view run = marks.bytes();
    // The ends of "coração" and "ações".
    if (run.find("\xE7\xE3") != run.npos || run.find("\xE7\xF5") != run.npos) return impossible();
    // "ão" at the end of a word is "ô" as MARC-8: right in "avô", not in "São" or behind a vowel.
    if (run == "\xE3" && letter == 'o' && !base::is_letter(marks.at(marks.end + 1))) {
      const bool is_saint = marks.before() == 'S' && !base::is_letter(marks.second_before());
      if (is_saint) return impossible();
      if (is_plain_vowel(marks.before())) ++odd_;
      return;
    }
  }
  const ByteTable& table = ByteTable::of(coding_);
  bool is_right = true;
  for (const char mark : marks.bytes()) {
    if (table.composes(mark, letter)) continue;
    const bool is_marc8 = coding_ == OldCoding::marc8;
    if (is_marc8 && marks.has_other_half(mark)) continue;
    if (is_marc8 && is_of_transliterations(mark, letter)) return;
    is_right = false;
  }
  ++(is_right ? right_ : odd_);
}

void Latin1Evidence::judge_sign(const Place& sign) {
  if (coding_ == OldCoding::iso5426) return judge_iso5426_sign(sign);
  if (is_impossible_marc8(sign)) impossible();
}

// Signs (copyright, number and the like) where capitals of ISO 8859-1 would stand: "EDUCAÇÃO".
bool Latin1Evidence::is_impossible_marc8(const Place& sign) const noexcept {
  const char byte = sign.bytes().front();
  const char before = sign.before();
  const char behind = sign.behind();
  if (is_one_of("\xFC\xFD\xFF", byte)) return base::is_letter(before) || base::is_letter(behind);
  const auto value = static_cast<unsigned char>(byte);
  // Musical and Spanish signs stand beside letters; what is below C0 is letters and signs of both.
  if (value < 0xC0 || is_one_of("\xC4\xC5\xC6", byte)) return false;
  if (byte == '\xC0') {
    return base::is_letter(behind) && !base::is_letter(before) && !base::is_digit(before);
  }
  const bool is_behind_capital = base::is_letter(before) && !is_small(before);
  const bool goes_on = base::is_letter(behind) || static_cast<unsigned char>(behind) >= 0xC0;
  return is_behind_capital || (goes_on && !is_small(before));
}

void Latin1Evidence::judge_iso5426_sign(const Place& sign) {
  const char byte = sign.bytes().front();
  const char before = sign.before();
  const char behind = sign.behind();
  if (static_cast<unsigned char>(byte) < 0xE0) return;
  const bool is_beside_letter = base::is_letter(before) || base::is_letter(behind);
  if (ByteTable::of(coding_).is_unassigned(byte)) {
    if (is_beside_letter) impossible();
  } else if (is_one_of("\xE1\xE2\xE6\xE8\xE9\xEA\xEC", byte)) {
    if (is_small(before)) impossible();  // capitals inside of a word: "José", "Fernández"
  } else if (byte == '\xF5') {
    if (is_plain_vowel(behind)) impossible();  // a dotless i, which no vowel follows: "Camões"
  } else if (byte == '\xF3' || byte == '\xFA') {
    if (is_plain_consonant(before) && is_plain_consonant(behind)) ++odd_;  // "história", "música"
  } else if (byte == '\xF1') {
    if (is_plain_vowel(before) && is_plain_vowel(behind)) ++odd_;  // "España"
  }
}

}  // namespace formats

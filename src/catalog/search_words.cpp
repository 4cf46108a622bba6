// append_search_words(): every text of every book passes through it.

#include "catalog/search_words.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace catalog {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Scripts written without spaces between words. Readers ask for parts of such a run, so its
// characters are the words, and a run is searched as a phrase.
constexpr std::array<Range, 12> unspaced_scripts{{
    {0xE01, 0xEFF},      // Thai, Lao
    {0x1000, 0x109F},    // Myanmar
    {0x1780, 0x17FF},    // Khmer
    {0x3005, 0x3007},    // signs that repeat or stand for a Han character
    {0x3041, 0x30FF},    // Hiragana, Katakana
    {0x3105, 0x312F},    // Bopomofo
    {0x31A0, 0x31BF},    // Bopomofo, extended
    {0x31F0, 0x31FF},    // Katakana, extended
    {0x3400, 0x9FFF},    // Han
    {0xF900, 0xFAFF},    // Han
    {0x1AFF0, 0x1B16F},  // Kana, extended
    {0x20000, 0x3FFFF},  // Han
}};

bool is_unspaced(char32_t c) noexcept {
  return std::ranges::any_of(unspaced_scripts,
                             [c](Range range) { return c >= range.first && c <= range.last; });
}

// None of the scripts above begins with a smaller byte.
constexpr unsigned char lead_of_unspaced_min = 0xE0;

std::size_t marks_size(std::string_view text) noexcept {
  std::size_t size = 0;
  while (size < text.size() && text[size] != ' ') {
    const auto mark = base::utf8::decode(text.substr(size));
    if (mark.size == 0 || !base::is_mark(mark.code_point)) {
      break;
    }
    size += mark.size;
  }
  return size;
}

// Bytes of the first word of `text`, which does not begin with a space.
std::size_t word_size(std::string_view text) noexcept {
  std::size_t i = 0;
  while (i < text.size() && text[i] != ' ') {
    if (static_cast<unsigned char>(text[i]) < lead_of_unspaced_min) {
      ++i;
      continue;
    }
    const auto [code_point, size] = base::utf8::decode(text.substr(i));
    if (is_unspaced(code_point) && !base::is_mark(code_point)) {
      return i > 0 ? i : size + marks_size(text.substr(size));
    }
    i += std::max<std::size_t>(size, 1);
  }
  return i;
}

}  // namespace

void append_search_words(std::vector<std::string_view>& out, std::string_view folded) {
  while (!folded.empty()) {
    if (folded.front() == ' ') {
      folded.remove_prefix(1);
      continue;
    }
    const std::size_t size = word_size(folded);
    out.push_back(base::clip_bytes(folded.substr(0, size), search_word_bytes_max));
    folded.remove_prefix(size);
  }
}

}  // namespace catalog

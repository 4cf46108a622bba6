// Every text of every book passes through here.

#include "catalog/search_words.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
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

// A token of more parts is a list or an address.
constexpr std::size_t joined_parts_max = 6;

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

bool is_word_byte(char c) noexcept {
  return base::is_letter_or_digit(c) || static_cast<unsigned char>(c) >= 0x80;
}

// Bytes of a sign that joins the letters on its sides: - ' . & and the typographic forms of the
// first two. 0 when there is none at the front. `text` is not empty.
std::size_t joint_size(std::string_view text) noexcept {
  static constexpr base::ByteSet signs("-'.&");
  if (signs.has(text.front())) {
    return 1;
  }
  constexpr std::array<std::string_view, 4> typographic{"\xE2\x80\x90", "\xE2\x80\x91",
                                                        "\xE2\x80\x99", "\xCA\xBC"};
  if (text.front() != typographic.front().front() && text.front() != typographic.back().front()) {
    return 0;
  }
  const auto* const joint = std::ranges::find_if(
      typographic, [text](std::string_view sign) { return text.starts_with(sign); });
  return joint == typographic.end() ? 0 : joint->size();
}

// The parts of a token between single joints; empty when it has none inside, or other signs.
std::vector<std::string_view> jointed_parts(std::string_view token) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < token.size();) {
    const std::size_t joint = joint_size(token.substr(at));
    if (joint == 0 && is_word_byte(token[at])) {
      ++at;
      continue;
    }
    if (joint == 0 || at == begin) {
      return {};
    }
    parts.push_back(token.substr(begin, at - begin));
    at += joint;
    begin = at;
  }
  if (begin < token.size()) {
    parts.push_back(token.substr(begin));
  }
  return parts.size() > 1 ? parts : std::vector<std::string_view>{};
}

bool sounds_open(char c) noexcept {
  return std::string_view("aeiou").find(c) != std::string_view::npos;
}

// Without what a sentence or a list puts around a word.
std::string_view bare(std::string_view token) noexcept {
  static constexpr base::ByteSet around("()[]{}\"',;:!?/");
  while (!token.empty() && around.has(token.front())) {
    token.remove_prefix(1);
  }
  while (!token.empty() && around.has(token.back())) {
    token.remove_suffix(1);
  }
  return token;
}

// Calls visit(token) for what stands between blanks.
template <class Visit>
void each_token(std::string_view text, Visit visit) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) {
      visit(text.substr(at, end - at));
    }
    at = end + 1;
  }
}

}  // namespace

std::string signed_word(std::string_view token) {
  token = bare(token);
  if (token.ends_with('.')) {
    token.remove_suffix(1);
  }
  if (token.starts_with('.') && token.size() > 2 &&
      std::ranges::all_of(token.substr(1), base::is_letter)) {
    return "." + base::fold(token.substr(1));
  }
  const std::size_t signs = token.size() - std::min(token.find_last_not_of("+#") + 1, token.size());
  const std::string_view word = token.substr(0, token.size() - signs);
  if (signs == 0 || signs > 2 || word.empty() || word.size() > 8 ||
      !std::ranges::all_of(word, base::is_letter_or_digit)) {
    return {};
  }
  return base::fold(word) + std::string(token.substr(word.size()));
}

void append_joined_forms(std::vector<std::string>& out, std::string_view token) {
  const auto parts = jointed_parts(bare(token));
  if (parts.empty() || parts.size() > joined_parts_max) {
    return;
  }
  std::string joined;
  std::string doubled;  // antissocial: r and s between vowels are written twice
  for (const std::string_view part : parts) {
    const std::string folded = base::fold(part);
    if (folded.empty() || folded.find(' ') != std::string::npos) {
      return;
    }
    const bool doubles = !joined.empty() && sounds_open(joined.back()) && folded.size() > 1 &&
                         (folded.front() == 'r' || folded.front() == 's') && sounds_open(folded[1]);
    doubled += doubles ? folded.substr(0, 1) + folded : folded;
    joined += folded;
  }
  const bool has_two = doubled != joined;
  for (std::string* const form : {&joined, &doubled}) {
    if (form->size() <= search_word_bytes_max && (form == &joined || has_two)) {
      out.push_back(std::move(*form));
    }
  }
}

void append_joined_words(std::vector<std::string>& out, std::string_view text) {
  // Most texts have none of these.
  static constexpr base::ByteSet joints("-'.&+#\xE2\xCA");
  if (!joints.is_any_in(text)) {
    return;
  }
  std::string initials;
  std::size_t count = 0;
  const auto end_initials = [&] {
    if (count > 1) {
      out.push_back(initials);
    }
    initials.clear();
    count = 0;
  };
  each_token(text, [&](std::string_view token) {
    if (token.size() == 2 && base::is_letter(token.front()) && token.back() == '.') {
      initials += base::fold(token);
      ++count;
      return;
    }
    end_initials();
    if (!joints.is_any_in(token)) {
      return;
    }
    if (!signed_word(token).empty()) {
      out.push_back(base::fold(token));
    } else {
      append_joined_forms(out, token);
    }
  });
  end_initials();
}

void append_search_fold(std::string& out, std::string_view text) {
  static constexpr base::ByteSet signs("+#");
  const bool may_have_signs =
      signs.is_any_in(text) || text.starts_with('.') || text.find(" .") != std::string_view::npos;
  if (!may_have_signs) {
    base::append_fold(out, text);
    return;
  }
  const std::size_t begin = out.size();
  each_token(text, [&](std::string_view token) {
    const std::string word = signed_word(token);
    const std::string folded = word.empty() ? base::fold(token) : word;
    if (!folded.empty()) {
      out += out.size() > begin ? " " : "";
      out += folded;
    }
  });
}

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

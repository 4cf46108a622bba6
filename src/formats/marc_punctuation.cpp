#include "formats/marc_punctuation.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "catalog/sort_key.hpp"

namespace formats {
namespace {

constexpr std::size_t skipped_max = 9;  // an indicator is one digit

bool is_word_byte(char c) noexcept {
  return static_cast<unsigned char>(c) >= 0x80 || base::is_letter_or_digit(c) || c == '_';
}

// The bytes of the letter whose full stop is at `at`, when it is a whole word; 0 when it is none.
std::size_t initial_size_before(std::string_view text, std::size_t at) noexcept {
  std::size_t begin = at;
  while (begin > 0 && base::utf8::is_continuation(text[begin - 1])) --begin;
  if (begin == 0 || !is_word_byte(text[begin - 1])) return 0;
  --begin;
  const bool is_whole = begin == 0 || !is_word_byte(text[begin - 1]);
  return is_whole ? at - begin : 0;
}

// The bytes of "K." at the front; 0 when no initial stands there.
std::size_t initial_size_at(std::string_view text) noexcept {
  if (text.empty() || !is_word_byte(text.front())) return 0;
  std::size_t end = 1;
  while (end < text.size() && base::utf8::is_continuation(text[end])) ++end;
  return end < text.size() && text[end] == '.' ? end + 1 : 0;
}

}  // namespace

std::string with_full_stop(std::string_view text, FullStop kind) {
  std::string stopped(text);
  if (text.empty() || std::string_view(".?!-)]").find(text.back()) != std::string_view::npos) {
    return stopped;
  }
  stopped += '.';
  if (without_end_marks(stopped, kind) != text) stopped.pop_back();
  return stopped;
}

std::string skipped_characters(std::string_view title, std::string_view language) {
  std::size_t size = catalog::leading_article_size(title, language);
  if (size == 0) return "0";
  while (size < title.size() &&
         std::string_view(" \"'([").find(title[size]) != std::string_view::npos) {
    ++size;
  }
  const std::size_t count = base::code_points(title.substr(0, size));
  return count > skipped_max || size == title.size() ? "0" : std::to_string(count);
}

std::string without_blanks_between_initials(std::string_view statement) {
  std::string out;
  for (std::size_t at = 0; at < statement.size(); ++at) {
    const bool parts = statement[at] == ' ' && at >= 2 && statement[at - 1] == '.' &&
                       initial_size_before(statement, at - 1) > 0 &&
                       initial_size_at(statement.substr(at + 1)) > 0;
    if (!parts) out += statement[at];
  }
  return out;
}

}  // namespace formats

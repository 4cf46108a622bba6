#include "catalog/spelling.hpp"

#include <cstddef>

#include "catalog/spelling_letters.hpp"
#include "catalog/spelling_tables.hpp"

namespace catalog {
namespace {

using spelling::is_consonant;
using spelling::is_front;
using spelling::is_vowel;
using spelling::LetterWriter;

constexpr std::size_t word_bytes_min = 3;
constexpr std::size_t mute_initial_h_bytes_min = 6;  // "hora" is not "ora"

// "descanço", "immença", "pretencioso": what follows an s behind n.
bool is_written_c(std::string_view after) noexcept {
  const char c = after.front();
  return c == 'a' || c == 'o' || c == 'u' ||
         (c == 'i' && after.size() > 1 && (after[1] == 'a' || after[1] == 'o'));
}

// One letter for each sound that is written in several ways by what stands beside it.
void write_sounds(std::string_view letters, std::string& sounds) {
  const bool keep_initial_h = letters.size() < mute_initial_h_bytes_min + 2;
  LetterWriter out(sounds, letters.size());
  std::size_t groups = 0;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const char before = out.text().empty() ? '^' : out.text().back();
    const char c = letters[i];
    const char next = i + 1 < letters.size() ? letters[i + 1] : '$';
    if (c == 'h') {
      const bool digraph = before == 'l' || before == 'n' || (before == 'c' && !is_consonant(next));
      if (digraph || (before == '^' && keep_initial_h)) {
        out.add(c);
      }
    } else if (c == next && c != 'r' && is_consonant(c)) {
      ++i;
      const char after = i + 1 < letters.size() ? letters[i + 1] : '$';
      out.add(c == 'g' && is_front(after) ? 'j' : c);
    } else if (c == 's' && is_vowel(before) && is_vowel(next)) {
      out.add('z');
    } else if (c == 'g' && is_front(next)) {
      out.add('j');
    } else if (c == 'k' ? !is_front(next)
                        : c == 's' && before == 'n' && groups > 1 &&
                              is_written_c(letters.substr(i + 1))) {
      out.add('c');
    } else if (c == 'm' && is_consonant(next) && next != 'b' && next != 'p' && next != 'n') {
      out.add('n');
    } else {
      groups += is_vowel(c) && !is_vowel(before) ? 1U : 0U;
      out.add(c);
    }
  }
}

// Before these the word had both: "cousa", "noute", "loiça"; but not "outro", "pouco", "couve",
// "foi".
bool is_ou_or_oi_before(std::string_view key, std::size_t at) noexcept {
  const char c = key[at];
  const char next = at + 1 < key.size() ? key[at + 1] : '$';
  switch (c) {
    case 'c':
      return is_front(next) || key[at - 3] == 'l' || key[at - 3] == 'b';
    case 't':
      return next != 'r';
    case 'd':
    case 'l':
    case 'r':
    case 's':
    case 'x':
    case 'z':
      return true;
    default:
      return false;
  }
}

void write_ou_as_oi(std::string& key) noexcept {
  for (std::size_t i = 1; i + 2 < key.size(); ++i) {
    if (key[i] == 'o' && key[i + 1] == 'u' && is_ou_or_oi_before(key, i + 2)) {
      key[i + 1] = 'i';
    }
  }
}

}  // namespace

std::string spelling_family(std::string_view word) {
  if (word.size() < word_bytes_min) {
    return {};
  }
  std::string key;
  std::string other;
  if (!spelling::write_letters(word, other)) {
    return {};
  }
  spelling::write_stems(other, key);
  write_sounds(key, other);
  spelling::write_clusters(other, key);
  key.pop_back();
  spelling::write_ending(key);
  write_ou_as_oi(key);
  key.erase(0, 1);
  return key;
}

}  // namespace catalog

#include "catalog/spelling_letters.hpp"

#include <algorithm>
#include <array>

namespace catalog::spelling {
namespace {

// Short words of old Portuguese: "rey" is "rei", but "boy" is not "boi".
constexpr std::array<std::string_view, 8> short_words_in_y{"foy", "ley",  "leys", "muy",
                                                           "rey", "reys", "ruy",  "sey"};

// Names of today that were written with W. In words of other languages w is a letter of its own.
constexpr std::array<std::string_view, 14> stems_in_w{"wag",    "wald", "walf", "walk", "walm",
                                                      "walt",   "wand", "wash", "wen",  "westf",
                                                      "westph", "wils", "wl",   "wolf"};

constexpr std::size_t initial_u_bytes_min = 4;     // "uida" is "vida", but "uai" is not "vai"
constexpr std::size_t inner_u_bytes_min = 5;       // "conuento", but "alua" is not "alva"
constexpr std::size_t portuguese_w_bytes_min = 5;  // "wanda", but "war" is not "var"

bool is_vowel_or_y(char c) noexcept { return is_vowel(c) || c == 'y'; }

bool is_y_of_today(std::string_view word, std::size_t at) noexcept {
  const std::string_view rest = word.substr(at + 1);
  const std::string_view before = word.substr(0, at);
  return (rest.empty() || rest == "s") &&
         (vowel_groups(before) == 0 || (vowel_groups(before) == 1 && is_vowel(before.back()))) &&
         !std::ranges::binary_search(short_words_in_y, word);
}

bool is_w_for_v(std::string_view word) noexcept {
  const auto ends_in = [&](std::string_view end) { return word.ends_with(end); };
  return word.size() >= portuguese_w_bytes_min &&
         (ends_in("a") || ends_in("o") || ends_in("as") || ends_in("os") ||
          std::ranges::any_of(stems_in_w, [&](auto stem) { return word.starts_with(stem); }));
}

class Letters {
 public:
  explicit Letters(std::string_view word) : word_(word) {}

  bool write(std::string& out) const {
    bool greek = false;
    {
      LetterWriter letters(out, word_.size() + 2);
      letters.add('^');
      for (std::size_t i = 0; i < word_.size(); ++i) {
        const char c = word_[i];
        const std::string_view before = letters.text();
        if (c < 'a' || c > 'z') {
          return false;
        }
        if (c == 'u') {
          letters.add(is_u_for_v(i, before) ? 'v' : 'u');
        } else if (c == 'v') {
          letters.add(is_v_for_u(i, before) ? 'u' : 'v');
        } else if (c == 'w') {
          letters.add(letter_of_w(i));
        } else if (c == 'y' && !is_y_of_today(word_, i)) {
          if (before.ends_with("ch")) {
            letters.drop(2);
            letters.add('k');
          }
          letters.add('i');
        } else {
          greek = greek || (c == 'h' &&
                            (before.back() == 'p' || before.back() == 'r' || before.back() == 't'));
          letters.add(c);
        }
      }
      letters.add('$');
    }
    if (greek) {
      write_ch_as_k(out);
    }
    return true;
  }

 private:
  char at(std::size_t i) const noexcept { return i < word_.size() ? word_[i] : '$'; }
  // "ouuir": the second is a v when a vowel follows it.
  bool is_vowel_at(std::size_t i) const noexcept {
    return at(i) == 'u' ? !is_vowel(at(i + 1)) : is_vowel(at(i));
  }

  bool is_u_for_v(std::size_t i, std::string_view before) const noexcept {
    // "Piauhy" is "Piauí".
    const bool past_h = at(i + 1) == 'h' && is_vowel_or_y(at(i + 2));
    if (!is_vowel_at(i + 1) && !past_h) {
      // "liuro"
      return before.ends_with('i') && at(i + 1) == 'r' && is_vowel(at(i + 2));
    }
    if (i == 0) {
      // "uivo" is no "vivo": who writes v writes it first.
      return word_.size() >= initial_u_bytes_min && word_.find('v') == std::string_view::npos;
    }
    return is_vowel(before.back()) && !is_u_after_g_or_q(before);
  }

  bool is_v_for_u(std::size_t i, std::string_view before) const noexcept {
    const char next = at(i + 1);
    if (!is_vowel_or_y(next)) {
      const bool cluster = next == 'r' || next == 'l';
      const bool starts = i == 0 ? next == 'l' && is_vowel(at(2)) : is_vowel(at(i + 2));
      return !cluster || !starts || is_consonant(before.back());
    }
    return before.back() == 'q' || before.back() == 'g' ||
           (stands_inside(i) && !is_before_last_e(i)) || (i > 0 && vowel_groups(before) == 0);
  }

  char letter_of_w(std::size_t i) const noexcept {
    return i == 0 ? (is_w_for_v(word_) ? 'v' : 'w') : stands_inside(i) ? 'u' : 'w';
  }

  // After one consonant, where nothing tells u from v: "manual", "conuento". Both are u.
  bool stands_inside(std::size_t i) const noexcept {
    return word_.size() - (at(0) == 'h' ? 1 : 0) >= inner_u_bytes_min && i >= 2 &&
           is_vowel_or_y(at(i - 2)) && is_consonant(at(i - 1)) && is_vowel_or_y(at(i + 1));
  }

  // "resolve" is not "resolui".
  bool is_before_last_e(std::size_t i) const noexcept {
    return at(i + 1) == 'e' && i + 2 == word_.size();
  }

  static bool is_u_after_g_or_q(std::string_view before) noexcept {
    return before.back() == 'u' &&
           (before[before.size() - 2] == 'g' || before[before.size() - 2] == 'q');
  }

  static void write_ch_as_k(std::string& out) {
    for (std::size_t i = out.find("ch"); i != std::string::npos; i = out.find("ch", i)) {
      out.replace(i, 2, "k");
    }
  }

  std::string_view word_;
};

}  // namespace

bool write_letters(std::string_view word, std::string& out) { return Letters(word).write(out); }

}  // namespace catalog::spelling

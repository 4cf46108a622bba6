#include "catalog/word_forms.hpp"

#include <algorithm>
#include <array>

namespace catalog {
namespace {

// Number: singular and plural endings, read in both directions. Grammars of Portuguese (Cunha and
// Cintra, Nova gramática, chapter 8), Spanish, English and French.
struct Endings {
  std::string_view singular;
  std::string_view plural;
};
constexpr std::array number_endings{
    Endings{"ao", "oes"}, Endings{"ao", "aes"},  Endings{"ao", "aos"},  Endings{"al", "ais"},
    Endings{"el", "eis"}, Endings{"ol", "ois"},  Endings{"ul", "uis"},  Endings{"il", "is"},
    Endings{"il", "eis"}, Endings{"m", "ns"},    Endings{"r", "res"},   Endings{"z", "zes"},
    Endings{"s", "ses"},  Endings{"n", "nes"},   Endings{"l", "les"},   Endings{"d", "des"},
    Endings{"y", "ies"},  Endings{"x", "xes"},   Endings{"ch", "ches"}, Endings{"sh", "shes"},
    Endings{"al", "aux"}, Endings{"eau", "eaux"}};
// Masculine and feminine, each in singular and plural.
constexpr std::array gender_endings{
    Endings{"o", "a"},    Endings{"os", "as"},     Endings{"o", "as"},    Endings{"os", "a"},
    Endings{"or", "ora"}, Endings{"ores", "oras"}, Endings{"or", "oras"}, Endings{"ores", "ora"}};
// In longer words alone: "mes" and "mesa", "ceu" and "ceia" are no pairs.
constexpr std::array long_gender_endings{
    Endings{"es", "esa"}, Endings{"eses", "esas"}, Endings{"es", "esas"}, Endings{"eses", "esa"},
    Endings{"eu", "eia"}, Endings{"eus", "eias"},  Endings{"eu", "eias"}, Endings{"eus", "eia"}};

constexpr std::size_t number_letters_min = 3;
constexpr std::size_t gender_letters_min = 4;
constexpr std::size_t long_gender_letters_min = 5;
constexpr std::size_t stem_letters_min = 2;

bool is_plain(std::string_view word) noexcept {
  return std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'z'; });
}

bool ends_in_vowel(std::string_view word) noexcept {
  return std::string_view("aeiou").find(word.back()) != std::string_view::npos;
}

void add(std::vector<std::string>& forms, std::string_view word, std::string_view ending,
         std::string_view other) {
  if (word.ends_with(ending) && word.size() >= ending.size() + stem_letters_min) {
    std::string form(word.substr(0, word.size() - ending.size()));
    form += other;
    if (std::ranges::find(forms, form) == forms.end()) {
      forms.push_back(std::move(form));
    }
  }
}

// The last letters alone tell most words apart.
inline void change(std::vector<std::string>& forms, std::string_view word, std::string_view ending,
                   std::string_view other) {
  if (word.back() == ending.back()) {
    add(forms, word, ending, other);
  }
}

}  // namespace

std::vector<std::string> word_forms(std::string_view word) {
  std::vector<std::string> forms;
  if (word.size() < number_letters_min || !is_plain(word)) {
    return forms;
  }
  for (const auto [singular, plural] : number_endings) {
    change(forms, word, plural, singular);
    change(forms, word, singular, plural);
  }
  if (word.ends_with('s')) {
    add(forms, word, "s", "");
  } else if (ends_in_vowel(word) || word.size() > number_letters_min) {
    add(forms, word, "", "s");
  }
  if (word.size() >= gender_letters_min) {
    for (const auto [masculine, feminine] : gender_endings) {
      change(forms, word, masculine, feminine);
      change(forms, word, feminine, masculine);
    }
  }
  if (word.size() >= long_gender_letters_min) {
    for (const auto [masculine, feminine] : long_gender_endings) {
      change(forms, word, masculine, feminine);
      change(forms, word, feminine, masculine);
    }
  }
  std::erase(forms, word);
  return forms;
}

}  // namespace catalog

#include "formats/marc_placeholders.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/text.hpp"

namespace formats {
namespace {

// Abbreviations as they fold; what is written without its full stops as one word.
constexpr std::array<std::string_view, 23> abbreviations{"s l",
                                                         "s n",
                                                         "s ed",
                                                         "s e",
                                                         "s d",
                                                         "s i",
                                                         "n p",
                                                         "n d",
                                                         "n pub",
                                                         "o o",
                                                         "o v",
                                                         "o j",
                                                         "s loc",
                                                         "s nom",
                                                         "s edit",
                                                         "s typ",
                                                         "sl",
                                                         "sn",
                                                         "sine loco",
                                                         "sine nomine",
                                                         "sine anno",
                                                         "sine editore",
                                                         "sine typographo"};

// "Sem local", "no publisher" …
constexpr std::string_view lacking = " sem sin sans no without ohne senza sine ";
// "… desconhecido", "… not identified"
constexpr std::string_view unknown =
    " desconhecido desconhecida desconhecidos ignorado ignorada indeterminado indeterminada incerto"
    " incerta identificado identificada informado informada indicado indicada mencionado mencionada"
    " determinado determinada conhecido conhecida consta declarado declarada unknown unidentified"
    " undetermined identified named given stated known specified desconocido desconocida conocido"
    " conocida indicado especificado especificada inconnu inconnue identifie identifiee indetermine"
    " indeterminee unbekannt ermittelbar ermittelt sconosciuto sconosciuta identificato "
    "identificata"
    " identificabile ignotus ignota ignoto incertus incerta incerto ";
// What was looked for, and the words around it.
constexpr std::string_view around =
    " nao no non not nicht se local lugar cidade pais editora editor editores editorial edicao casa"
    " editoras publicadora impressor impressora impressao imprenta tipografia tipografo nome nombre"
    " indicacao indicacion data publicacao producao distribuicao fabricacao distribuidor"
    " distribuidora place city publisher publication publishing production distribution manufacture"
    " printer printing name date country pie de do da of del the d publicacion edicion produccion"
    " ciudad fecha lieu editeur edition publication nom ville maison date imprimeur ort verlag"
    " verlagsort erscheinungsort luogo editore pubblicazione edizione stampa di na fonte obra ";

// Sorted once: every imprint of every record is looked up.
class WordList {
 public:
  explicit WordList(std::string_view list) : words_(base::words(list)) {
    std::ranges::sort(words_);
  }
  bool has(std::string_view word) const noexcept {
    return std::ranges::binary_search(words_, word);
  }

 private:
  std::vector<std::string_view> words_;
};

// "s l s n": nothing but abbreviations, one behind the other.
bool are_abbreviations(std::string_view folded) noexcept {
  while (!folded.empty()) {
    const auto* const found = std::ranges::find_if(abbreviations, [&](std::string_view one) {
      return folded.starts_with(one) && (folded.size() == one.size() || folded[one.size()] == ' ');
    });
    if (found == abbreviations.end()) return false;
    folded.remove_prefix(std::min(found->size() + 1, folded.size()));
  }
  return true;
}

}  // namespace

bool is_placeholder(std::string_view text) {
  const std::string folded = base::fold(text);
  if (folded.empty()) return false;
  if (are_abbreviations(folded)) return true;
  static const WordList lacking_words(lacking);
  static const WordList unknown_words(unknown);
  static const WordList words_around(around);
  bool says_so = false;
  bool begins = true;
  for (const std::string_view word : base::words(folded)) {
    const bool marks = unknown_words.has(word) || (begins && lacking_words.has(word));
    if (!marks && !words_around.has(word)) return false;
    says_so = says_so || marks;
    begins = false;
  }
  // "No" alone, or "De" and "Casa", may be names.
  return says_so && (folded.find(' ') != std::string::npos || unknown_words.has(folded));
}

}  // namespace formats

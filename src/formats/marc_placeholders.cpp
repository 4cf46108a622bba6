#include "formats/marc_placeholders.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/text.hpp"

namespace formats {
namespace {

// Abbreviations as they fold; what is written without its full stops as one word.
using namespace std::string_view_literals;

constexpr std::array abbreviations{"s l"sv,
                                   "s n"sv,
                                   "s ed"sv,
                                   "s e"sv,
                                   "s d"sv,
                                   "s i"sv,
                                   "n p"sv,
                                   "n d"sv,
                                   "n pub"sv,
                                   "o o"sv,
                                   "o v"sv,
                                   "o j"sv,
                                   "s loc"sv,
                                   "s nom"sv,
                                   "s edit"sv,
                                   "s typ"sv,
                                   "sl"sv,
                                   "sn"sv,
                                   "sine loco"sv,
                                   "sine nomine"sv,
                                   "sine anno"sv,
                                   "sine editore"sv,
                                   "sine typographo"sv,
                                   "n a"sv,
                                   "n i"sv,
                                   "n c"sv};

// "Sem local", "no publisher" …
constexpr std::string_view lacking = " sem sin sans no without ohne senza sine ";
// "… desconhecido", "… unknown"
constexpr std::string_view unknown =
    " desconhecido desconhecida desconhecidos desconhecidas ignorado ignorada indeterminado"
    " indeterminada incerto incerta unidentified unknown undetermined desconocido desconocida"
    " inconnu inconnue indetermine indeterminee unbekannt sconosciuto sconosciuta ignotus ignota"
    " ignoto incertus ";
// "não …", "not …"
constexpr std::string_view negation = " nao no non not nicht ";
// "… identificado", "… given": behind a negation only.
constexpr std::string_view known =
    " identificado identificada identificavel informado informada indicado indicada mencionado"
    " mencionada determinado determinada conhecido conhecida consta declarado declarada registrado"
    " registrada identified named given stated known specified supplied conocido conocida"
    " especificado especificada identifie identifiee identificato identificata identificabile"
    " ermittelbar ermittelt disponivel available aplicavel applicable ";
// What was looked for, and the words around it.
constexpr std::string_view around =
    " se local lugar cidade pais editora editor editores editorial edicao casa editoras publicadora"
    " impressor impressora impressao imprenta tipografia tipografo nome nombre indicacao indicacion"
    " identificacao informacao mencao referencia data publicacao producao distribuicao fabricacao"
    " distribuidor distribuidora place city publisher publication publishing production "
    "distribution"
    " manufacture printer printing name date country pie de do da of del the d publicacion edicion"
    " produccion ciudad fecha lieu editeur edition publication nom ville maison date imprimeur ort"
    " verlag verlagsort erscheinungsort luogo editore pubblicazione edizione stampa di na fonte"
    " obra isbn issn numero number codigo ";

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
  // Signs alone ("[...]", "—") name nothing either.
  if (are_abbreviations(folded)) return true;
  static const WordList words_of_lack(lacking);
  static const WordList words_of_unknown(unknown);
  static const WordList words_of_negation(negation);
  static const WordList words_of_known(known);
  static const WordList words_around(around);
  bool says_unknown = false;
  bool negates = false;
  bool says_known = false;
  const std::vector<std::string_view> words = base::words(folded);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool lacks = i == 0 && words.size() > 1 && words_of_lack.has(words[i]);
    const bool is_unknown = words_of_unknown.has(words[i]);
    const bool is_negation = words_of_negation.has(words[i]);
    const bool is_known = words_of_known.has(words[i]);
    if (!lacks && !is_unknown && !is_negation && !is_known && !words_around.has(words[i])) {
      return false;
    }
    says_unknown = says_unknown || lacks || is_unknown;
    negates = negates || is_negation;
    says_known = says_known || is_known;
  }
  return says_unknown || (negates && says_known);
}

}  // namespace formats

#include "formats/marc_placeholders.hpp"

#include <algorithm>
#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
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

// What a word may say; bits.
enum Says : unsigned { lack = 1, something_unknown = 2, no = 4, something_known = 8, nothing = 16 };

// Made once: every imprint of every record is looked up.
class WordTable {
 public:
  WordTable() {
    add(lacking, lack);
    add(unknown, something_unknown);
    add(negation, no);
    add(known, something_known);
    add(around, nothing);
  }
  // 0: a word that names something.
  unsigned says(std::string_view word) const noexcept {
    const auto found = words_.find(word);
    return found == words_.end() ? 0 : found->second;
  }

 private:
  void add(std::string_view list, Says what) {
    for (const std::string_view word : base::words(list)) {
      words_[word] |= what;
    }
  }

  boost::unordered_flat_map<std::string_view, unsigned> words_;
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
  static const WordTable table;
  const std::vector<std::string_view> words = base::words(folded);
  unsigned said = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    unsigned says = table.says(words[i]);
    // "Sem local", but "Editora Sem".
    if (i > 0 || words.size() == 1) says &= ~static_cast<unsigned>(lack);
    if (says == 0) return false;
    said |= says;
  }
  return (said & (lack | something_unknown)) != 0 || (~said & (no | something_known)) == 0;
}

}  // namespace formats

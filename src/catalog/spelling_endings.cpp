#include <algorithm>
#include <array>

#include "catalog/spelling_letters.hpp"
#include "catalog/spelling_tables.hpp"

namespace catalog::spelling {
namespace {

// The ending of a word with its '^'; `groups` vowel groups or more stand before it. Of those with
// the same last two letters the first that fits counts. Some stand for themselves: "mães" is not
// "mais".
struct Ending {
  std::string_view from;
  std::string_view to;
  std::size_t groups = 0;
};

constexpr std::array endings{
    Ending{"^area", "^area"},
    Ending{"nea", "nea"},
    Ending{"ea", "eia", 1},
    Ending{"^cea", "^ceia"},
    Ending{"^chea", "^cheia"},
    Ending{"goa", "gua", 1},
    Ending{"^mae", "^mae"},
    Ending{"ae", "ai"},
    Ending{"oe", "oi", 1},
    Ending{"^doe", "^doi"},
    Ending{"^moe", "^moi"},
    Ending{"^roe", "^roi"},
    Ending{"^soe", "^soi"},
    Ending{"gue", "gue"},
    Ending{"ue", "ui", 1},
    Ending{"ech", "eke", 1},
    Ending{"ich", "ike", 1},
    Ending{"och", "oke", 1},
    Ending{"uch", "uke", 1},
    Ending{"tH", "te", 2},
    Ending{"tH", "t"},
    // Words of today, many of them Spanish: "leo" is not "leu", "correo" not "correu".
    Ending{"^bateo", "^bateo"},
    Ending{"^creo", "^creo"},
    Ending{"^dezeo", "^dezeo"},
    Ending{"^feo", "^feo"},
    Ending{"^jeo", "^jeo"},
    Ending{"^leo", "^leo"},
    Ending{"^meteo", "^meteo"},
    Ending{"^neo", "^neo"},
    Ending{"^pazeo", "^pazeo"},
    Ending{"^recreo", "^recreo"},
    Ending{"^rodeo", "^rodeo"},
    Ending{"^teo", "^teo"},
    Ending{"^torneo", "^torneo"},
    Ending{"^video", "^video"},
    Ending{"pleo", "pleo"},
    Ending{"rreo", "rreo"},
    Ending{"eo", "eu"},
    // "abrio" is "abriu", but these have -io beside -iu.
    Ending{"aio", "aio"},
    Ending{"^adio", "^adio"},
    Ending{"^ajio", "^ajio"},
    Ending{"^eximio", "^eximio"},
    Ending{"^ferio", "^ferio"},
    Ending{"^frijio", "^frijio"},
    Ending{"^previo", "^previo"},
    Ending{"^prezidio", "^prezidio"},
    Ending{"^seruio", "^seruio"},
    Ending{"arnio", "arnio"},
    Ending{"fujio", "fujio"},
    Ending{"medio", "medio"},
    Ending{"premio", "premio"},
    Ending{"rrio", "rrio"},
    Ending{"io", "iu", 1},
    Ending{"^vio", "^viu"},
    Ending{"^areas", "^areas"},
    Ending{"neas", "neas"},
    Ending{"eas", "eias", 1},
    Ending{"^ceas", "^ceias"},
    Ending{"^cheas", "^cheias"},
    Ending{"goas", "guas", 1},
    Ending{"^caes", "^caes"},
    Ending{"^capitaes", "^capitaes"},
    Ending{"^depoes", "^depoes"},
    Ending{"^does", "^does"},
    Ending{"^maes", "^maes"},
    Ending{"^poes", "^poes"},
    Ending{"aes", "ais"},
    Ending{"oes", "ois"},
    Ending{"zues", "zuis"},
    Ending{"^capitaens", "^capitaes"},
    Ending{"aens", "ais"},
    Ending{"oens", "ois"},
    Ending{"eos", "eus"},
    // "Luiz" and "retroz", but "voz" is not "vós"; -az stayed in "rapaz", and "cartaz" is not
    // "cartas".
    Ending{"ez", "es", 1},
    Ending{"^mez", "^mes"},
    Ending{"^rez", "^res"},
    Ending{"^trez", "^tres"},
    Ending{"iz", "is", 1},
    Ending{"^kiz", "^kis"},
    Ending{"oz", "os", 1},
    Ending{"^poz", "^pos"},
    Ending{"puz", "pus"},
    Ending{"^gaz", "^gas"},
    Ending{"anaz", "anas", 1},
    Ending{"barrabaz", "barrabas"},
    Ending{"caifaz", "caifas"},
    Ending{"iaz", "ias"},
    Ending{"lilaz", "lilas"},
    Ending{"traz", "tras", 1},
};

// The last two letters of a text that has as many.
constexpr std::size_t place_of(std::string_view text) noexcept {
  const auto bits = [](char c) { return static_cast<std::size_t>(c) % 32; };
  return (bits(text[text.size() - 2]) * 32) + bits(text.back());
}
constexpr std::array<RowRange, 1024> endings_by_letters = [] {
  std::array<RowRange, 1024> places{};
  for (std::size_t i = 0; i < endings.size(); ++i) {
    places[place_of(endings[i].from)].add(i);
  }
  return places;
}();
static_assert([] {
  for (const Ending& ending : endings) {
    const RowRange range = endings_by_letters[place_of(ending.from)];
    for (std::size_t j = range.begin; j < range.end; ++j) {
      if (place_of(endings[j].from) != place_of(ending.from)) {
        return false;
      }
    }
  }
  return true;
}());

// -am was also -ão, which the word decides: "coraçam" is a heart, "cantam" they sing. Without the
// -am, in the letters of a key, sorted: words of -ão that are as short as a verb or end like one …
constexpr std::array<std::string_view, 132> nasal_stems{
    "absal",   "ac",       "ad",      "amesterd", "an",       "arag",    "balc",    "bar",
    "beltr",   "benc",     "bilh",    "brand",    "bret",     "bust",    "c",       "caix",
    "canh",    "capel",    "capit",   "caru",     "castel",   "catal",   "ceil",    "charlat",
    "combust", "comunh",   "conjest", "cord",     "crist",    "cristov", "dic",     "dijest",
    "ermit",   "escomunh", "escriv",  "esquadr",  "est",      "estev",   "esturj",  "exaust",
    "faCc",    "faiz",     "falc",    "fern",     "fiCc",     "flex",    "frac",    "fraz",
    "fric",    "func",     "furg",    "fus",      "fuz",      "galard",  "galu",    "gr",
    "grand",   "grilh",    "guimar",  "gusm",     "indijest", "injest",  "irm",     "jap",
    "jerm",    "jest",     "jord",    "kest",     "kinh",     "le",      "lec",     "leil",
    "leit",    "lic",      "m",       "mans",     "maranh",   "menc",    "mil",     "milh",
    "mis",     "moc",      "n",       "nac",      "noc",      "orf",     "org",     "p",
    "padr",    "paix",     "patr",    "pav",      "pavilh",   "perdig",  "pinh",    "poc",
    "porc",    "priz",     "pulm",    "punc",     "qu",       "rac",     "raz",     "rold",
    "rom",     "roterd",   "s",       "sacrist",  "salm",     "sanc",    "saz",     "serm",
    "sert",    "ses",      "sim",     "subkest",  "sujest",   "sult",    "t",       "tecel",
    "tenc",    "tens",     "tez",     "tim",      "trist",    "tubar",   "turbilh", "unc",
    "v",       "ver",      "vil",     "vulc"};
// … and verbs that end like words of -ão, beside which there is one.
constexpr std::array<std::string_view, 33> verb_stems{
    "abraz",   "aces",   "almofad", "arranc",  "arremes", "avi",    "burac",  "contaji", "conuers",
    "conuuls", "cutuc",  "dezuni",  "dispers", "espi",    "estic",  "expres", "expuls",  "foli",
    "impuls",  "ingres", "preciz",  "proces",  "propuls", "regres", "repux",  "reuni",   "reviz",
    "rufi",    "salpic", "traves",  "tropec",  "uni",     "volum"};
static_assert(std::ranges::is_sorted(nasal_stems) && std::ranges::is_sorted(verb_stems));

std::size_t vowels(std::string_view text) noexcept {
  return static_cast<std::size_t>(std::ranges::count_if(text, is_vowel));
}

bool is_old_nasal(std::string_view stem) noexcept {
  if (stem.empty() || std::ranges::binary_search(verb_stems, stem)) {
    return false;
  }
  if (std::ranges::binary_search(nasal_stems, stem)) {
    return true;
  }
  const char last = stem.back();
  const char before = stem.size() > 1 ? stem[stem.size() - 2] : '^';
  switch (last) {
    case 'c':
      return before != 's' && vowels(stem) > 1;
    case 'd':
      return is_vowel(before) && vowels(stem) > 1;
    case 'm':
    case 's':
    case 'z':
      return vowels(stem) > 1;
    case 'a':
    case 'e':
    case 'i':
    case 'x':
      return vowel_groups(stem) > 1;
    default:
      return false;
  }
}

}  // namespace

void write_ending(std::string& key) {
  if (key.ends_with("am")) {
    if (is_old_nasal(std::string_view(key).substr(1, key.size() - 3))) {
      key.back() = 'o';
    }
    return;
  }
  if (key.size() < 2) {
    return;
  }
  const RowRange range = endings_by_letters[place_of(key)];
  for (std::size_t i = range.begin; i < range.end; ++i) {
    const Ending& ending = endings[i];
    if (key.ends_with(ending.from)) {
      const std::size_t start = key.size() - ending.from.size();
      if (vowel_groups(std::string_view(key).substr(0, start)) >= ending.groups) {
        key.replace(start, std::string::npos, ending.to);
        return;
      }
    }
  }
}

}  // namespace catalog::spelling

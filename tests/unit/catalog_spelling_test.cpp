#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "catalog/spelling.hpp"
#include "support/format_reading.hpp"

namespace catalog_spelling_test {
namespace {

std::string family(std::string_view word) { return catalog::spelling_family(base::fold(word)); }

bool related(std::string_view left, std::string_view right) {
  return !family(left).empty() && family(left) == family(right);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

// Rows of tests/data/<name> without the header.
std::vector<std::vector<std::string_view>> table(const std::string& text) {
  std::vector<std::vector<std::string_view>> rows;
  for (const std::string_view line : split(text, '\n')) {
    rows.push_back(split(line, '\t'));
  }
  rows.erase(rows.begin());
  return rows;
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

void expect_joined(const Pairs& pairs) {
  for (const auto& [left, right] : pairs) {
    EXPECT_TRUE(related(left, right))
        << left << " " << family(left) << ", " << right << " " << family(right);
  }
}

void expect_apart(const Pairs& pairs) {
  for (const auto& [left, right] : pairs) {
    EXPECT_NE(family(left), family(right)) << left << " " << right;
  }
}

TEST(SpellingFamily, JoinsTheExamplesOfTheContract) {
  EXPECT_TRUE(related("acção", "ação"));
  EXPECT_TRUE(related("António", "Antônio"));
  EXPECT_TRUE(related("chronica", "crônica"));
  EXPECT_TRUE(related("pharmacia", "farmácia"));
  EXPECT_TRUE(related("colleçam", "coleção"));
  EXPECT_TRUE(related("óptimo", "ótimo"));
  EXPECT_TRUE(related("facto", "fato"));
}

TEST(SpellingFamily, JoinsOldWordsWithThoseOfToday) {
  const std::string text = support::test_data("old_words.tsv");
  ASSERT_GT(table(text).size(), 200U);
  for (const auto& row : table(text)) {
    EXPECT_TRUE(related(row[0], row[1]))
        << row[0] << " " << family(row[0]) << ", " << row[1] << " " << family(row[1]);
  }
}

TEST(SpellingFamily, KeepsOtherWordsApart) {
  expect_apart(
      {{"chave", "cave"},    {"marcha", "marca"},      {"bicho", "bico"},      {"carro", "caro"},
       {"hora", "ora"},      {"houve", "ouve"},        {"área", "areia"},      {"mães", "mais"},
       {"rapto", "rato"},    {"pacto", "pato"},        {"apto", "ato"},        {"voz", "vós"},
       {"digno", "dino"},    {"estigma", "estima"},    {"magma", "mama"},      {"signo", "sino"},
       {"cartaz", "cartas"}, {"falaram", "falarão"},   {"pões", "pois"},       {"lenha", "lena"},
       {"filha", "fila"},    {"capitães", "capitais"}, {"ficção", "ficam"},    {"optar", "otar"},
       {"massa", "maça"},    {"bactéria", "bateria"},  {"livro", "libro"},     {"frio", "friu"},
       {"assim", "azim"},    {"críptica", "crítica"},  {"resolve", "resolvi"}, {"laser", "lazer"}});
}

TEST(SpellingFamily, WritesDoubledGBeforeEAndIAsJ) {
  expect_joined({{"suggerido", "sugerido"}, {"exaggero", "exagero"}});
}

TEST(SpellingFamily, WritesChOfGreekAndHebrewAsQu) {
  expect_joined({{"chimerico", "quimérico"},
                 {"Melchisedech", "Melquisedeque"},
                 {"bacchante", "bacante"},
                 {"Plutarcho", "Plutarco"},
                 {"Jericho", "Jericó"},
                 {"Acheronte", "Aqueronte"},
                 {"Paschoal", "Pascoal"},
                 {"inchoar", "incoar"}});
  // Other Greek letters tell.
  expect_joined({{"chylifero", "quilífero"}, {"brachycephalo", "braquicéfalo"}});
  expect_apart({{"chorei", "corei"},
                {"machado", "macado"},
                {"achei", "aquei"},
                {"chuva", "cuva"},
                {"parche", "parque"}});
}

TEST(SpellingFamily, DropsWhatWasMuteInPhthSthAndPs) {
  expect_joined({{"phthisico", "tísico"},
                 {"triphthongo", "tritongo"},
                 {"asthmatica", "asmática"},
                 {"isthmico", "ístmico"},
                 {"sthenico", "estênico"},
                 {"psalteiro", "salteiro"}});
}

TEST(SpellingFamily, WritesFinalThOfNamesAsTe) {
  expect_joined({{"Edith", "Edite"}, {"Ruth", "Rute"}});
  expect_apart({{"month", "monte"}, {"Seth", "sete"}, {"north", "norte"}});
}

TEST(SpellingFamily, WritesNsAndNcAlike) {
  expect_joined({{"offença", "ofensa"},
                 {"descançada", "descansada"},
                 {"suspenção", "suspensão"},
                 {"despretencioso", "despretensioso"},
                 {"assougue", "açougue"}});
  expect_apart(
      {{"intenção", "intensão"}, {"mansa", "manca"}, {"pensa", "penca"}, {"despensa", "despenca"}});
}

TEST(SpellingFamily, WritesFinalZAsSWhereItIsToday) {
  expect_joined({{"Barrabaz", "Barrabás"},
                 {"lilaz", "lilás"},
                 {"detraz", "detrás"},
                 {"montez", "montês"},
                 {"Diniz", "Dinis"},
                 {"trez", "três"}});
  expect_apart(
      {{"paz", "pás"}, {"rapaz", "rapas"}, {"dez", "dês"}, {"voz", "vós"}, {"coser", "cozer"}});
}

TEST(SpellingFamily, WritesAmOfNounsAsAo) {
  expect_joined({{"perfeiçam", "perfeição"},
                 {"creaçam", "criação"},
                 {"escuridam", "escuridão"},
                 {"Salomam", "Salomão"},
                 {"ocasiam", "ocasião"},
                 {"prisam", "prisão"},
                 {"Milam", "Milão"},
                 {"sultam", "sultão"},
                 {"não", "nam"}});
  expect_apart({{"cantam", "cantão"},
                {"falam", "falão"},
                {"conversam", "conversão"},
                {"encontram", "encontrão"},
                {"mergulham", "mergulhão"},
                {"reuniam", "reunião"},
                {"beberam", "beberão"}});
}

TEST(SpellingFamily, TellsUFromVByTheirPlace) {
  expect_joined({{"vrbano", "urbano"},
                 {"vltima", "última"},
                 {"mvitas", "muitas"},
                 {"sva", "sua"},
                 {"qval", "qual"},
                 {"ouuir", "ouvir"},
                 {"uerdade", "verdade"},
                 {"gouerno", "governo"},
                 {"inuerno", "inverno"},
                 {"liuraria", "livraria"}});
  expect_apart({{"uivar", "vivar"}, {"alua", "alva"}, {"uai", "vai"}, {"resolve", "resolvi"}});
}

TEST(SpellingFamily, WritesWAsVInPortugueseNames) {
  expect_joined({{"Walter", "Valter"}, {"Wanda", "Vanda"}, {"Edwiges", "Edviges"}});
  expect_apart({{"wise", "vise"}, {"lower", "lover"}, {"wetter", "vetter"}, {"wine", "vine"}});
}

TEST(SpellingFamily, WritesYAsIButNotInShortWordsOfToday) {
  expect_joined(
      {{"rey", "rei"}, {"Jundiahy", "Jundiaí"}, {"cuydado", "cuidado"}, {"Piauhy", "Piauí"}});
  expect_apart({{"joy", "joi"}, {"fly", "fli"}, {"plays", "plais"}, {"guy", "gui"}});
}

TEST(SpellingFamily, WritesOldEndingsAsThoseOfToday) {
  expect_joined({{"galileo", "galileu"},
                 {"Corea", "Coreia"},
                 {"evolue", "evolui"},
                 {"corroe", "corrói"},
                 {"abrio", "abriu"},
                 {"legoas", "léguas"}});
  expect_apart({{"leo", "leu"},
                {"correo", "correu"},
                {"córnea", "corneia"},
                {"frio", "friu"},
                {"médio", "mediu"},
                {"segue", "segui"}});
}

TEST(SpellingFamily, WritesOuAsOiWhereTheWordHadBoth) {
  expect_joined(
      {{"repouso", "repoiso"}, {"foice", "fouce"}, {"doudo", "doido"}, {"papoula", "papoila"}});
  expect_apart({{"foi", "fou"}, {"coito", "couto"}, {"outro", "oitro"}, {"couve", "coive"}});
}

TEST(SpellingFamily, WritesNumbersAndStemsThatFollowNoRule) {
  expect_joined({{"dezasseis", "dezesseis"},
                 {"dezassete", "dezessete"},
                 {"dezanove", "dezenove"},
                 {"cincoenta", "cinquenta"},
                 {"desegual", "desigual"},
                 {"Ignez", "Inês"}});
}

TEST(SpellingFamily, IsEmptyForWordsWithoutOne) {
  for (const std::string word : {"", "de", "a1b2", "1984", "война", "源", "naï1ve"}) {
    EXPECT_EQ(family(word), "") << word;
  }
}

TEST(SpellingFamily, TakesTheLongestWord) {
  const std::string longest(60, 'k');
  EXPECT_LE(catalog::spelling_family(longest).size(), 70U);
}

// Whether a search for `asked` finds `title`, both folded.
bool holds_all(std::string_view title, std::string_view asked) {
  const auto words = base::words(title);
  const auto asked_words = base::words(asked);
  return std::ranges::all_of(asked_words, [&](std::string_view word) {
    return std::ranges::any_of(
        words, [&](std::string_view other) { return word == other || related(word, other); });
  });
}

// Real titles: whoever asks for one in the spelling of today finds each of its words.
TEST(SpellingFamily, FindsOldTitlesOfTheLibraryOfCongress) {
  const std::string text = support::test_data("old_titles.tsv");
  const auto rows = table(text);
  ASSERT_EQ(rows.size(), 100U);
  std::size_t found = 0;
  for (const auto& row : rows) {
    found += holds_all(base::fold(row[2]), base::fold(row[3])) ? 1U : 0U;
  }
  EXPECT_GE(found, 98U);
}

}  // namespace
}  // namespace catalog_spelling_test

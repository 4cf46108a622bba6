// Real records of the Library of Congress (tests/data): the expected books were written down by
// reading the records, not by running the program.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "base/text.hpp"
#include "support/format_reading.hpp"

namespace formats_marc_loc_test {
namespace {

using catalog::BookFields;
using catalog::IdentifierType;
using catalog::Isbn;
using formats::Format;
using support::Outcomes;

const std::string& file() {
  static const std::string bytes = support::test_data("loc_por_300.mrc");
  return bytes;
}

const Outcomes& books() {
  static const Outcomes outcomes = support::read_whole(Format::marc, file());
  return outcomes;
}

BookFields book_with_lccn(std::string_view lccn) {
  for (const auto& outcome : books()) {
    if (!outcome.fields) continue;
    const auto& ids = outcome.fields->identifiers;
    const bool found = std::any_of(ids.begin(), ids.end(), [&](const auto& id) {
      return id.type == IdentifierType::lccn && id.value == lccn;
    });
    if (found) return *outcome.fields;
  }
  ADD_FAILURE() << "no record " << lccn;
  return {};
}

std::optional<Isbn> isbn(std::string_view digits) {
  const auto parsed = Isbn::parse(digits);
  EXPECT_TRUE(parsed.has_value()) << digits;
  return parsed;
}

BookFields with_lccn(std::string value) {
  BookFields fields;
  fields.identifiers.push_back({IdentifierType::lccn, std::move(value)});
  return fields;
}

TEST(LocRecords, All300AreKeptAndNumbered) {
  ASSERT_EQ(books().size(), 300U);
  for (std::size_t i = 0; i < books().size(); ++i) {
    EXPECT_TRUE(books()[i].fields.has_value()) << "record " << i + 1;
    EXPECT_EQ(books()[i].number, i + 1);
  }
}

TEST(LocRecords, EveryTextIsComposed) {
  for (const auto& outcome : books()) {
    const auto& fields = *outcome.fields;
    EXPECT_EQ(base::to_nfc(fields.title), fields.title);
    for (const auto& contributor : fields.contributors) {
      EXPECT_EQ(base::to_nfc(contributor.name), contributor.name);
    }
  }
}

TEST(LocRecords, NoSlicingChangesAnOutcome) {
  EXPECT_EQ(support::read_sliced(Format::marc, file(), 1), books());
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U, 5U}) {
    EXPECT_EQ(support::read_at_random(Format::marc, file(), seed), books()) << "seed " << seed;
  }
}

TEST(LocRecords, ASlicingAtEveryByteOfAFewRecordsChangesNothing) {
  const std::string few = file().substr(0, 3000);
  const Outcomes whole = support::read_whole(Format::marc, few);
  for (std::size_t at = 1; at < few.size(); ++at) {
    ASSERT_EQ(support::read_sliced(Format::marc, few, at), whole) << "slices of " << at;
  }
}

TEST(LocRecords, DamageOfOneByteCostsOneRecordAtMost) {
  std::set<std::string> titles;
  for (const auto& outcome : books()) titles.insert(outcome.fields->title);
  for (std::size_t at = 5; at < file().size(); at += 3989) {
    std::string damaged = file();
    damaged[at] = '\x1E';
    std::size_t kept = 0;
    for (const auto& outcome : support::read_whole(Format::marc, damaged)) {
      kept += outcome.fields && titles.contains(outcome.fields->title) ? 1U : 0U;
    }
    EXPECT_GE(kept, 299U) << "damage at " << at;
  }
}

TEST(LocRecords, DecomposedLettersLanguageAndSeriesOfAHebrewCourse) {
  BookFields book = with_lccn("00092716");
  book.title = "Como leer el evangelio segun San Juan, y sus epístolas y el apocalípsis";
  book.author = "Sáenz, Emilio";
  book.subtitle =
      "en Español y en Hebréo, un mt́odo fácil para el que quiere "
      "aprender, aprender el idioma Hebréo";
  book.contributors = {{"Sáenz, Emilio", "aut"}};
  book.publisher = "Emilio Saenz";
  book.place = "McAllen, Tex.";
  book.edition = "1a ed.";
  book.year = 2000;
  book.language = "pt";
  book.pages = 186;
  book.series = catalog::Series{"Una pequena leccion en Hebreo", ""};
  book.notes = {"Hebrew and Portuguese."};
  EXPECT_EQ(book_with_lccn("00092716"), book);
}

TEST(LocRecords, ATranslationKnowsItsOriginalTitleAndLanguage) {
  BookFields book = with_lccn("00288230");
  book.title = "Diálogo";
  book.author = "Athayde, Austregésilo de; Ikeda, Daisaku";
  book.subtitle = "direitos humanos no século XXI";
  book.original_title = "Nijūisseiki no jinken o kataru";
  book.contributors = {{"Athayde, Austregésilo de", "aut"}, {"Ikeda, Daisaku", "aut"}};
  book.isbn = isbn("8501057754");
  book.publisher = "Editora Record";
  book.place = "Rio de Janeiro";
  book.year = 2000;
  book.language = "pt";
  book.original_language = "ja";
  book.pages = 276;
  book.subjects = {"Human rights", "Athayde, Austregésilo de, 1898-1993"};
  book.notes = {"\"Cinqüentenário da Declaração Universal dos Direitos Humanos\"--Cover.",
                "Includes bibliographical references.",
                "Outro título: Direitos humanos no século 21",
                "Outro título: Direitos humanos no século vinte e um"};
  EXPECT_EQ(book_with_lccn("00288230"), book);
}

TEST(LocRecords, ACorporateMainEntryIsTheAuthor) {
  const std::string name =
      "Universidade Eduardo Mondlane. Reunião Consultiva (4th : 1995 : Universidade Eduardo "
      "Mondlane)";
  BookFields book = with_lccn("00378042");
  book.title =
      "Sínteses dos grupos de trabalho, debate-intervenções, comunicado "
      "final, lista dos participantes inscritos";
  book.author = name;
  book.subtitle = "4a Reunião Anual Consultiva, 2 e 3 de março de 1995";
  book.contributors = {{name, "aut", catalog::ContributorKind::body}};
  book.publisher = "Universidade Eduardo Mondlane";
  book.place = "Maputo";
  book.year = 1995;
  book.language = "pt";
  book.pages = 30;
  book.subjects = {"Universidade Eduardo Mondlane -- Congresses"};
  EXPECT_EQ(book_with_lccn("00378042"), book);
}

TEST(LocRecords, SeveralIsbnsAndAPartTitle) {
  BookFields book = with_lccn("00287898");
  book.title = "Fragmentos discursivos de bairros do Rio de Janeiro. Urca";
  book.author =
      "Costa, Icléia Thiesen Magalhães; Meihy, José Carlos Sebe Bom; "
      "Siqueira, Sonia A.; Almeida, Roberto Schmidt de";
  book.contributors = {{"Costa, Icléia Thiesen Magalhães", "aut"},
                       {"Meihy, José Carlos Sebe Bom", "aut"},
                       {"Siqueira, Sonia A.", "aut"},
                       {"Almeida, Roberto Schmidt de", "aut"},
                       {"Universidade do Rio de Janeiro. Mestrado Memória Social e "
                        "Documento",
                        "ctb", catalog::ContributorKind::body}};
  book.isbn = isbn("8586921025");
  book.other_isbns = {*isbn("8586921017")};
  book.publisher = "Mestrado Memória Social e Documento, UNI-RIO";
  book.place = "Rio de Janeiro, Brazil";
  book.year = 1998;
  book.language = "pt";
  book.subjects = {"Urca (Rio de Janeiro, Brazil) -- History",
                   "Interviews -- Brazil -- Rio de Janeiro",
                   "Urca (Rio de Janeiro, Brazil) -- Maps", "Oral history"};
  book.cdd = "981.53";
  book.notes = {"Includes bibliographical references.",
                "[1] Entrevistas / Icléia Thiesen Magalhães Costa -- [2] História oral / José "
                "Carlos Sebe Bom Meihy, Sonia A. de Siqueira -- [3] Mapas e fotos / [Roberto "
                "Schmidt de Almeida]."};
  EXPECT_EQ(book_with_lccn("00287898"), book);
}

TEST(LocRecords, ACancelledIsbnIsKeptApart) {
  BookFields book = with_lccn("00277736");
  book.title = "Cinco conversas com Álvaro Cunhal";
  book.author = "Cunhal, Alvaro; Pires, Catarina";
  book.contributors = {{"Cunhal, Alvaro", "aut"}, {"Pires, Catarina", "aut"}};
  book.isbn = isbn("9726101778");
  book.identifiers.push_back({IdentifierType::invalid_isbn, "9726101775"});
  book.publisher = "Campo das Letras";
  book.place = "Porto";
  book.edition = "1a. ed.";
  book.year = 1999;
  book.language = "pt";
  book.pages = 307;
  book.subjects = {"Cunhal, Alvaro -- Interviews", "Portugal -- History -- 20th century",
                   "World politics -- 20th century", "Politicians -- Portugal -- Interviews"};
  book.cdd = "946.904092";
  EXPECT_EQ(book_with_lccn("00277736"), book);
}

TEST(LocRecords, AnOldRecordWithATitleOfNobilityAndLooseMarks) {
  BookFields book = with_lccn("02016577");
  book.title = "Historia das lutas com os Hollandezes no Brazil desde 1624 a 1654";
  book.author = "Varnhagen, Francisco Adolfo de, Visconde de Porto Seguro";
  book.contributors = {{"Varnhagen, Francisco Adolfo de, Visconde de Porto Seguro", "aut"}};
  book.identifiers.push_back({IdentifierType::oclc, "4455467"});
  book.publisher = "Impr. de C. Finsterbeck";
  book.place = "Vienna";
  book.year = 1871;
  book.language = "pt";
  book.pages = 365;
  book.subjects = {"Brazil -- History -- Dutch Conquest, 1624-1654"};
  book.notes = {"Authorities consulted: p. ix-xxiv."};
  EXPECT_EQ(book_with_lccn("02016577"), book);
}

TEST(LocRecords, AnIllustratorIsNoAuthor) {
  BookFields book = with_lccn("00315479");
  book.title = "Nós num cordel";
  book.author = "Ferreira, José Gaspar";
  book.contributors = {{"Ferreira, José Gaspar", "aut"}, {"Quental, Joana", "ill"}};
  book.isbn = isbn("9728474032");
  book.publisher = "In-Libris";
  book.place = "Porto [Portugal]";
  book.year = 1998;
  book.language = "pt";
  EXPECT_EQ(book_with_lccn("00315479"), book);
}

TEST(LocRecords, ABookByNobodyHasNoYearWhenOnlyTheDecadeIsKnown) {
  BookFields book = with_lccn("00287500");
  book.title = "Baile na roça";
  book.author = std::nullopt;
  book.subtitle = "coreografias para Portinari";
  book.publisher = "Portinari Licenciamentos";
  book.place = "São Paulo, Brazil";
  book.language = "pt";
  book.subjects = {"Dance -- Brazil -- Pictorial works", "Portinari, Cândido, 1903-1962"};
  book.notes = {"Show catalog."};
  EXPECT_EQ(book_with_lccn("00287500"), book);
}

}  // namespace
}  // namespace formats_marc_loc_test

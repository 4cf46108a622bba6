// How people and spreadsheets write years, pages, ISBNs, languages and headings.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "formats/csv_header.hpp"
#include "formats/csv_values.hpp"
#include "formats/language_names.hpp"
#include "support/format_reading.hpp"

namespace formats_csv_values_test {
namespace {

using catalog::Field;
using formats::csv_target_named;
using formats::CsvColumn;
using formats::CsvKind;
using Texts = std::vector<std::string>;
using Number = std::optional<std::int64_t>;

TEST(CsvValues, YearsAreReadAsPeopleWriteThem) {
  const std::vector<std::pair<std::string, Number>> cases{
      {"1998", 1998},     {" 1998 ", 1998},    {"-43", -43},          {"800", 800},
      {"c1862", 1862},    {"©1999", 1999},     {"[2008]", 2008},      {"[1999?]", 1999},
      {"ca. 1900", 1900}, {"1998-2001", 1998}, {"01/05/2008", 2008},  {"2008-05-01", 2008},
      {"2008,0", 2008},   {"2008.00", 2008},   {"2.008", 2008},       {"1899 (impr.)", 1899},
      {"s.d.", {}},       {"[19--]", {}},      {"mil", {}},           {"20080", {}},
      {"12.345", {}},     {"séc. XIX", {}},    {"9999999999999", {}}, {"2008,5", 2008}};
  for (const auto& [cell, year] : cases) {
    EXPECT_EQ(formats::csv_year_in(cell, support::current_year), year) << cell;
  }
}

TEST(CsvValues, PagesAreReadAsPeopleWriteThem) {
  const std::vector<std::pair<std::string, Number>> cases{{"240", 240},
                                                          {"240 p.", 240},
                                                          {"240p", 240},
                                                          {"240 págs.", 240},
                                                          {"240,0", 240},
                                                          {"1.200", 1200},
                                                          {"xii, 345 páginas", 345},
                                                          {"187, [7] p.", 187},
                                                          {"4 v.", {}},
                                                          {"s/n", {}},
                                                          {"0", {}},
                                                          {"999999", {}},
                                                          {"1.5", {}},
                                                          {"muitas", {}},
                                                          {"1 v. (800 p.)", 800}};
  for (const auto& [cell, pages] : cases) EXPECT_EQ(formats::csv_pages_in(cell), pages) << cell;
}

TEST(CsvValues, IsbnsAreTakenOutOfWhatStandsAroundThem) {
  const std::string good = "9788535902778";
  for (const std::string cell :
       {"9788535902778", "978-85-359-0277-8", "=\"9788535902778\"", "'9788535902778",
        "[9788535902778]", "9788535902778 (broch.)", "9788535902778,00", "\"8535902775\"",
        "9788535902778; 978-85-359-0277-8"}) {
    const auto found = formats::csv_isbns_in(cell);
    ASSERT_EQ(found.isbns.size(), 1U) << cell;
    EXPECT_EQ(found.isbns[0].digits(), good) << cell;
    EXPECT_TRUE(found.invalid.empty()) << cell;
  }
  EXPECT_EQ(formats::csv_isbns_in("9788535902778 / 0261102214").isbns.size(), 2U);
  for (const std::string cell : {"", "-", "=\"\"", "—", "0", "sem ISBN", "N/A"}) {
    EXPECT_TRUE(formats::csv_isbns_in(cell).invalid.empty()) << cell;
  }
  for (const std::string cell : {"123", "por vir", "9788535902779", "9,78851E+12"}) {
    EXPECT_EQ(formats::csv_isbns_in(cell).invalid, Texts{cell});
  }
}

TEST(CsvValues, EachIsbnOfACellHasItsRemark) {
  for (const std::string cell :
       {"8535902775 (broch.) | 9788508040810", "8535902775 (broch.) 9788508040810 (enc.)",
        "978-85-359-0277-8 (ISBN); 978-85-08-04081-0 (ISBN)",
        "978-85-359-0277-8 [print] / 978-85-08-04081-0 [electronic]",
        "ISBN 85-359-0277-5 (broch.), ISBN 978-85-08-04081-0 (e-book)",
        "http://id.crossref.org/isbn/9788535902778; http://id.crossref.org/isbn/9788508040810"}) {
    const auto found = formats::csv_isbns_in(cell);
    ASSERT_EQ(found.isbns.size(), 2U) << cell;
    EXPECT_EQ(found.isbns[0].digits(), "9788535902778") << cell;
    EXPECT_EQ(found.isbns[1].digits(), "9788508040810") << cell;
    EXPECT_TRUE(found.invalid.empty()) << cell;
  }
  const auto slip = formats::csv_isbns_in("8535902775 (broch.) | 9788508040811 (enc.)");
  EXPECT_EQ(slip.isbns.size(), 1U);
  EXPECT_EQ(slip.invalid, Texts{"9788508040811"});
  for (const std::string cell :
       {"8535902775 (v. 1, broch.)", "9788535902778 (broch.) : R$ 30,00",
        "85-359-0277-5 (ISBN-10); 978-85-359-0277-8 (ISBN-13)", "8535902775 (broch."}) {
    const auto found = formats::csv_isbns_in(cell);
    EXPECT_EQ(found.isbns.size(), 1U) << cell;
    EXPECT_TRUE(found.invalid.empty()) << cell;
  }
  for (const std::string cell : {"s/ isbn", "S/ISBN", "não tem"}) {
    EXPECT_TRUE(formats::csv_isbns_in(cell).invalid.empty()) << cell;
  }
}

TEST(CsvValues, AnIssnIsKnownByItsCheckDigit) {
  for (const std::string text : {"0103-2003", "0378-5955", "2434-561X", "2434-561x"}) {
    EXPECT_TRUE(formats::is_issn(text)) << text;
  }
  for (const std::string text : {"0103-2004", "01032003", "0103-200", "X103-2003", ""}) {
    EXPECT_FALSE(formats::is_issn(text)) << text;
  }
}

TEST(CsvValues, ANumberThatASpreadsheetShortenedIsKnown) {
  for (const std::string cell : {"9,78851E+12", "9.78851E+12", "9E+12", "9,78851e12"}) {
    EXPECT_TRUE(formats::is_shortened_number(cell)) << cell;
  }
  for (const std::string cell : {"978", "E12", "9X", "9E", "", "1E+1a"}) {
    EXPECT_FALSE(formats::is_shortened_number(cell)) << cell;
  }
}

TEST(CsvValues, LanguagesAreReadByTheirNames) {
  const std::vector<std::pair<std::string, Texts>> cases{
      {"Português", {"pt"}},
      {"portugues", {"pt"}},
      {"PORTUGUÊS", {"pt"}},
      {"Português (Brasil)", {"pt-BR"}},
      {"Português do Brasil", {"pt-BR"}},
      {"pt-br", {"pt-BR"}},
      {"pt_BR", {"pt-BR"}},
      {"ING", {"en"}},
      {"ing", {"ing"}},
      {"Inglês", {"en"}},
      {"english", {"en"}},
      {"Espanhol", {"es"}},
      {"Inglês/Espanhol", {"en", "es"}},
      {"Português e Latim", {"pt", "la"}},
      {"Português; português", {"pt"}},
      {"Alemão", {"de"}},
      {"Libras", {"bzs"}},
      {"Português e outros mais", {}},
      {"?", {}},
      {"ê", {}},
  };
  for (const auto& [cell, tags] : cases) EXPECT_EQ(formats::languages_in(cell), tags) << cell;
}

TEST(CsvHeadings, WordsThatPeopleUseNameTheirColumn) {
  const std::vector<std::pair<std::string, Field>> cases{
      {"Título do Livro", Field::title},
      {"OBRA", Field::title},
      {"Autor(a)", Field::author},
      {"AUTOR(ES)", Field::author},
      {"Primary Author", Field::author},
      {"Authors", Field::contributors},
      {"Co-autores", Field::contributors},
      {"Nº ISBN", Field::isbn},
      {"ISBN-13", Field::isbn},
      {"ISBN 10", Field::isbn},
      {"ISBN/UID", Field::isbn},
      {"Editor(a)", Field::publisher},
      {"Publisher", Field::publisher},
      {"Cidade", Field::place},
      {"Ano de publicação (aaaa)", Field::year},
      {"Year\nPublished", Field::year},
      {"Nº de páginas", Field::pages},
      {"N° Págs.", Field::pages},
      {"Qtde. de páginas", Field::pages},
      {"Língua", Field::language},
      {"Assunto", Field::subjects},
      {"Assunto 2", Field::subjects},
      {"Assunto/Tema", Field::subjects},
      {"Palavras-chave", Field::tags},
      {"Ano Publ.", Field::year},
      {"ISBN/ISSN", Field::isbn},
      {"Gênero", Field::tags},
      {"Bookshelves", Field::tags},
      {"Coleção", Field::series},
      {"Volume", Field::series},
      {"Resumo", Field::synopsis},
      {"CDD", Field::cdd},
      {"Edição", Field::edition},
      {"Tradutor(a)", Field::contributors},
      {"ISSN", Field::identifiers},
  };
  for (const auto& [heading, field] : cases) {
    const auto target = csv_target_named(heading);
    ASSERT_TRUE(target.has_value()) << heading;
    EXPECT_EQ(target->column.field, field) << heading;
  }
  for (const std::string heading :
       {"Tombo", "Quantidade", "Exemplares", "Estante", "Localização", "Author l-f",
        "Editora/Cidade", "Observações", "Preço", "", "12", "?"}) {
    EXPECT_FALSE(csv_target_named(heading).has_value()) << heading;
  }
}

TEST(CsvHeadings, RulesSayWhatAColumnHolds) {
  const auto rules = formats::parse_column_rules(
      "Nome da peça=título, Escola, sala=extra.sala,"
      "Quem=autores&,Nota=,Tombo=extra.tombo");
  ASSERT_TRUE(rules.has_value());
  const auto header =
      formats::read_csv_header({"nome da peça", "Escola, sala", "QUEM", "Nota", "Tombo"}, *rules);
  ASSERT_TRUE(header.has_value());
  EXPECT_EQ((*header)[0].target.column, (CsvColumn{Field::title}));
  EXPECT_EQ((*header)[1].extra_key, "sala");
  EXPECT_EQ((*header)[2].target.separator, '&');
  EXPECT_EQ((*header)[3].target.kind, CsvKind::ignored);
  EXPECT_EQ((*header)[4].extra_key, "tombo");
  for (const std::string text : {"", "x", "=título", "x=y", "a=título,b"}) {
    EXPECT_FALSE(formats::parse_column_rules(text).has_value()) << text;
  }
}

TEST(CsvHeadings, ARuleForAColumnThatIsNotThereIsRefused) {
  const auto rules = formats::parse_column_rules("Peça=título");
  const auto header = formats::read_csv_header({"titulo", "autor"}, *rules);
  ASSERT_FALSE(header.has_value());
  EXPECT_EQ(header.error().errors.at(0).pointer, "/Peça");
}

TEST(CsvHeadings, ColumnsAreCalledAsInASpreadsheet) {
  EXPECT_EQ(formats::column_letters(0), "A");
  EXPECT_EQ(formats::column_letters(25), "Z");
  EXPECT_EQ(formats::column_letters(26), "AA");
  EXPECT_EQ(formats::column_letters(702), "AAA");
}

// Titles of the books, and what had to be said of each file.
struct Sheet {
  std::string file;
  std::size_t books;
  std::size_t refused;
};
TEST(Spreadsheets, RowsOfRealListsComeIn) {
  for (const Sheet& sheet : {Sheet{"escola_excel.csv", 6, 0}, Sheet{"escola_libreoffice.csv", 4, 1},
                             Sheet{"escola_sep.txt", 5, 1}, Sheet{"escola_utf16.txt", 5, 0},
                             Sheet{"goodreads.csv", 3, 0}}) {
    const std::string bytes = support::test_data("planilhas/" + sheet.file);
    EXPECT_EQ(formats::guess_format({"lista.txt", bytes}), formats::Format::csv) << sheet.file;
    const auto outcomes = support::read_whole(formats::Format::csv, bytes);
    EXPECT_EQ(outcomes, support::read_sliced(formats::Format::csv, bytes, 7)) << sheet.file;
    const auto refused = static_cast<std::size_t>(
        std::count_if(outcomes.begin(), outcomes.end(),
                      [](const support::Outcome& one) { return one.problem.has_value(); }));
    EXPECT_EQ(refused, sheet.refused) << sheet.file;
    EXPECT_EQ(outcomes.size() - refused, sheet.books) << sheet.file;
  }
}

TEST(Spreadsheets, ValuesOfASchoolsListAreRead) {
  const auto outcomes =
      support::read_whole(formats::Format::csv, support::test_data("planilhas/escola_excel.csv"));
  ASSERT_EQ(outcomes.size(), 6U);
  const auto& iracema = *outcomes[1].fields;
  EXPECT_EQ(iracema.year, 1865);
  EXPECT_EQ(iracema.pages, 202);
  EXPECT_EQ(iracema.language, "pt");
  EXPECT_EQ(iracema.subjects, (Texts{"Romance", "Literatura brasileira"}));
  EXPECT_EQ(outcomes[2].fields->identifiers.at(0).value, "9,78851E+12");
  EXPECT_EQ(outcomes[4].fields->subjects, (Texts{"Fantasia", "Infantil"}));
  EXPECT_EQ(outcomes[5].fields->pages, 1152);
  EXPECT_EQ(outcomes[5].fields->extra, R"({"Tombo":"6","Quantidade":"12","Estante":"R1"})");
}

}  // namespace
}  // namespace formats_csv_values_test

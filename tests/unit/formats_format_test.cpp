// Which format a file is in, and what makes readers and writers.
#include "formats/format.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/format_reading.hpp"
#include "support/marc_builder.hpp"

namespace formats_format_test {
namespace {

using formats::Format;
using formats::guess_format;

TEST(GuessFormat, TheNameDecidesWhenItsEndingIsKnown) {
  for (const auto& [name, format] : std::vector<std::pair<std::string, Format>>{
           {"livros.ndjson", Format::ndjson},
           {"livros.jsonl", Format::ndjson},
           {"acervo.CSV", Format::csv},
           {"acervo.mrc", Format::marc},
           {"acervo.marc", Format::marc},
           {"/dados/BooksAll.2016.part01.utf8", Format::marc}}) {
    EXPECT_EQ(guess_format({.file_name = name, .first_bytes = "?"}), format) << name;
  }
}

TEST(GuessFormat, OtherwiseTheFirstBytesDecide) {
  const std::string marc = support::MarcBuilder().field("245", "10$aUm").build();
  for (const auto& [bytes, format] : std::vector<std::pair<std::string, std::optional<Format>>>{
           {"{\"título\":\"Um\"}\n", Format::ndjson},
           {"\xEF\xBB\xBF\r\n {\"título\"", Format::ndjson},
           {marc, Format::marc},
           {"titulo,autor\r\nUm,X\r\n", Format::csv},
           {"id;Título;Autor\n", Format::csv},
           {"\"id\",\"title\",\"author\"\n", Format::csv},
           {"t\xEDtulo;autor\n", Format::csv},
           {"T\xCDTULO;AUTOR;ANO\r\n", Format::csv},
           {"Livro\tEscritor\n", Format::csv},
           {"Biblioteca;\n\"T\xCDTULO DO LIVRO\";\"AUTORIA\"\n", Format::csv},
           {std::string("\xFF\xFEt\0i\0t\0l\0e\0,\0a\0u\0t\0h\0o\0r\0", 26), Format::csv},
           {"[{\"título\":\"Um\"}]", Format::ndjson},
           {"\n [\n", Format::ndjson},
           {"%PDF-1.7", std::nullopt},
           {"nome;telefone\n", std::nullopt},
           {"12345", std::nullopt},
           {"", std::nullopt}}) {
    EXPECT_EQ(guess_format({.file_name = "dados.txt", .first_bytes = bytes}), format) << bytes;
  }
}

TEST(GuessFormat, AWorkbookIsKnownByItsFirstBytes) {
  EXPECT_TRUE(formats::is_workbook("PK\x03\x04..."));
  EXPECT_TRUE(formats::is_workbook("\xD0\xCF\x11\xE0\xA1"));
  EXPECT_FALSE(formats::is_workbook("PK;titulo"));
  EXPECT_FALSE(formats::is_workbook(""));
}

TEST(Formats, NamesNameTheirFormatBothWays) {
  for (const Format format : {Format::ndjson, Format::csv, Format::marc}) {
    EXPECT_EQ(formats::format_named(formats::name_of(format)), format);
    EXPECT_NE(formats::make_reader(format, {support::current_year}), nullptr);
  }
  EXPECT_EQ(formats::format_named("NDJSON"), std::nullopt);
  EXPECT_EQ(formats::format_named(""), std::nullopt);
}

TEST(Formats, BooksGoOutAsNdjsonAndCsvOnly) {
  EXPECT_NE(formats::make_writer(Format::ndjson), nullptr);
  EXPECT_NE(formats::make_writer(Format::csv), nullptr);
  EXPECT_EQ(formats::make_writer(Format::marc), nullptr);
}

}  // namespace
}  // namespace formats_format_test

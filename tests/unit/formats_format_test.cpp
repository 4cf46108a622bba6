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

TEST(GuessFormat, RisIsToldBehindTheHeaderOfItsPublisher) {
  for (const std::string bytes :
       {"Provider: Casa\r\nDatabase: Base\r\nContent: text/plain; charset=\"UTF-8\"\r\n\r\n"
        "TY  - BOOK\r\n",
        "TY - BOOK\nTI - Um\n", "\n\n1.\nTY  -BOOK\n"}) {
    EXPECT_EQ(guess_format({.file_name = "dados", .first_bytes = bytes}), Format::ris) << bytes;
  }
  const std::string csv = "Título,Autor,Nota\nUm,X,a\nTY  - BOOK\n";
  EXPECT_EQ(guess_format({.file_name = "dados", .first_bytes = csv}), Format::csv);
}

TEST(GuessFormat, TheNameDecidesWhenItsEndingIsKnown) {
  for (const auto& [name, format] : std::vector<std::pair<std::string, Format>>{
           {"livros.ndjson", Format::ndjson},
           {"livros.jsonl", Format::ndjson},
           {"acervo.CSV", Format::csv},
           {"acervo.mrc", Format::marc},
           {"acervo.marc", Format::marc},
           {"refs.BIB", Format::bibtex},
           {"refs.ris", Format::ris},
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

TEST(GuessFormat, FormatsThatShareAnEndingAreToldByTheirFirstBytes) {
  const std::string marc21 = support::MarcBuilder().field("245", "10$aUm").build();
  const std::string unimarc = support::MarcBuilder().field("200", "1 $aUm").build();
  const std::string xml = "<?xml version=\"1.0\"?><collection><record><datafield tag=\"";
  for (const auto& [bytes, format] : std::vector<std::pair<std::string, std::optional<Format>>>{
           {marc21, Format::marc},
           {unimarc, Format::unimarc},
           {xml + "245\"/></record><record><datafield tag=\"200\"/>", Format::marcxml},
           {xml + "200\"/></record><record><datafield tag=\"245\"/>", Format::unimarc},
           {"<record format=\"UNIMARC\"><leader/>", Format::unimarc},
           {"<html><body>", std::nullopt},
           {"TY  - BOOK\r\nTI  - Um\r\n", Format::ris},
           {"\xEF\xBB\xBFTY  - BOOK\n", Format::ris},
           {"% de casa\n@book{um, title={Um}}", Format::bibtex},
           {"@String (a = {b})", Format::bibtex},
           {"de a@b.com\n", std::nullopt},
           {"[{\"id\":\"1\",\"type\":\"book\",\"title\":\"Um\"}]", Format::csl},
           {"{\"issued\":{\"type\":1},\"a\":\"\\\"\",\"type\" : \"book\"}", Format::csl},
           {"[{\"title\":\"type\",\"extra\":{\"type\":1}},{\"type\":2}]", Format::ndjson}}) {
    EXPECT_EQ(guess_format({.file_name = "dados", .first_bytes = bytes}), format) << bytes;
  }
  std::string wide = "\xFF\xFE";
  for (const char c : std::string_view("<?xml version=\"1.0\"?>\n<collection><record/>")) {
    wide.append(1, c).append(1, '\0');
  }
  EXPECT_EQ(guess_format({.file_name = "dados", .first_bytes = wide}), Format::marcxml);
  EXPECT_EQ(guess_format({.file_name = "porbase.mrc", .first_bytes = unimarc}), Format::unimarc);
}

TEST(Formats, NamesNameTheirFormatBothWays) {
  for (const formats::FormatInfo& row : formats::format_table()) {
    EXPECT_EQ(formats::format_named(row.name), row.format);
    EXPECT_EQ(formats::name_of(row.format), row.name);
  }
  EXPECT_EQ(formats::format_named("NDJSON"), std::nullopt);
  EXPECT_EQ(formats::format_named(""), std::nullopt);
}

TEST(Formats, AMediaTypeNamesAFormatWhereThatCanStand) {
  using formats::format_of_media_type;
  using formats::Use;
  EXPECT_EQ(format_of_media_type("Application/MARC", Use::read), Format::marc);
  EXPECT_EQ(format_of_media_type("text/csv", Use::list), Format::csv);
  EXPECT_EQ(format_of_media_type("text/csv", Use::one_book), std::nullopt);
  EXPECT_EQ(format_of_media_type("application/json", Use::one_book), Format::json);
  EXPECT_EQ(format_of_media_type("application/json", Use::read), Format::ndjson);
  EXPECT_EQ(format_of_media_type("text/xml", Use::read), Format::marcxml);
  EXPECT_EQ(format_of_media_type("text/xml", Use::one_book), std::nullopt);
  EXPECT_EQ(format_of_media_type("text/html", Use::read), std::nullopt);
}

TEST(Formats, EachIsReadAndWrittenOnlyWhereTheTableSaysSo) {
  using Extent = formats::WriteOptions::Extent;
  for (const formats::FormatInfo& row : formats::format_table()) {
    EXPECT_TRUE(row.can(formats::Use::read) || !formats::has_reader(row.format)) << row.name;
    EXPECT_TRUE(row.can(formats::Use::list) || !formats::has_writer(row.format, Extent::list));
    EXPECT_TRUE(row.can(formats::Use::one_book) || !formats::has_writer(row.format, Extent::one));
  }
  EXPECT_EQ(formats::format_list(formats::Use::read),
            "ndjson, csv, marc, marcxml, unimarc, bibtex, ris, csl");
}

TEST(Formats, JsonIsAnArrayOrOneObject) {
  catalog::Book book;
  book.id = {4};
  book.fields.edit().title = "Um";
  const auto one =
      formats::make_writer(Format::json, {.extent = formats::WriteOptions::Extent::one});
  EXPECT_TRUE(formats::write_one(*one, book).starts_with("{\"id\":4,"));
  const auto list = formats::make_writer(Format::json);
  std::string out;
  list->begin(out);
  list->append(out, book);
  list->append(out, book);
  list->end(out);
  EXPECT_TRUE(out.starts_with("[{\"id\":4,") && out.ends_with("}]")) << out;
  EXPECT_NE(out.find("},\n{\"id\":4,"), std::string::npos) << out;
  EXPECT_EQ(support::read_whole(Format::ndjson, out).size(), 2U);
}

}  // namespace
}  // namespace formats_format_test

// MODS, element by element.
#include <gtest/gtest.h>

#include <string>

#include "formats/mods.hpp"

namespace formats_mods_test {
namespace {

using catalog::IdentifierType;
using formats::Format;
using Extent = formats::WriteOptions::Extent;

catalog::Book rose() {
  catalog::Book book;
  book.id = {4};
  book.version = {2};
  catalog::BookFields& fields = book.fields.edit();
  fields.title = "O nome da rosa";
  fields.subtitle = "romance";
  fields.original_title = "Il nome della rosa";
  fields.author = "Umberto Eco";
  fields.contributors = {{"Eco, Umberto"},
                         {"Bernardini, Aurora", "trl"},
                         {"Brasil. Ministério", "org", catalog::ContributorKind::body},
                         {"Feira do Livro", "ctb", catalog::ContributorKind::event}};
  fields.isbn = catalog::Isbn::parse("9788535902778");
  fields.other_isbns = {*catalog::Isbn::parse("9788508040810")};
  fields.identifiers = {{IdentifierType::doi, "10.1000/1"},
                        {IdentifierType::invalid_isbn, "123"},
                        {IdentifierType::olid, "OL1M"}};
  fields.publisher = "Nova & Cia";
  fields.place = "Rio de Janeiro";
  fields.edition = "2. ed.";
  fields.year = 1983;
  fields.language = "pt-BR";
  fields.pages = 562;
  fields.subjects = {"Mosteiros -- Ficção"};
  fields.tags = {"romance"};
  fields.cdd = "853";
  fields.cdu = "821";
  fields.series = {"Grandes Romances", "7"};
  fields.synopsis = "Um monge.";
  fields.notes = {"Com índice."};
  fields.cover = "https://example.org/rosa.jpg";
  fields.links = {{"https://example.org/4", "", {}, "Leia \"já\""}};
  return book;
}

std::string written(Extent extent, const catalog::Book& book) {
  const auto writer = formats::make_writer(
      Format::mods,
      {.extent = extent, .base_uri = "https://livros.example", .marc_organization = "BR-X"});
  return formats::write_one(*writer, book);
}

TEST(Mods, NamesOfTheAuthorLineAreNamesWhereNobodyElseIsTheAuthor) {
  catalog::Book book;
  book.id = {4};
  catalog::BookFields& fields = book.fields.edit();
  fields.title = "L'homme";
  fields.author = "Hugo; Sand, George";
  const std::string name = "</namePart><role><roleTerm type=\"code\" authority=\"marcrelator\">";
  const std::string hugo = "<name type=\"personal\"><namePart>Hugo" + name + "aut<";
  const std::string sand = "<name type=\"personal\"><namePart>Sand, George" + name + "aut<";
  const std::string both = written(Extent::one, book);
  EXPECT_LT(both.find(hugo), both.find(sand)) << both;
  EXPECT_NE(both.find(sand), std::string::npos) << both;
  fields.contributors = {{"Bernardini, Aurora", "trl"}};
  EXPECT_NE(written(Extent::one, book).find(hugo), std::string::npos);
  fields.contributors = {{"Hugo, Victor", "aut"}};
  EXPECT_EQ(written(Extent::one, book).find(sand), std::string::npos);
}

TEST(Mods, EachMemberHasItsElement) {
  EXPECT_EQ(written(Extent::one, rose()),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<mods xmlns=\"http://www.loc.gov/mods/v3\" version=\"3.7\">"
            "<titleInfo><nonSort>O</nonSort><title>nome da rosa</title>"
            "<subTitle>romance</subTitle></titleInfo>"
            "<titleInfo type=\"uniform\"><title>Il nome della rosa</title></titleInfo>"
            "<name type=\"personal\"><namePart>Eco, Umberto</namePart><role>"
            "<roleTerm type=\"code\" authority=\"marcrelator\">aut</roleTerm></role></name>"
            "<name type=\"personal\"><namePart>Bernardini, Aurora</namePart><role>"
            "<roleTerm type=\"code\" authority=\"marcrelator\">trl</roleTerm></role></name>"
            "<name type=\"corporate\"><namePart>Brasil. Ministério</namePart><role>"
            "<roleTerm type=\"code\" authority=\"marcrelator\">org</roleTerm></role></name>"
            "<name type=\"conference\"><namePart>Feira do Livro</namePart><role>"
            "<roleTerm type=\"code\" authority=\"marcrelator\">ctb</roleTerm></role></name>"
            "<note type=\"statement of responsibility\">Umberto Eco</note>"
            "<typeOfResource>text</typeOfResource><genre>romance</genre>"
            "<originInfo><place><placeTerm type=\"text\">Rio de Janeiro</placeTerm></place>"
            "<publisher>Nova &amp; Cia</publisher><dateIssued>1983</dateIssued>"
            "<edition>2. ed.</edition><issuance>monographic</issuance></originInfo>"
            "<language><languageTerm type=\"code\" authority=\"iso639-2b\">por</languageTerm>"
            "<languageTerm type=\"code\" authority=\"rfc3066\">pt-BR</languageTerm></language>"
            "<physicalDescription><extent>562 p.</extent></physicalDescription>"
            "<abstract>Um monge.</abstract><note>Com índice.</note>"
            "<subject><topic>Mosteiros</topic><topic>Ficção</topic></subject>"
            "<classification authority=\"ddc\">853</classification>"
            "<classification authority=\"udc\">821</classification>"
            "<relatedItem type=\"series\"><titleInfo><title>Grandes Romances</title>"
            "<partNumber>7</partNumber></titleInfo></relatedItem>"
            "<identifier type=\"isbn\">9788535902778</identifier>"
            "<identifier type=\"isbn\">9788508040810</identifier>"
            "<identifier type=\"doi\">10.1000/1</identifier>"
            "<identifier type=\"isbn\" invalid=\"yes\">123</identifier>"
            "<identifier type=\"local\">OL1M</identifier>"
            "<identifier type=\"uri\">https://livros.example/livros/4</identifier>"
            "<location><url note=\"Leia &quot;já&quot;\">https://example.org/4</url></location>"
            "<location><url displayLabel=\"Capa\">https://example.org/rosa.jpg</url></location>"
            "<recordInfo><recordCreationDate encoding=\"w3cdtf\">1970-01-01T00:00:00.000Z"
            "</recordCreationDate><recordChangeDate encoding=\"w3cdtf\">1970-01-01T00:00:00.000Z"
            "</recordChangeDate><recordIdentifier source=\"BR-X\">4</recordIdentifier></recordInfo>"
            "</mods>\n");
}

TEST(Mods, ManyBooksAreACollection) {
  catalog::Book book;
  book.fields.edit().title = "L'été";
  book.fields.edit().language = "fr";
  const std::string list = written(Extent::list, book);
  EXPECT_NE(list.find("<modsCollection xmlns=\"http://www.loc.gov/mods/v3\">\n<mods "),
            std::string::npos);
  EXPECT_NE(list.find("<nonSort>L'</nonSort><title>été</title>"), std::string::npos);
  EXPECT_TRUE(list.ends_with("</mods>\n</modsCollection>\n"));
}

}  // namespace
}  // namespace formats_mods_test

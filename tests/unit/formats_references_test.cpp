// What reference managers and search engines get of a book: BibTeX, RIS, CSL-JSON, JSON-LD; each
// row of the mapping, and what must not break the format.
#include <gtest/gtest.h>

#include <string>

#include "formats/format.hpp"
#include "json/reader.hpp"
#include "support/answer.hpp"
#include "support/format_reading.hpp"
#include "support/random_books.hpp"

namespace formats_references_test {
namespace {

using catalog::BookFields;
using catalog::IdentifierType;
using formats::Format;
using support::json_at;
using Extent = formats::WriteOptions::Extent;

catalog::Book rose() {
  catalog::Book book;
  book.id = {4};
  book.version = {2};
  BookFields& fields = book.fields.edit();
  fields.title = "O nome da rosa";
  fields.subtitle = "romance";
  fields.original_title = "Il nome della rosa";
  fields.author = "Eco, Umberto; Bernardini, Aurora";
  fields.contributors = {{"Eco, Umberto"},
                         {"Bernardini, Aurora", "trl"},
                         {"Silva, João", "org"},
                         {"Lima, Rui", "ill"},
                         {"Reis, Ivo", "aui"}};
  fields.isbn = catalog::Isbn::parse("9788535902778");
  fields.identifiers = {{IdentifierType::doi, "10.1000/a_b"}, {IdentifierType::lccn, "83012345"}};
  fields.publisher = "Nova Fronteira";
  fields.place = "Rio de Janeiro";
  fields.edition = "2. ed.";
  fields.year = 1983;
  fields.language = "pt-BR";
  fields.original_language = "it";
  fields.pages = 562;
  fields.subjects = {"Mosteiros -- Ficção", "Itália, Idade Média"};
  fields.tags = {"romance"};
  fields.cdd = "853";
  fields.series = {"Grandes Romances", "7"};
  fields.synopsis = "Um monge investiga.\nMortes.";
  fields.cover = "https://example.org/rosa.jpg";
  fields.notes = {"Com índice.", "Edição fac-similar."};
  fields.links = {
      {"https://loja.example/4", "", catalog::LinkRelation::purchase, ""},
      {"https://example.org/a_b.pdf", "application/pdf", catalog::LinkRelation::text, ""}};
  return book;
}

std::string written(Format format, const catalog::Book& book, Extent extent = Extent::list) {
  const auto writer =
      formats::make_writer(format, {.extent = extent, .base_uri = "https://livros.example"});
  return formats::write_one(*writer, book);
}

TEST(Bibtex, EachMemberHasItsField) {
  EXPECT_EQ(written(Format::bibtex, rose()),
            "@book{livros-4,\n"
            "  author = {Eco, Umberto},\n"
            "  editor = {Silva, João},\n"
            "  translator = {Bernardini, Aurora},\n"
            "  illustrator = {Lima, Rui},\n"
            "  title = {O nome da rosa},\n"
            "  subtitle = {romance},\n"
            "  origtitle = {Il nome della rosa},\n"
            "  edition = {2. ed.},\n"
            "  address = {Rio de Janeiro},\n"
            "  publisher = {Nova Fronteira},\n"
            "  year = {1983},\n"
            "  isbn = {9788535902778},\n"
            "  doi = {10.1000/a_b},\n"
            "  langid = {brazilian},\n"
            "  language = {pt-BR},\n"
            "  origlanguage = {it},\n"
            "  pagetotal = {562},\n"
            "  series = {Grandes Romances},\n"
            "  number = {7},\n"
            "  keywords = {Mosteiros -- Ficção, {Itália, Idade Média}, romance},\n"
            "  abstract = {Um monge investiga.\nMortes.},\n"
            "  note = {Com índice.; Edição fac-similar.},\n"
            "  url = {https://example.org/a_b.pdf},\n"
            "}\n");
}

TEST(Bibtex, SignsOfTexAreEscapedAndCapitalsInsideWordsKept) {
  catalog::Book book;
  book.fields.edit().title = R"(C# & McDonald: 100% {a} \x $1 _ ^ ~)";
  EXPECT_NE(written(Format::bibtex, book)
                .find("title = {C\\# \\& {McDonald:} 100\\% \\{a\\} \\textbackslash{}x \\$1 \\_ "
                      "\\textasciicircum{} \\textasciitilde{}}"),
            std::string::npos)
      << written(Format::bibtex, book);
}

TEST(Bibtex, ABraceAloneIsACommandAndComesBack) {
  for (const std::string text : {"Conjunto { vazio", "Conjunto } vazio", "}{", "{", "{DaVinci} e {",
                                 "a {b c} d", "{Ana Maria", "\\{"}) {
    catalog::Book book;
    BookFields& fields = book.fields.edit();
    fields.title = text;
    fields.synopsis = text;
    fields.notes = {text};
    fields.subjects = {text};
    fields.contributors = {{text + ", Ana"}};
    const std::string entry = written(Format::bibtex, book);
    // As BibTeX counts them.
    int depth = 0;
    for (const char c : entry.substr(0, entry.rfind('}'))) {
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      ASSERT_GE(depth, 0) << entry;
    }
    EXPECT_EQ(depth, 1) << entry;
    const auto read = support::read_whole(Format::bibtex, entry);
    ASSERT_EQ(read.size(), 1U) << entry;
    EXPECT_EQ(read[0].fields->title, text) << entry;
    EXPECT_EQ(read[0].fields->synopsis, text) << entry;
    EXPECT_EQ(read[0].fields->notes, fields.notes) << entry;
    EXPECT_EQ(read[0].fields->subjects, fields.subjects) << entry;
    EXPECT_EQ(read[0].fields->contributors, fields.contributors) << entry;
  }
}

TEST(Bibtex, ANameHoldsWhatWouldPartIt) {
  catalog::Book book;
  book.fields.edit().title = "Um";
  book.fields.edit().contributors = {{"Noble and Barnes, Ana"},
                                     {"King, Martin Luther, King"},
                                     {"others"},
                                     {"Platão"},
                                     {"Machado de Assis"}};
  EXPECT_NE(
      written(Format::bibtex, book)
          .find(
              "author = {Noble {a}nd Barnes, Ana and King, {Martin Luther, King} and {o}thers and "
              "Platão and Assis, Machado de}"),
      std::string::npos)
      << written(Format::bibtex, book);
}

TEST(References, NamesHaveTheirPartsInEachForm) {
  catalog::Book book;
  book.fields.edit().title = "Um";
  book.fields.edit().contributors = {
      {"Martin Luther King, Jr."}, {"João Paulo II"}, {"José Saramago, 1922-2010"}};
  const auto holds = [&](Format format, std::string_view text) {
    return written(format, book).find(text) != std::string::npos;
  };
  EXPECT_TRUE(holds(Format::bibtex,
                    "author = {King, Jr., Martin Luther and {João Paulo II} and Saramago, José}"));
  EXPECT_TRUE(holds(Format::ris,
                    "AU  - King, Martin Luther, Jr.\r\nAU  - João Paulo II\r\n"
                    "AU  - Saramago, José\r\n"));
  EXPECT_TRUE(holds(Format::csl,
                    R"([{"family":"King","given":"Martin Luther","suffix":"Jr."},)"
                    R"({"family":"João Paulo II"},{"family":"Saramago","given":"José"}])"));
}

TEST(Csl, TheEditionIsANumberAndAPrintingItsWords) {
  const auto edition = [](std::string said) {
    catalog::Book book;
    book.fields.edit().title = "Um";
    book.fields.edit().edition = std::move(said);
    return json_at(written(Format::csl, book), "/0/edition");
  };
  EXPECT_EQ(edition("2ª ed. rev. e ampl."), "2");
  EXPECT_EQ(edition("2e éd."), "2");
  EXPECT_EQ(edition("2ª impressão"), "2ª impressão");
  EXPECT_EQ(edition("2nd printing"), "2nd printing");
  EXPECT_EQ(edition("2005 ed."), "2005 ed.");
  EXPECT_EQ(edition("2.0"), "2");
}

TEST(References, SemicolonsPartTheAuthorLineWithoutBlanks) {
  catalog::Book book;
  book.fields.edit().title = "Um";
  book.fields.edit().author = "Silva, José;Costa, Ana;";
  EXPECT_NE(written(Format::ris, book).find("AU  - Silva, José\r\nAU  - Costa, Ana\r\n"),
            std::string::npos);
  EXPECT_NE(written(Format::dc, book, Extent::one).find("<dc:creator>Silva, José</dc:creator>"),
            std::string::npos);
  EXPECT_TRUE(written(Format::abnt, book).starts_with("SILVA, José; COSTA, Ana. Um."));
}

TEST(Ris, EachMemberHasItsTagAndLinesEndInCrlf) {
  EXPECT_EQ(written(Format::ris, rose()),
            "TY  - BOOK\r\n"
            "ID  - 4\r\n"
            "AU  - Eco, Umberto\r\n"
            "TI  - O nome da rosa: romance\r\n"
            "OP  - Il nome della rosa\r\n"
            "A3  - Silva, João\r\n"
            "A4  - Bernardini, Aurora\r\n"
            "SN  - 9788535902778\r\n"
            "DO  - 10.1000/a_b\r\n"
            "CY  - Rio de Janeiro\r\n"
            "PB  - Nova Fronteira\r\n"
            "PY  - 1983\r\n"
            "ET  - 2. ed.\r\n"
            "LA  - pt-BR\r\n"
            "SP  - 562\r\n"
            "CN  - 853\r\n"
            "T2  - Grandes Romances\r\n"
            "M1  - 7\r\n"
            "KW  - Mosteiros -- Ficção\r\n"
            "KW  - Itália, Idade Média\r\n"
            "KW  - romance\r\n"
            "AB  - Um monge investiga. Mortes.\r\n"
            "N1  - Com índice.\r\n"
            "N1  - Edição fac-similar.\r\n"
            "UR  - https://loja.example/4\r\n"
            "UR  - https://example.org/a_b.pdf\r\n"
            "L1  - https://example.org/rosa.jpg\r\n"
            "ER  - \r\n");
}

TEST(Ris, NothingInABookBeginsATag) {
  catalog::Book book;
  book.fields.edit().title = "Um";
  book.fields.edit().synopsis = "a\nER  - \nTY  - BOOK";
  EXPECT_NE(written(Format::ris, book).find("AB  - a ER  -  TY  - BOOK\r\n"), std::string::npos);
}

TEST(Csl, EachMemberHasItsVariable) {
  const std::string json = written(Format::csl, rose(), Extent::one);
  const auto at = [&](const char* pointer) { return json_at(json, std::string("/0") + pointer); };
  EXPECT_EQ(at("/id"), "4");
  EXPECT_EQ(at("/type"), "book");
  EXPECT_EQ(at("/title"), "O nome da rosa: romance");
  EXPECT_EQ(at("/original-title"), "Il nome della rosa");
  EXPECT_EQ(at("/author"), R"([{"family":"Eco","given":"Umberto"}])");
  EXPECT_EQ(at("/editor/0/family"), "Silva");
  EXPECT_EQ(at("/translator/0/family"), "Bernardini");
  EXPECT_EQ(at("/illustrator/0/family"), "Lima");
  EXPECT_EQ(at("/ISBN"), "9788535902778");
  EXPECT_EQ(at("/DOI"), "10.1000/a_b");
  EXPECT_EQ(at("/publisher"), "Nova Fronteira");
  EXPECT_EQ(at("/publisher-place"), "Rio de Janeiro");
  EXPECT_EQ(at("/issued"), R"({"date-parts":[[1983]]})");
  EXPECT_EQ(at("/edition"), "2");
  EXPECT_EQ(at("/language"), "pt-BR");
  EXPECT_EQ(at("/number-of-pages"), "562");
  EXPECT_EQ(at("/call-number"), "853");
  EXPECT_EQ(at("/collection-title"), "Grandes Romances");
  EXPECT_EQ(at("/collection-number"), "7");
  EXPECT_EQ(at("/keyword"), "Mosteiros -- Ficção; Itália, Idade Média; romance");
  EXPECT_EQ(at("/note"), "Com índice.\nEdição fac-similar.");
  EXPECT_EQ(at("/URL"), "https://example.org/a_b.pdf");
  EXPECT_EQ(at("/abstract"), "Um monge investiga.\nMortes.");
}

TEST(Jsonld, EachMemberHasItsProperty) {
  const std::string json = written(Format::jsonld, rose(), Extent::one);
  const auto at = [&](const char* pointer) { return json_at(json, pointer); };
  EXPECT_EQ(at("/@context"), "https://schema.org");
  EXPECT_EQ(at("/@type"), "Book");
  EXPECT_EQ(at("/@id"), "https://livros.example/livros/4");
  EXPECT_EQ(at("/name"), "O nome da rosa");
  EXPECT_EQ(at("/alternativeHeadline"), "romance");
  EXPECT_EQ(at("/exampleOfWork/name"), "Il nome della rosa");
  EXPECT_EQ(at("/translationOfWork/inLanguage"), "it");
  EXPECT_EQ(at("/author"), R"([{"@type":"Person","name":"Eco, Umberto"}])");
  EXPECT_EQ(at("/editor/0/name"), "Silva, João");
  EXPECT_EQ(at("/translator/0/name"), "Bernardini, Aurora");
  EXPECT_EQ(at("/illustrator/0/name"), "Lima, Rui");
  EXPECT_EQ(at("/contributor/0/name"), "Reis, Ivo");
  EXPECT_EQ(at("/isbn"), "9788535902778");
  EXPECT_EQ(at("/identifier/0"),
            R"({"@type":"PropertyValue","propertyID":"doi","value":"10.1000/a_b"})");
  EXPECT_EQ(at("/sameAs"), "https://doi.org/10.1000/a_b");
  EXPECT_EQ(at("/locationCreated/name"), "Rio de Janeiro");
  EXPECT_EQ(at("/publisher"), R"({"@type":"Organization","name":"Nova Fronteira"})");
  EXPECT_EQ(at("/datePublished"), "1983");
  EXPECT_EQ(at("/bookEdition"), "2. ed.");
  EXPECT_EQ(at("/inLanguage"), "pt-BR");
  EXPECT_EQ(at("/numberOfPages"), "562");
  EXPECT_EQ(at("/about/0"), R"({"@type":"DefinedTerm","name":"Mosteiros -- Ficção"})");
  EXPECT_EQ(at("/keywords"), R"(["romance"])");
  EXPECT_EQ(at("/isPartOf/name"), "Grandes Romances");
  EXPECT_EQ(at("/position"), "7");
  EXPECT_EQ(at("/abstract"), "Um monge investiga.\nMortes.");
  EXPECT_EQ(at("/image"), "https://example.org/rosa.jpg");
  EXPECT_EQ(at("/associatedMedia"), R"([{"@type":"MediaObject","contentUrl":)"
                                    R"("https://example.org/a_b.pdf",)"
                                    R"("encodingFormat":"application/pdf"}])");
  EXPECT_EQ(at("/url"), R"(["https://loja.example/4"])");
  EXPECT_EQ(at("/dateModified"), "1970-01-01T00:00:00.000Z");
}

TEST(Jsonld, ManyBooksAreAGraphAndSeveralIsbnsAnArray) {
  catalog::Book book = rose();
  book.fields.edit().other_isbns = {*catalog::Isbn::parse("9788508040810")};
  book.fields.edit().year = -380;
  const std::string json = written(Format::jsonld, book);
  EXPECT_EQ(json_at(json, "/@context"), "https://schema.org");
  EXPECT_EQ(json_at(json, "/@graph/0/@context"), "");
  EXPECT_EQ(json_at(json, "/@graph/0/isbn"), R"(["9788535902778","9788508040810"])");
  EXPECT_EQ(json_at(json, "/@graph/0/datePublished"), "-0380");
}

TEST(References, ABodyIsNoPersonAnywhere) {
  catalog::Book book;
  book.fields.edit().title = "Um";
  book.fields.edit().contributors = {
      {"Brasil. Ministério da Saúde", "aut", catalog::ContributorKind::body}};
  EXPECT_NE(written(Format::bibtex, book).find("author = {{Brasil. Ministério da Saúde}},"),
            std::string::npos);
  EXPECT_NE(written(Format::ris, book).find("AU  - Brasil. Ministério da Saúde,\r\n"),
            std::string::npos);
  EXPECT_EQ(json_at(written(Format::csl, book), "/0/author"),
            R"([{"literal":"Brasil. Ministério da Saúde"}])");
  EXPECT_EQ(json_at(written(Format::jsonld, book), "/@graph/0/author/0/@type"), "Organization");
}

TEST(DublinCore, EachMemberHasItsElement) {
  catalog::Book book = rose();
  book.fields.edit().title = "O nome & a <rosa>";
  book.fields.edit().other_isbns = {*catalog::Isbn::parse("9788508040810")};
  book.fields.edit().cdu = "821";
  book.fields.edit().identifiers.push_back({IdentifierType::issn, "1234-5679"});
  book.fields.edit().identifiers.push_back({IdentifierType::olid, "OL1M"});
  const std::string xml = written(Format::dc, book, Extent::one);
  EXPECT_TRUE(xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<oai_dc:dc "));
  EXPECT_EQ(xml.substr(xml.find("<dc:title>")),
            "<dc:title>O nome &amp; a &lt;rosa&gt;: romance</dc:title>"
            "<dc:creator>Eco, Umberto</dc:creator>"
            "<dc:contributor>Silva, João</dc:contributor>"
            "<dc:contributor>Bernardini, Aurora</dc:contributor>"
            "<dc:contributor>Lima, Rui</dc:contributor>"
            "<dc:contributor>Reis, Ivo</dc:contributor>"
            "<dc:subject>Mosteiros -- Ficção</dc:subject>"
            "<dc:subject>Itália, Idade Média</dc:subject>"
            "<dc:subject>romance</dc:subject>"
            "<dc:subject>CDD 853</dc:subject>"
            "<dc:subject>CDU 821</dc:subject>"
            "<dc:description>Um monge investiga.\nMortes.</dc:description>"
            "<dc:description>Com índice.</dc:description>"
            "<dc:description>Edição fac-similar.</dc:description>"
            "<dc:publisher>Nova Fronteira</dc:publisher>"
            "<dc:date>1983</dc:date>"
            "<dc:format>562 p.</dc:format>"
            "<dc:identifier>https://livros.example/livros/4</dc:identifier>"
            "<dc:identifier>urn:isbn:9788535902778</dc:identifier>"
            "<dc:identifier>urn:isbn:9788508040810</dc:identifier>"
            "<dc:identifier>https://doi.org/10.1000/a_b</dc:identifier>"
            "<dc:identifier>info:lccn/83012345</dc:identifier>"
            "<dc:identifier>urn:issn:1234-5679</dc:identifier>"
            "<dc:identifier>https://loja.example/4</dc:identifier>"
            "<dc:identifier>https://example.org/a_b.pdf</dc:identifier>"
            "<dc:language>pt-BR</dc:language>"
            "<dc:relation>Grandes Romances ; 7</dc:relation></oai_dc:dc>\n");
}

// Books of earlier releases may hold values with their labels.
TEST(References, AnIdentifierIsLabelledOnce) {
  catalog::Book book = rose();
  book.fields.edit().identifiers = {{IdentifierType::doi, "https://doi.org/10.1000/a"},
                                    {IdentifierType::oclc, "(OCoLC)ocm00123"},
                                    {IdentifierType::oclc, "(OCoLC)x"},
                                    {IdentifierType::issn, "ISSN 1234-5679"}};
  const auto has = [&](Format format, std::string_view text) {
    return written(format, book, Extent::one).find(text) != std::string::npos;
  };
  EXPECT_TRUE(has(Format::dc, ">https://doi.org/10.1000/a<"));
  EXPECT_TRUE(has(Format::dc, ">info:oclcnum/123<"));
  EXPECT_TRUE(has(Format::dc, ">urn:issn:1234-5679<"));
  EXPECT_TRUE(has(Format::jsonld, "\"sameAs\":\"https://doi.org/10.1000/a\""));
  EXPECT_TRUE(has(Format::mods, "\"doi\">10.1000/a<"));
  EXPECT_TRUE(has(Format::marcxml, ">10.1000/a<"));
  EXPECT_TRUE(has(Format::marcxml, ">(OCoLC)123<"));
  EXPECT_TRUE(has(Format::marcxml, ">(OCoLC)x<"));
  EXPECT_TRUE(has(Format::ris, "DO  - 10.1000/a\r\n"));
  EXPECT_TRUE(has(Format::bibtex, "doi = {10.1000/a}"));
  EXPECT_TRUE(has(Format::csl, "\"DOI\":\"10.1000/a\""));
}

TEST(References, WhateverABookHoldsJsonIsJsonAndRisHasItsTags) {
  support::RandomBooks random(20261129);
  for (int i = 0; i < 100; ++i) {
    const catalog::Book book = random.next();
    for (const Format format : {Format::csl, Format::jsonld}) {
      EXPECT_NE(json_at(written(format, book), ""), "") << formats::name_of(format);
    }
    const std::string ris = written(Format::ris, book);
    EXPECT_EQ(ris.find("ER  - \r\n"), ris.size() - 8);
    const std::string bibtex = written(Format::bibtex, book);
    int depth = 0;
    for (std::size_t at = 0; at < bibtex.size(); ++at) {
      if (bibtex[at] == '\\') {
        ++at;
        continue;
      }
      depth += bibtex[at] == '{' ? 1 : bibtex[at] == '}' ? -1 : 0;
    }
    EXPECT_EQ(depth, 0) << bibtex;
  }
}

}  // namespace
}  // namespace formats_references_test

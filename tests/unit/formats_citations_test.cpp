// RIS and CSL-JSON: each row of the mapping, and files as programs and people leave them.
#include <gtest/gtest.h>

#include "formats/csl_keywords.hpp"
#include "formats/ndjson.hpp"
#include "formats/ris_reader.hpp"
#include "support/format_reading.hpp"

namespace formats_citations_test {
namespace {

using catalog::BookFields;
using formats::Format;
using Texts = std::vector<std::string>;

Texts titles(Format format, const std::string& text) {
  Texts out;
  const auto whole = support::read_whole(format, text);
  EXPECT_EQ(whole, support::read_sliced(format, text, 1));
  for (const auto& one : whole) {
    const bool has_error = one.problem && !one.problem->errors.empty();
    out.push_back(one.fields  ? one.fields->title
                  : has_error ? std::string(kind_of(one.problem->errors[0].rule).slug)
                              : std::string(kind_of(one.problem->code).slug));
  }
  return out;
}

BookFields ris(const std::string& lines, const std::string& type = "BOOK") {
  const auto read =
      support::read_whole(Format::ris, "TY  - " + type + "\nTI  - Um\n" + lines + "\nER  - \n");
  EXPECT_EQ(read.size(), 1U);
  return read.at(0).fields.value_or(BookFields{});
}

BookFields csl(const std::string& members) {
  const auto read =
      support::read_whole(Format::csl, R"([{"type":"book","title":"Um",)" + members + "}]");
  EXPECT_EQ(read.size(), 1U);
  EXPECT_TRUE(read.at(0).fields) << members;
  return read.at(0).fields.value_or(BookFields{});
}

TEST(Ris, EachTagOfABook) {
  EXPECT_EQ(ris("AU  - Assis, Machado de").author, "Assis, Machado de");
  EXPECT_EQ(ris("A1  - A\nA2  - B\nA3  - C\nED  - D\nA4  - E").contributors,
            (std::vector<catalog::Contributor>{
                {"A", "aut"}, {"B", "edt"}, {"C", "edt"}, {"D", "edt"}, {"E", "trl"}}));
  EXPECT_EQ(ris("SN  - 9788535902778").isbn->digits(), "9788535902778");
  EXPECT_EQ(ris("SN  - 0870-8517").identifiers.at(0).value, "0870-8517");
  EXPECT_EQ(ris("SN  - ISSN 0870-8517").identifiers.at(0),
            (catalog::Identifier{catalog::IdentifierType::issn, "0870-8517"}));
  EXPECT_EQ(ris("DO  - 10.1/x").identifiers.at(0).value, "10.1/x");
  EXPECT_EQ(ris("DO  - https://doi.org/10.1000/x").identifiers.at(0).value, "10.1000/x");
  EXPECT_EQ(ris("CY  - Rio").place, "Rio");
  EXPECT_EQ(ris("PB  - Garnier").publisher, "Garnier");
  EXPECT_EQ(ris("PY  - 1899/05/12/").year, 1899);
  EXPECT_EQ(ris("Y1  - 1899").year, 1899);
  EXPECT_EQ(ris("DA  - 1899/05").year, 1899);
  EXPECT_EQ(ris("ET  - 2").edition, "2");
  EXPECT_EQ(ris("LA  - Português").language, "pt");
  EXPECT_EQ(ris("SP  - 256").pages, 256);
  EXPECT_FALSE(ris("SP  - 12\nEP  - 20").pages);
  EXPECT_EQ(ris("KW  - a\nKW  - b").subjects, (Texts{"a", "b"}));
  EXPECT_EQ(ris("T2  - S\nM1  - 3").series, (catalog::Series{"S", "3"}));
  EXPECT_EQ(ris("T3  - S\nVL  - 3").series, (catalog::Series{"S", "3"}));
  EXPECT_EQ(ris("AB  - x\n  y").synopsis, "x\ny");
  EXPECT_EQ(ris("N2  - x").synopsis, "x");
  EXPECT_EQ(ris("AB  - x\nN2  - x\nAB  - y").synopsis, "x\n\ny");
  EXPECT_EQ(ris("N1  - x\nN1  - y").notes, (Texts{"x", "y"}));
  EXPECT_EQ(ris("UR  - https://a.org/").links.at(0).url, "https://a.org/");
  EXPECT_EQ(ris("L1  - https://a.org/c.jpg").cover, "https://a.org/c.jpg");
  EXPECT_EQ(ris("OP  - Original").original_title, "Original");
  EXPECT_EQ(ris("CN  - 869.3").cdd, "869.3");
}

TEST(Ris, AnAddressSaysNoMoreThanItsTag) {
  using catalog::LinkRelation;
  using Links = std::vector<catalog::Link>;
  EXPECT_EQ(
      ris("UR  - https://a.org/\nUR  - https://a.org/b.pdf").links,
      (Links{{"https://a.org/", "", {}, ""}, {"https://a.org/b.pdf", "", LinkRelation::text, ""}}));
  EXPECT_EQ(ris("L1  - https://a.org/b.PDF?x=1").links,
            (Links{{"https://a.org/b.PDF?x=1", "", LinkRelation::text, ""}}));
  EXPECT_EQ(ris("L1  - https://a.org/b.pdf").cover, "");
  EXPECT_EQ(ris("L1  - https://a.org/c").links, (Links{{"https://a.org/c", "", {}, ""}}));
  const BookFields two = ris("L1  - https://a.org/c.WebP?v=1\nL1  - https://a.org/d.png");
  EXPECT_EQ(two.cover, "https://a.org/c.WebP?v=1");
  EXPECT_EQ(two.links, (Links{{"https://a.org/d.png", "", {}, ""}}));
  EXPECT_EQ(ris("L4  - https://a.org/c").cover, "https://a.org/c");
  EXPECT_EQ(ris("L1  - file:///b.pdf").links, Links{});
  EXPECT_EQ(csl(R"("URL":"https://a.org/")").links, (Links{{"https://a.org/", "", {}, ""}}));
}

TEST(Ris, ACoverComesBack) {
  for (const std::string_view cover : {"https://a.org/c.jpg", "https://a.org/livros/4/capa?v=0"}) {
    catalog::Book book;
    book.id = {4};
    book.version = {1};
    book.fields.edit().title = "Um";
    book.fields.edit().cover = cover;
    const auto writer = formats::make_writer(Format::ris);
    const auto read = support::read_whole(Format::ris, formats::write_one(*writer, book));
    EXPECT_EQ(read.at(0).fields->cover, cover);
  }
}

TEST(Citations, ACallNumberOfDeweyIsOneAndOthersAreKept) {
  for (const std::string_view number : {"869", "869.3", "853 E19n", "981/.52"}) {
    EXPECT_EQ(ris("CN  - " + std::string(number)).cdd, number);
  }
  for (const std::string_view number : {"PQ9697.M18", "8693", "86", "CDD 869.3"}) {
    const BookFields book = ris("CN  - " + std::string(number));
    EXPECT_EQ(book.cdd, "") << number;
    EXPECT_EQ(book.extra, "{\"CN\":\"" + std::string(number) + "\"}");
  }
  EXPECT_EQ(csl(R"("call-number":"PQ9697")").extra, R"({"call-number":"PQ9697"})");
  EXPECT_EQ(csl(R"("call-number":"869.3")").extra, "");
}

TEST(Citations, EveryIsbnIsReadWhateverIsSaidBehindIt) {
  const auto isbns = [](const BookFields& book) {
    Texts found;
    if (book.isbn) found.emplace_back(book.isbn->digits());
    for (const auto& one : book.other_isbns) found.emplace_back(one.digits());
    return found;
  };
  const Texts both{"9788535902778", "9788508040810"};
  EXPECT_EQ(isbns(ris("SN  - 978-85-359-0277-8 (ISBN); 978-85-08-04081-0 (ISBN)")), both);
  EXPECT_EQ(isbns(ris("SN  - 978-85-359-0277-8 (print) | 978-85-08-04081-0 (electronic)")), both);
  EXPECT_EQ(isbns(csl(R"x("ISBN":"978-85-359-0277-8 (print), 978-85-08-04081-0 (online)")x")),
            both);
  const BookFields crossref = csl(R"("ISBN":["http://id.crossref.org/isbn/9788508040810"])");
  EXPECT_EQ(isbns(crossref), Texts{"9788508040810"});
  EXPECT_TRUE(crossref.identifiers.empty());
}

TEST(Ris, TheFirstColonPartsTitleAndSubtitle) {
  const auto read = support::read_whole(Format::ris, "TY  - BOOK\nT1  - A: b: c\nER  - ");
  EXPECT_EQ(read.at(0).fields->title, "A");
  EXPECT_EQ(read.at(0).fields->subtitle, "b: c");
}

TEST(Ris, TypesOfBooksAreReadAndOthersRefusedAlone) {
  std::string input;
  for (const std::string_view type : {"BOOK", "EBOOK", "EDBOOK", "CHAP", "GEN", "THES", "JOUR"}) {
    input += "TY  - " + std::string(type) + "\nTI  - " + std::string(type) + "\nER  - \n\n";
  }
  EXPECT_EQ(titles(Format::ris, input),
            (Texts{"BOOK", "EBOOK", "EDBOOK", "CHAP", "GEN", "THES", "tipo-nao-suportado"}));
  EXPECT_EQ(titles(Format::ris, "TY  - CHAP\nT2  - Livro\nER  - "), Texts{"Livro"});
  EXPECT_FALSE(ris("T2  - Livro", "CHAP").series);
  EXPECT_EQ(ris("T2  - Livro", "CHAP").notes, Texts{"Em: Livro"});
  EXPECT_EQ(ris("T2  - Livro", "ECHAP").notes, Texts{"Em: Livro"});
  EXPECT_EQ(ris("VL  - 2").notes, Texts{"v. 2"});
  EXPECT_EQ(ris("T2  - S\nM1  - 12\nVL  - 2").series, (catalog::Series{"S", "12"}));
  EXPECT_EQ(ris("T2  - S\nM1  - 12\nVL  - 2").notes, Texts{"v. 2"});
  EXPECT_EQ(ris("M3  - Tese (Doutorado)", "THES").notes, Texts{"Tese (Doutorado)"});
  for (const std::string type : {"RPRT", "CONF", "CLSWK", "DICT", "ENCYC", "SER"}) {
    EXPECT_EQ(ris("PY  - 1999", type).year, 1999) << type;
  }
}

TEST(Ris, SeriesOfPartsAndFurtherSeriesAndCountsOfVolumesAreKept) {
  const BookFields part = ris("T2  - Livro\nT3  - Série\nM1  - 5\nVL  - 2", "CHAP");
  EXPECT_EQ(part.series, (catalog::Series{"Série", "5"}));
  EXPECT_EQ(part.notes, (Texts{"Em: Livro", "v. 2"}));
  const BookFields two = ris("T2  - S\nT3  - T\nM1  - 5");
  EXPECT_EQ(two.series, (catalog::Series{"S", "5"}));
  EXPECT_EQ(two.notes, Texts{"Série: T"});
  EXPECT_TRUE(ris("T2  - S\nT3  - S").notes.empty());
  EXPECT_EQ(ris("NV  - 4").notes, Texts{"4 v."});
  EXPECT_EQ(ris("VL  - Mestrado", "THES").notes, Texts{"Mestrado"});
  EXPECT_EQ(ris("VL  - 2", "THES").notes, Texts{"v. 2"});
}

TEST(Ris, EveryEndOfALineAndMissingEndsOfReferences) {
  for (const std::string_view end : {"\n", "\r\n", "\r"}) {
    const std::string e(end);
    EXPECT_EQ(titles(Format::ris,
                     "\xEF\xBB\xBF"
                     "1." +
                         e + "TY  - BOOK" + e + "TI  - Um" + e + " dois" + e + "TY  - BOOK  " + e +
                         "TI  -Três" + e + "TI  - Quatro" + e + "ER  -" + e + "lixo" + e),
              (Texts{"Um dois", "Três"}));
  }
  EXPECT_EQ(titles(Format::ris, "TY  - BOOK\nTI  - Um"), Texts{"Um"});
  EXPECT_EQ(titles(Format::ris, "TY  - BOOK\r\n\n\r\n\nTI  - Um\r\n\nTY  - GEN\r\n\n"),
            (Texts{"Um", "obrigatorio"}));
  EXPECT_EQ(titles(Format::ris, "TY  - BOOK\nER  - \nTY  - BOOK\nTI  - \xC9tica\nER  - "),
            (Texts{"obrigatorio", "Ética"}));
}

TEST(Ris, BodiesAreNamesWithACommaBehindThem) {
  catalog::Book book;
  book.fields.edit().title = "Um";
  book.fields.edit().contributors = {
      {"Câmara dos Deputados", "aut", catalog::ContributorKind::body},
      {"Machado de Assis"},
      {"Brasil. Ministério da Saúde, Secretaria", "edt", catalog::ContributorKind::body}};
  const auto writer = formats::make_writer(Format::ris, {});
  const std::string written = formats::write_one(*writer, book);
  EXPECT_NE(written.find("AU  - Câmara dos Deputados,\r\n"), std::string::npos) << written;
  const auto read = support::read_whole(Format::ris, written);
  book.fields.edit().contributors[1].name = "Assis, Machado de";
  EXPECT_EQ(read.at(0).fields->contributors, book.fields->contributors);
  EXPECT_EQ(ris("AU  - Assis,M.").author, "Assis, M.");
}

TEST(Ris, LinesOfKeywordsAndAddressesAreOneEach) {
  EXPECT_EQ(ris("KW  - a\nb c\n\nd\nN1  - x\ny").subjects, (Texts{"a", "b c", "d"}));
  EXPECT_EQ(ris("UR  - https://a.org/\nhttps://b.org/").links.size(), 2U);
  EXPECT_EQ(titles(Format::ris, "TY  - BOOK\nTI  - Um\nER\nTY  - BOOK\nTI  - Dois\nER  "),
            (Texts{"Um", "Dois"}));
}

TEST(Ris, AReferenceTooLongIsRefusedAlone) {
  std::string input = "TY  - BOOK\nTI  - Um\n";
  for (int i = 0; i < 1100; ++i) input += "N1  - " + std::string(1000, 'x') + "\n";
  input += "ER  - \nTY  - BOOK\nTI  - Dois\nAB  - " +
           std::string(2 * formats::ris_record_bytes_max, 'x') +
           "\nER  - \nTY  - BOOK\nTI  - Três\nER  - \n";
  EXPECT_EQ(titles(Format::ris, input), (Texts{"longo-demais", "longo-demais", "Três"}));
}

TEST(Csl, EachMemberOfABook) {
  EXPECT_EQ(csl(R"("original-title":"O")").original_title, "O");
  EXPECT_EQ(csl(R"("ISBN":"9788535902778")").isbn->digits(), "9788535902778");
  EXPECT_EQ(csl(R"("ISSN":"0870-8517")").identifiers.at(0).value, "0870-8517");
  EXPECT_EQ(csl(R"("DOI":"10.1/x")").identifiers.at(0).value, "10.1/x");
  EXPECT_EQ(csl(R"("DOI":"doi:10.1/x")").identifiers.at(0).value, "10.1/x");
  EXPECT_EQ(csl(R"("publisher-place":"Rio")").place, "Rio");
  EXPECT_EQ(csl(R"("publisher":"G")").publisher, "G");
  EXPECT_EQ(csl(R"("issued":{"date-parts":[["1899",5]]})").year, 1899);
  EXPECT_EQ(csl(R"("issued":{"date-parts":[[1899]]})").year, 1899);
  EXPECT_EQ(csl(R"("issued":{"raw":"c1899"})").year, 1899);
  EXPECT_EQ(csl(R"("issued":{"literal":"maio de 1899"})").year, 1899);
  EXPECT_EQ(csl(R"("edition":2)").edition, "2");
  EXPECT_EQ(csl(R"("language":"pt-BR")").language, "pt-BR");
  EXPECT_EQ(csl(R"("number-of-pages":"256")").pages, 256);
  EXPECT_EQ(csl(R"("keyword":"a; b, c")").subjects, (Texts{"a", "b, c"}));
  EXPECT_EQ(csl(R"("call-number":"869.3")").cdd, "869.3");
  EXPECT_EQ(csl(R"("collection-title":"S","collection-number":3)").series,
            (catalog::Series{"S", "3"}));
  EXPECT_EQ(csl(R"("abstract":"x")").synopsis, "x");
  EXPECT_EQ(csl(R"("note":"x")").notes, Texts{"x"});
  EXPECT_EQ(csl(R"("URL":"https://a.org/")").links.at(0).url, "https://a.org/");
}

TEST(Csl, WhateverAKeywordHoldsComesBack) {
  using Keywords = std::vector<std::string_view>;
  for (const Keywords& keywords : {Keywords{},
                                   {"Sociology, Urban"},
                                   {"a"},
                                   {"a", "b, c"},
                                   {"a; b"},
                                   {"a; \"b\""},
                                   {"\"a\""},
                                   {"\"a\"; b, c", "d"},
                                   {"a", ";"},
                                   {"\"a, b"}}) {
    const std::string text = formats::csl_keywords_text(keywords);
    EXPECT_EQ(formats::csl_keywords_in(text), Texts(keywords.begin(), keywords.end())) << text;
  }
  EXPECT_EQ(formats::csl_keywords_text({"a", "b, c"}), "a; b, c");
  EXPECT_EQ(csl(R"("keyword":"Sociology, Urban;")").subjects, Texts{"Sociology, Urban"});
  EXPECT_EQ(csl(R"("keyword":"a, b")").subjects, (Texts{"a", "b"}));
  EXPECT_EQ(csl(R"("keyword":"\"a\"; b;; \"c")").subjects, (Texts{"\"a\"", "b", "\"c"}));
  EXPECT_EQ(csl(R"("keyword":["Sociology, Urban"])").subjects, Texts{"Sociology, Urban"});
}

TEST(Csl, NamesWithParticlesAndBodies) {
  const BookFields book =
      csl(R"("author":[{"family":"Gogh","given":"Vincent","non-dropping-particle":"van"},)"
          R"({"family":"Assis","given":"Machado","dropping-particle":"de"},{"literal":"IBGE"}],)"
          R"("editor":[{"family":"Silva","given":"José","suffix":"Jr."}],)"
          R"("translator":[{"family":"T"}])");
  std::string told;
  for (const auto& one : book.contributors) told += one.name + " (" + one.role + "); ";
  EXPECT_EQ(told,
            "van Gogh, Vincent (aut); Assis, Machado de (aut); IBGE (aut); Silva, José, Jr. (edt); "
            "T (trl); ");
  EXPECT_EQ(book.contributors[2].kind, catalog::ContributorKind::body);
  EXPECT_EQ(book.author, "van Gogh, Vincent; Assis, Machado de; IBGE");
}

TEST(Csl, VolumesKindsAndFurtherPartsAreKept) {
  const BookFields book =
      csl(R"("collection-title":"S","collection-number":"12","volume":2,"genre":"Tese",)"
          R"("organizer":[{"family":"Lima"}],"original-author":[{"family":"Costa"}])");
  EXPECT_EQ(book.series, (catalog::Series{"S", "12"}));
  EXPECT_EQ(book.notes, (Texts{"Tese", "v. 2"}));
  EXPECT_EQ(book.contributors.at(0), (catalog::Contributor{"Lima", "org"}));
  EXPECT_EQ(book.contributors.at(1), (catalog::Contributor{"Costa", "ant"}));
}

TEST(Csl, NotesPartsAndVolumesAreKept) {
  EXPECT_EQ(csl(R"("note":"Nota 1\nNota 2")").notes, (Texts{"Nota 1", "Nota 2"}));
  EXPECT_EQ(csl(R"("number-of-volumes":"4")").notes, Texts{"4 v."});
  EXPECT_TRUE(csl(R"("number-of-volumes":1)").notes.empty());
  EXPECT_EQ(csl(R"("volume-title":"O cerco","volume":2)").notes, (Texts{"O cerco", "v. 2"}));
  EXPECT_EQ(
      csl(R"("container-title":"Livro","container-author":[{"family":"S","given":"A"}])").notes,
      Texts{"Em: Livro / S, A"});
  const std::string abstract =
      "<jats:title>Abstract</jats:title><jats:p>Um &amp; <jats:italic>dois</jats:italic></jats:p>"
      "<jats:p>Três</jats:p>";
  EXPECT_EQ(csl("\"abstract\":\"" + abstract + "\"").synopsis, "Abstract\nUm & dois\nTrês");
}

TEST(Citations, RichTextIsText) {
  const auto books = support::read_whole(
      Format::csl,
      R"([{"type":"book","title":"<i>Dom</i>: <b>hoje</b>","note":"<p>a</p><p>b</p>"}])");
  EXPECT_EQ(books.at(0).fields->title, "Dom");
  EXPECT_EQ(books.at(0).fields->subtitle, "hoje");
  EXPECT_EQ(books.at(0).fields->notes, Texts{"a b"});
  EXPECT_EQ(ris("N1  - <p>Nota em <b>HTML</b></p>").notes, Texts{"Nota em HTML"});
}

TEST(Csl, TextsWhereListsOrObjectsBelongAndTheOtherWayRound) {
  EXPECT_EQ(csl(R"("author":"Machado de Assis")").author, "Machado de Assis");
  EXPECT_EQ(csl(R"("author":["A","B"])").contributors.size(), 2U);
  EXPECT_EQ(csl(R"("author":{"family":"Assis"})").author, "Assis");
  EXPECT_EQ(csl(R"("issued":"1899-05-12")").year, 1899);
  EXPECT_EQ(csl(R"("issued":{"date-parts":[1899,5]})").year, 1899);
  EXPECT_EQ(csl(R"("issued":{"year":1899})").year, 1899);
  EXPECT_EQ(csl(R"("ISBN":["9788535902778","8535914846"])").other_isbns.size(), 1U);
  EXPECT_EQ(csl(R"("keyword":["a","b"])").subjects, (Texts{"a", "b"}));
  EXPECT_EQ(csl(R"("container-title":"Livro")").notes, Texts{"Em: Livro"});
  EXPECT_EQ(csl(R"("publisher":{},"edition":null,"language":true)").publisher, "");
}

TEST(Csl, AnArrayOneObjectOrALineEach) {
  const std::string one = R"({"type":"book","title":"Um"})";
  EXPECT_EQ(titles(Format::csl, "[" + one + "," + one + "]"), (Texts{"Um", "Um"}));
  EXPECT_EQ(titles(Format::csl, one + "\n" + one), (Texts{"Um", "Um"}));
  EXPECT_EQ(
      titles(Format::csl, "\xEF\xBB\xBF\n{\n \"type\": \"book\",\n \"title\": \"}\\\"Um\"\n}\n"),
      Texts{"}\"Um"});
  EXPECT_EQ(titles(Format::csl, one), Texts{"Um"});
  EXPECT_EQ(titles(Format::csl, "{\n"), Texts{"json-invalido"});
}

TEST(Csl, ABadItemCostsItself) {
  EXPECT_EQ(
      titles(Format::csl, R"([{"type":"article-journal","title":"x"},1,{"type":"book"},)"
                          R"({"type":"chapter","container-title":"Livro"},{"type":}])"),
      (Texts{"tipo-nao-suportado", "tipo-invalido", "obrigatorio", "Livro", "json-invalido"}));
  const std::string longest =
      R"({"type":"book","title":")" + std::string(formats::ndjson_line_bytes_max, 'x') + "\"}";
  EXPECT_EQ(titles(Format::csl, "[" + longest + R"(,{"type":"book","title":"Um"}])"),
            (Texts{"longo-demais", "Um"}));
}

}  // namespace
}  // namespace formats_citations_test

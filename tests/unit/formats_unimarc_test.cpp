// UNIMARC: each row of the mapping, and how it is recognised.
#include <gtest/gtest.h>

#include "formats/format.hpp"
#include "support/format_reading.hpp"
#include "support/marc_builder.hpp"

namespace formats_unimarc_test {
namespace {

using catalog::BookFields;
using catalog::IdentifierType;
using formats::Format;
using support::MarcBuilder;
using Texts = std::vector<std::string>;

MarcBuilder untitled_unimarc() {
  MarcBuilder builder;
  builder.coding(' ');
  return builder;
}

MarcBuilder titled_unimarc() { return untitled_unimarc().field("200", "1 $aOs Maias"); }

BookFields with(std::string_view tag, std::string_view content) {
  return support::marc_book(titled_unimarc().field(tag, content));
}

TEST(Unimarc, IsARecordWith200AndWithout245) {
  EXPECT_EQ(support::marc_book(titled_unimarc()).title, "Os Maias");
  EXPECT_EQ(support::marc_book(titled_unimarc().field("245", "10$aOutro")).title, "Outro");
  const auto forced =
      support::read_whole(Format::unimarc, titled_unimarc().field("245", "10$aOutro").build());
  EXPECT_EQ(forced.at(0).fields->title, "Os Maias");
  const auto none = support::read_whole(Format::unimarc, untitled_unimarc().build());
  EXPECT_EQ(none.at(0).problem->errors.at(0).pointer, "/200");
}

TEST(Unimarc, TitleSubtitleAndParts) {
  const BookFields book = support::marc_book(untitled_unimarc().field(
      "200", "1 $aAnais$aOutra obra$erelatório$ede atividades$h2$iHistória$fFulano"));
  EXPECT_EQ(book.title, "Anais. 2, História");
  EXPECT_EQ(book.subtitle, "relatório : de atividades");
  EXPECT_EQ(book.author, "Fulano");
}

TEST(Unimarc, WhatSortingIgnoresIsToldByNothing) {
  for (const std::string_view title :
       {"\xC2\x88O \xC2\x89"
        "crime",
        "\xC2\x98O \xC2\x9C"
        "crime",
        "<O >crime", "<O> crime", "<<O>> crime", "<<O >>crime", "<O>crime"}) {
    const auto builder = untitled_unimarc().field("200", "1 $a" + std::string(title));
    EXPECT_EQ(support::marc_book(builder).title, "O crime");
  }
  for (const std::string title : {"<html> para todos", "<i>O crime</i>"}) {
    const auto builder = untitled_unimarc().field("200", "1 $a" + title);
    EXPECT_EQ(support::marc_book(builder).title, title);
  }
  for (const std::string elided : {"<L'>amour", "<L' >amour"}) {
    const auto builder = untitled_unimarc().field("200", "1 $a" + elided);
    EXPECT_EQ(support::marc_book(builder).title, "L'amour");
  }
}

TEST(Unimarc, MarksMayStandBeforeWhatTheyAnnounce) {
  const BookFields book =
      support::marc_book(untitled_unimarc()
                             .field("200", "1 $aTítulo$e: sub$f/ Fulano$g; trad. X")
                             .field("210", "  $aLisboa$c: Caminho$d, 1995")
                             .field("225", "2 $aSérie$v; 3")
                             .field("606", "  $aRomance$x- História")
                             .field("610", "0 $aum; dois"));
  EXPECT_EQ(book.subtitle, "sub");
  EXPECT_EQ(book.author, "Fulano");
  EXPECT_EQ(book.publisher, "Caminho");
  EXPECT_EQ(book.series, (catalog::Series{"Série", "3"}));
  EXPECT_EQ(book.subjects, Texts{"Romance -- História"});
  EXPECT_EQ(book.tags, (Texts{"um", "dois"}));
}

TEST(Unimarc, AParallelTitleIsANote) {
  const BookFields book = support::marc_book(untitled_unimarc().field(
      "200", "1 $aO velho e o mar$eromance$d= The old man and the sea$ea novel$fHemingway"));
  EXPECT_EQ(book.title, "O velho e o mar");
  EXPECT_EQ(book.subtitle, "romance");
  EXPECT_EQ(book.notes, Texts{"Título paralelo: The old man and the sea : a novel"});
}

TEST(Unimarc, Numbers) {
  BookFields book = with("010", "  $a972-0-04567-1 (br.)$z123-X");
  EXPECT_EQ(book.isbn->digits(), "9789720045676");
  ASSERT_EQ(book.identifiers.size(), 1U);
  EXPECT_EQ(book.identifiers[0], (catalog::Identifier{IdentifierType::invalid_isbn, "123-X"}));
  EXPECT_EQ(with("011", "  $a0870-8517").identifiers.at(0),
            (catalog::Identifier{IdentifierType::issn, "0870-8517"}));
  EXPECT_EQ(with("017", "70$a10.1000/182$2doi").identifiers.at(0),
            (catalog::Identifier{IdentifierType::doi, "10.1000/182"}));
  EXPECT_TRUE(with("017", "70$a10.1000/182$2urn").identifiers.empty());
  EXPECT_EQ(with("675", "  $a821.134.3").cdu, "821.134.3");
  EXPECT_EQ(with("676", "  $a869.3$v20").cdd, "869.3");
}

TEST(Unimarc, DatesLanguagesAndImprint) {
  BookFields book =
      support::marc_book(titled_unimarc()
                             .field("100", "  $a20010101d1888    m  y0pory50      ba")
                             .field("101", "1 $apor$cfre")
                             .field("205", "  $a2ª ed. rev.")
                             .field("210", "  $aLisboa$aPorto$cLivros do Brasil$dimp. 1999")
                             .field("215", "  $aXII, 250 p.$cil.$d21 cm"));
  EXPECT_EQ(book.year, 1888);
  EXPECT_EQ(book.language, "pt");
  EXPECT_EQ(book.original_language, "fr");
  EXPECT_EQ(book.edition, "2ª ed. rev.");
  EXPECT_EQ(book.place, "Lisboa");
  EXPECT_EQ(book.publisher, "Livros do Brasil");
  EXPECT_EQ(book.pages, 250);
  EXPECT_EQ(with("210", "  $a[S.l.]$c[s.n.]$dcop. 1999").year, 1999);
  EXPECT_EQ(with("210", "  $a[S.l.]$c[s.n.]$dcop. 1999").place, "");
  EXPECT_EQ(with("214", " 0$aLisboa$cEditorial$d2021").publisher, "Editorial");
  book = support::marc_book(
      titled_unimarc().field("214", " 4$d\u00A92020").field("214", " 0$aPorto$cAsa$d[s.d.]"));
  EXPECT_EQ(book.place, "Porto");
  EXPECT_EQ(book.publisher, "Asa");
  EXPECT_EQ(book.year, 2020);
  EXPECT_EQ(with("205", "  $a34a ed$brev.").edition, "34a ed, rev.");
}

TEST(Unimarc, SeriesFrom225ElseFrom410) {
  EXPECT_EQ(with("225", "2 $aColeção Dois Mundos$v12").series,
            (catalog::Series{"Coleção Dois Mundos", "12"}));
  EXPECT_EQ(with("410", " 0$tMundos$v3").series, (catalog::Series{"Mundos", "3"}));
  EXPECT_EQ(with("410", " 0$1001X12$12001 $aMundos$v3$1700 1$aSilva$v9").series,
            (catalog::Series{"Mundos", "3"}));
  EXPECT_EQ(with("461", " 0$tObras completas$v3").series,
            (catalog::Series{"Obras completas", "3"}));
  EXPECT_FALSE(with("461", " 0$tOs Maias$v3").series);
  const BookFields book =
      support::marc_book(titled_unimarc().field("225", "2 $aUm$v1").field("225", "2 $aDois$v2"));
  EXPECT_EQ(book.series, (catalog::Series{"Um", "1"}));
  EXPECT_EQ(book.notes, Texts{"Série: Dois ; 2"});
}

TEST(Unimarc, ASeriesHasItsPartAndLinkedOnesFollowIt) {
  const BookFields book = support::marc_book(titled_unimarc()
                                                 .field("225", "2 $aEstudos$hB$iHistória$v3")
                                                 .field("410", " 0$tEstudos$v3")
                                                 .field("410", " 0$tOutros$v9"));
  EXPECT_EQ(book.series, (catalog::Series{"Estudos. B, História", "3"}));
  EXPECT_EQ(book.notes, Texts{"Série: Outros ; 9"});
}

TEST(Unimarc, OtherTitlesAreNotes) {
  const BookFields book =
      support::marc_book(untitled_unimarc()
                             .field("200", "1 $aOs Maias$eepisódios$d= The Maias")
                             .field("510", "1 $aThe Maias")
                             .field("512", "1 $aMaias na capa")
                             .field("517", "1 $aFamília Maia$eromance")
                             .field("517", "1 $aEpisódios"));
  EXPECT_EQ(book.notes, (Texts{"Título paralelo: The Maias", "Título da capa: Maias na capa",
                               "Outro título: Família Maia : romance"}));
}

TEST(Unimarc, FurtherWorksInTheBookAreNotes) {
  const BookFields book = support::marc_book(
      untitled_unimarc().field("200", "1 $aUm$esub$aDois$fAna Lima$cTrês$eprosa$fRui Costa"));
  EXPECT_EQ(book.title, "Um");
  EXPECT_EQ(book.subtitle, "sub");
  EXPECT_EQ(book.author, "Ana Lima");
  EXPECT_EQ(book.notes, (Texts{"Contém: Dois", "Contém: Três : prosa / Rui Costa"}));
}

TEST(Unimarc, FamiliesAreAuthors) {
  const BookFields book = with("720", " 1$aSilva (família)$4070");
  EXPECT_EQ(book.author, "Silva (família)");
  EXPECT_EQ(book.contributors.at(0), (catalog::Contributor{"Silva (família)", "aut"}));
}

TEST(Unimarc, OriginalTitle) {
  EXPECT_EQ(with("454", " 1$tLe père Goriot").original_title, "Le père Goriot");
  EXPECT_EQ(with("454", " 0$12001 $aLe père Goriot$1700 1$aBalzac").original_title,
            "Le père Goriot");
  EXPECT_EQ(with("500", "10$aLusíadas").original_title, "Lusíadas");
  EXPECT_EQ(with("304", "  $aTít. orig.: The sea").original_title, "The sea");
  EXPECT_EQ(with("304", "  $aTít. orig.: The sea").notes, Texts{"Tít. orig.: The sea"});
}

TEST(Unimarc, SubjectsAndTags) {
  EXPECT_EQ(with("600", " 1$aQueirós$b, Eça de$xCrítica").subjects,
            Texts{"Queirós, Eça de -- Crítica"});
  EXPECT_EQ(with("600", " 1$aCamões,$bLuís de").subjects, Texts{"Camões, Luís de"});
  EXPECT_EQ(with("601", "02$aPortugal$bMinistério").subjects, Texts{"Portugal. Ministério"});
  EXPECT_EQ(with("606", "  $aRomance$yPortugal$zSéc. 19$xHistória").subjects,
            Texts{"Romance -- Portugal -- Séc. 19 -- História"});
  EXPECT_EQ(with("607", "  $aLisboa").subjects, Texts{"Lisboa"});
  EXPECT_EQ(with("610", "0 $aficção$aclássico").tags, (Texts{"ficção", "clássico"}));
}

TEST(Unimarc, TextsNotesAndLinks) {
  EXPECT_EQ(with("330", "  $aHistória de uma família.").synopsis, "História de uma família.");
  EXPECT_EQ(with("330", "  $aUm$aDois").synopsis, "Um\n\nDois");
  EXPECT_EQ(
      support::marc_book(titled_unimarc().field("330", "  $aUm").field("330", "  $aDois")).synopsis,
      "Um\n\nDois");
  EXPECT_EQ(with("300", "  $aContém índice").notes, Texts{"Contém índice"});
  EXPECT_EQ(with("327", "1 $aUm$aDois").notes, (Texts{"Um", "Dois"}));
  EXPECT_EQ(with("328", "  $bTese dout.$cLiteratura$eUniv. Lisboa$d2005").notes,
            Texts{"Tese dout., Literatura, Univ. Lisboa, 2005"});
  const BookFields book = with("856", "4 $uhttps://purl.pt/1$uftp://x");
  ASSERT_EQ(book.links.size(), 1U);
  EXPECT_EQ(book.links[0].url, "https://purl.pt/1");
  const BookFields copy = with("856", "4 $uhttps://purl.pt/1$zCópia digital$qapplication/pdf");
  EXPECT_EQ(copy.links.at(0).note, "Cópia digital");
  EXPECT_EQ(copy.links.at(0).media_type, "application/pdf");
  const BookFields covered = with("856", "4 $uhttps://purl.pt/1.jpg$zCapa");
  EXPECT_EQ(covered.cover, "https://purl.pt/1.jpg");
  EXPECT_TRUE(covered.links.empty());
}

TEST(Unimarc, NamesWithTheirRolesAndKinds) {
  const BookFields book = support::marc_book(titled_unimarc()
                                                 .field("702", " 1$aSilva$bAna$4730$4340")
                                                 .field("701", " 1$aCosta$b, Rui")
                                                 .field("710", "02$aPortugal$bMinistério$4650")
                                                 .field("700", " 1$aQueirós$bEça de$4070")
                                                 .field("711", "12$aCongresso$4999")
                                                 .field("702", " 0$aJoão Paulo$dII$c, papa"));
  std::string told;
  for (const auto& one : book.contributors) told += one.name + " (" + one.role + "); ";
  EXPECT_EQ(
      told,
      "Queirós, Eça de (aut); Portugal. Ministério (pbl); Silva, Ana (trl); Silva, Ana (edt); "
      "Costa, Rui (aut); Congresso (ctb); João Paulo II (ctb); ");
  EXPECT_EQ(book.contributors[0].kind, catalog::ContributorKind::person);
  EXPECT_EQ(book.contributors[1].kind, catalog::ContributorKind::body);
  EXPECT_EQ(book.contributors[5].kind, catalog::ContributorKind::event);
  EXPECT_EQ(book.author, "Queirós, Eça de; Costa, Rui");
}

TEST(Unimarc, MeetingsHaveNumberDateAndPlace) {
  const BookFields book = with("710", "12$aCongresso$d3$f1998$eLisboa$4070");
  EXPECT_EQ(book.contributors.at(0).name, "Congresso (3 : 1998 : Lisboa)");
}

TEST(Unimarc, FunctionCodes) {
  const std::vector<std::pair<std::string, std::string>> codes{
      {"070", "aut"}, {"340", "edt"}, {"730", "trl"}, {"440", "ill"},     {"650", "pbl"},
      {"080", "aui"}, {"205", "ctb"}, {"220", "com"}, {"651", "pbd"},     {"123", "ctb"},
      {"675", "rev"}, {"300", "drt"}, {"723", "spn"}, {"Tradutor", "trl"}};
  for (const auto& [code, role] : codes) {
    EXPECT_EQ(with("702", " 1$aX$4" + code).contributors.at(0).role, role) << code;
  }
}

TEST(Unimarc, TextIsIso5426UnlessItIsUtf8) {
  constexpr std::string_view bytes =
      "1 $aa cora\xD0"
      "c\xC4"
      "ao";
  EXPECT_EQ(support::marc_book(untitled_unimarc().field("200", bytes)).title, "a coração");
  const auto claims = untitled_unimarc()
                          .field("100", "  $a20010101d1888    m  y0pory50      ba")
                          .field("200", bytes);
  EXPECT_EQ(support::marc_book(claims).title, "a cora\uFFFDc\uFFFDao");
}

TEST(Unimarc, MarcXchangeIsReadAsWell) {
  const std::string xml =
      R"(<collection xmlns="info:lc/xmlns/marcxchange-v1"><record format="UNIMARC">)"
      R"(<leader>     nam0 22     1i 450 </leader><datafield tag="200" ind1="1" ind2=" ">)"
      R"(<subfield code="a">Um</subfield></datafield></record></collection>)";
  for (const Format format : {Format::marcxml, Format::unimarc}) {
    EXPECT_EQ(support::read_whole(format, xml).at(0).fields->title, "Um");
    EXPECT_EQ(support::read_whole(format, xml), support::read_sliced(format, xml, 1));
  }
}

TEST(Unimarc, AFileOfCdsIsisIsRecognisedAndNotRead) {
  const std::string isis =
      "003530000000001210004500010001800000020001900018#Machado de Assis#Dom Casmurro##";
  EXPECT_EQ(formats::guess_format({"base.iso", isis}), Format::marc);
  for (const Format format : {Format::marc, Format::unimarc}) {
    const auto reader = formats::make_reader(format, {support::current_year});
    reader->feed(isis);
    reader->finish();
    EXPECT_FALSE(reader->next());
    ASSERT_TRUE(reader->remarks().failed);
    EXPECT_EQ(reader->remarks().failed->code, formats::file_failures::unsupported);
  }
}

}  // namespace
}  // namespace formats_unimarc_test

// Notes (5XX), summaries (520) and addresses (856) on records made for the purpose.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "catalog/limits.hpp"
#include "support/marc_builder.hpp"

namespace formats_marc_notes_test {
namespace {

using catalog::Link;
using catalog::LinkRelation;
using support::MarcBuilder;
using support::titled;
using support::with;
using Texts = std::vector<std::string>;
using Links = std::vector<Link>;

TEST(MarcNotes, EachNoteFieldIsANoteAndASummaryIsNone) {
  const auto book = support::marc_book(titled()
                                           .field("500", "  $aTítulo da capa.")
                                           .field("504", "  $aBibliografia:$bp. 9.")
                                           .field("505", "00$tUm /$rAna --$tDois.")
                                           .field("520", "  $aResumo.")
                                           .field("546", "  $aEm latim.$5BR-RjBN")
                                           .field("590", "  $aDoação."));
  EXPECT_EQ(book.notes, (Texts{"Título da capa.", "Bibliografia: p. 9.", "Um / Ana -- Dois.",
                               "Em latim.", "Doação."}));
  EXPECT_EQ(book.synopsis, "Resumo.");
}

TEST(MarcNotes, WhatIsMarkedAsPrivateStaysOut) {
  EXPECT_EQ(with("541", "0 $aComprado de Ana").notes, Texts{});
  EXPECT_EQ(with("541", "1 $aDoação de Ana").notes, Texts{"Doação de Ana"});
  EXPECT_EQ(with("500", "0 $aNota").notes, Texts{"Nota"});
}

TEST(MarcNotes, MoreThanFitAreLeftOutAndLongOnesCut) {
  MarcBuilder builder = titled();
  for (int i = 0; i < 25; ++i) builder.field("500", "  $a" + std::string(2500, 'x'));
  const auto book = support::marc_book(builder);
  ASSERT_EQ(book.notes.size(), catalog::limits::notes_max);
  EXPECT_EQ(book.notes[0].size(), catalog::limits::note_max);
}

TEST(MarcSynopsis, ASummaryThatGoesOnIsOneText) {
  const auto book = support::marc_book(titled()
                                           .field("520", "4 $aAviso.")
                                           .field("520", "  $aUma ob")
                                           .field("520", "8 $3continua$ara longa")
                                           .field("520", "8 $aOutra.")
                                           .field("520", "8 $3continua$a."));
  EXPECT_EQ(book.synopsis, "Uma obra longa.\n\nOutra.");
}

TEST(MarcSynopsis, SummariesAreJoinedByABlankLineWhileTheyFit) {
  const std::string longest(catalog::limits::synopsis_max - 6, 'x');
  const auto book = support::marc_book(titled()
                                           .field("500", "  $aNota.")
                                           .field("520", "  $a" + longest.substr(0, 9000))
                                           .field("520", "8 $3continua$a" + longest.substr(0, 9000))
                                           .field("520", "8 $3continua$a" + longest.substr(18000))
                                           .field("520", "3 $aLongo.")
                                           .field("520", "1 $aDois")
                                           .field("520", "3 $aLongo."));
  EXPECT_EQ(book.synopsis, longest + "\n\nDois");
  EXPECT_EQ(book.notes, (Texts{"Nota.", "Longo."}));
  EXPECT_EQ(with("520", "0 $aUm$bmais$aDois").synopsis, "Um mais\n\nDois");
  EXPECT_EQ(with("520", "  $bSó isto").synopsis, "Só isto");
}

TEST(MarcLinks, AnAddressSaysWhatItGives) {
  const auto link = [](std::string_view content) { return with("856", content).links; };
  EXPECT_EQ(link("40$uhttps://a/1$qapplication/PDF$yTexto em PDF"),
            (Links{{"https://a/1", "application/pdf", LinkRelation::text, "Texto em PDF"}}));
  EXPECT_EQ(link("41$uhttp://a/1$zAcesso restrito"),
            (Links{{"http://a/1", "", LinkRelation::text, "Acesso restrito"}}));
  EXPECT_EQ(link("41$3Table of contents$uhttp://a/1"),
            (Links{{"http://a/1", "", std::nullopt, "Table of contents"}}));
  EXPECT_EQ(link("42$3Amostra$uhttp://a/1$yLeia"),
            (Links{{"http://a/1", "", LinkRelation::sample, "Leia"}}));
  EXPECT_EQ(link("4 $uhttp://a/1$qPDF$uhttps://a/2"),
            (Links{{"http://a/1", "", {}, ""}, {"https://a/2", "", {}, ""}}));
  EXPECT_EQ(link("40$uurn:isbn:1$yx"), Links{});
  EXPECT_EQ(link("40$yx"), Links{});
}

TEST(MarcLinks, ACoverIsNoLink) {
  const auto book = support::marc_book(titled()
                                           .field("856", "42$3Capa$uhttps://a/c.jpg")
                                           .field("856", "42$yCover image$uhttps://a/d.jpg"));
  EXPECT_EQ(book.cover, "https://a/c.jpg");
  EXPECT_EQ(book.links, (Links{{"https://a/d.jpg", "", {}, "Cover image"}}));
}

TEST(MarcLinks, MoreThanFitAreLeftOut) {
  MarcBuilder builder = titled();
  for (int i = 0; i < 25; ++i) builder.field("856", "40$uhttps://a/" + std::to_string(i));
  builder.field("856", "40$uhttps://a/" + std::string(2000, 'x'));
  EXPECT_EQ(support::marc_book(builder).links.size(), catalog::limits::links_max);
}

TEST(MarcNames, TheKindOfAnEntryIsItsTag) {
  using enum catalog::ContributorKind;
  const auto book = support::marc_book(titled()
                                           .field("111", "2 $aBienal,$jcolaborador.$4ctb")
                                           .field("700", "1 $aSá, Ana.")
                                           .field("710", "1 $aBrasil.$bMinistério.$4org"));
  EXPECT_EQ(book.contributors,
            (std::vector<catalog::Contributor>{{"Bienal", "ctb", event},
                                               {"Sá, Ana", "aut", person},
                                               {"Brasil. Ministério", "org", body}}));
}

TEST(MarcYear, AYearBeforeChristIsNone) {
  EXPECT_EQ(with("264", " 1$c[1500 a.C.]").year, std::nullopt);
  EXPECT_EQ(with("264", " 1$c1500 B.C.").year, std::nullopt);
  EXPECT_EQ(with("264", " 1$c1500 (acervo)").year, 1500);
}

}  // namespace
}  // namespace formats_marc_notes_test

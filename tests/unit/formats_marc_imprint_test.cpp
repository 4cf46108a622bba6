// What MARC's imprint and extent become in a book.
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "support/marc_builder.hpp"

namespace formats_marc_imprint_test {
namespace {

using support::language_008;
using support::titled;
using support::with;

catalog::BookFields book_of(const support::MarcBuilder& builder) {
  return support::marc_book(builder);
}

TEST(MarcImprint, PlaceAndPublisherAreTheFirstOfTheTitlePage) {
  const auto book =
      with("260", "  $aCampinas, SP :$bEditora Unicamp ;$aSão Paulo :$bImprensa,$c1999.");
  EXPECT_EQ(book.place, "Campinas, SP");
  EXPECT_EQ(book.publisher, "Editora Unicamp");
  EXPECT_EQ(book.year, 1999);
}

TEST(MarcImprint, PublicationIsPreferredAmongThe264s) {
  const auto book = book_of(titled()
                                .field("264", " 4$c©2014")
                                .field("264", " 1$aRecife :$bCEPE,$c2015.")
                                .field("264", " 3$aOlinda :$bGráfica,$c2016."));
  EXPECT_EQ(book.place, "Recife");
  EXPECT_EQ(book.publisher, "CEPE");
  EXPECT_EQ(book.year, 2015);
}

TEST(MarcImprint, TheFieldNearestToPublicationNamesThePublisherWhateverStandsFirst) {
  const std::string copyright = " 4$c©1995";
  const std::string maker = " 3$aOlinda :$bGráfica,$c1997";
  const std::string distributor = " 2$aSão Paulo :$bMartins Fontes,$c1996";
  for (const std::string& first : {copyright, maker, std::string(" 0$aBauru :$bEstúdio")}) {
    for (const std::string about : {" 1", "  ", " 2"}) {
      const auto book =
          book_of(titled().field("264", first).field("264", about + distributor.substr(2)));
      EXPECT_EQ(book.place, "São Paulo") << first << about;
      EXPECT_EQ(book.publisher, "Martins Fontes") << first << about;
      EXPECT_EQ(book.year, 1996) << first << about;
    }
  }
  const auto both = book_of(titled().field("264", distributor).field("264", "  $aRecife :$bCEPE"));
  EXPECT_EQ(both.publisher, "CEPE");
}

TEST(MarcImprint, AManufacturerIsNoPublisherAndACopyrightYearTheLastResort) {
  const auto made = with("264", " 3$aOlinda :$bGráfica,$c1997");
  EXPECT_EQ(made.publisher + made.place, "");
  EXPECT_EQ(made.year, 1997);
  const auto book =
      book_of(titled().field("264", " 4$c©1995").field("264", " 1$aRecife :$bCEPE,$c[s.d.]"));
  EXPECT_EQ(book.publisher, "CEPE");
  EXPECT_EQ(book.year, 1995);
}

TEST(MarcImprint, WhatTheCataloguerDidNotKnowIsAbsent) {
  const auto book = with("260", "  $a[S.l. :$bs.n.,$c19--]");
  EXPECT_EQ(book.place, "");
  EXPECT_EQ(book.publisher, "");
  EXPECT_EQ(book.year, std::nullopt);
  EXPECT_EQ(
      with("264", " 1$a[Place of publication not identified] :$b[editora não identificada]").place,
      "");
}

TEST(MarcImprint, PlaceholdersOfEveryCataloguingLanguageAreAbsent) {
  for (const std::string placeholder : {
           "[S.l.]",
           "[s.n.]",
           "[S. l. : s. n.]",
           "S.L.",
           "[sl]",
           "[s.ed.]",
           "[s. ed.]",
           "[s.e.]",
           "[S.l.?]",
           "[S.l. : s.ed.]",
           "[Sem local]",
           "[sem editora]",
           "Sem indicação de local",
           "Lugar desconhecido",
           "[Local desconhecido]",
           "editora desconhecida",
           "[Local de publicação não identificado]",
           "[editor não identificado]",
           "[Lugar de edição não identificado]",
           "Não identificado",
           "não informada",
           "[Local ignorado]",
           "[place unknown]",
           "Publisher not identified",
           "[no publisher]",
           "[Place of production not identified]",
           "Unknown",
           "N.P.",
           "[n.d.]",
           "[sin lugar]",
           "[Lugar desconocido]",
           "[editorial no identificada]",
           "[sin pie de imprenta]",
           "[Lieu inconnu]",
           "[sans lieu]",
           "[éditeur non identifié]",
           "[Lieu de publication non identifié]",
           "[sine loco]",
           "[sine nomine]",
           "[Verlag nicht ermittelbar]",
           "[Erscheinungsort nicht ermittelbar]",
           "[Luogo di pubblicazione non identificato]",
           "[S.l. : s.n., s.d.]",
           "s/n",
           "N/A",
           "[...]",
           "[-]",
           "s.l.n.d.",
           "Sem identificação de editora",
           "Place of publication not given",
       }) {
    const auto book = with("260", "  $a" + placeholder + " :$b" + placeholder + ",$c1999");
    EXPECT_EQ(book.place, "") << placeholder;
    EXPECT_EQ(book.publisher, "") << placeholder;
  }
}

TEST(MarcImprint, NamesThatSoundLikePlaceholdersStay) {
  for (const std::string name : {"Lugar Comum", "Nova Fronteira", "Casa", "Sem Fronteiras", "Nome",
                                 "Given", "Conhecida", "Não", "No", "Edição do autor",
                                 "Cidade do México", "Ed. Desconhecidos & Cia.", "Unknown Press"}) {
    EXPECT_NE(with("260", "  $aX :$b" + name + ",$c1999").publisher, "") << name;
  }
}

TEST(MarcImprint, SuppliedPlacesLoseBracketsAndDoubt) {
  EXPECT_EQ(with("260", "  $a[Osasco, Brazil?] :$bFundação,$c[c1995]").place, "Osasco, Brazil");
  EXPECT_EQ(with("260", "  $aMaceió :$bAlves & Cia.,$c1998").publisher, "Alves & Cia.");
}

TEST(MarcImprint, TheCodedDateIsPreferred) {
  const auto book = book_of(titled()
                                .control("008", language_008("por"))
                                .field("260", "  $aNatal :$bX,$c1997 [i.e. 1999]"));
  EXPECT_EQ(book.year, 1999);
}

TEST(MarcImprint, YearsAreFoundInEveryWayTheyAreWritten) {
  for (const auto& [text, year] :
       std::vector<std::pair<std::string, std::optional<int>>>{{"c1999", 1999},
                                                               {"[1999?]", 1999},
                                                               {"1999-2001.", 1999},
                                                               {"1900, c1899.", 1900},
                                                               {"5745 [1985]", 1985},
                                                               {"MCMXCIX", std::nullopt},
                                                               {"[199-]", std::nullopt},
                                                               {"19991", std::nullopt},
                                                               {"2031", 2031},
                                                               {"2032", std::nullopt},
                                                               {"0999", std::nullopt}}) {
    EXPECT_EQ(with("260", "  $c" + text).year, year) << text;
  }
}

TEST(MarcImprint, UnknownDigitsInTheCodedDateFallBackToThePrintedOne) {
  const auto book = book_of(titled()
                                .control("008", "000808q19uu1999bl       b    000 0 por  ")
                                .field("260", "  $c[between 1993 and 1999]"));
  EXPECT_EQ(book.year, 1993);
}

TEST(MarcImprint, ExtentGivesTheLargestCountOfPages) {
  for (const auto& [text, pages] : std::vector<std::pair<std::string, std::optional<int>>>{
           {"xii, 345 p. :", 345},
           {"187, [7] p. ;", 187},
           {"[24] p.", 24},
           {"345p", 345},
           {"v, 88 páginas", 88},
           {"1 v. (800 p.)", 800},
           {"xxix p., 1 l., 365, 2 p. incl. front.", 365},
           {"iv, [5]-29 p., 1 l.", 29},
           {"214 p., [1] leaf of plates :", 214},
           {"100 p., [300] p. of plates", 100},
           {"4 p. l., 3 p.", 3},
           {"506 [i.e. 516] p.", 516},
           {"2 v. in 1 (xxv, [1], 587, [4], 590-1222 p.)", 1222},
           {"1 recurso online (xii, 345 pages)", 345},
           {"14 v.", std::nullopt},
           {"120 leaves", std::nullopt},
           {"1 v. (unpaged)", std::nullopt},
           {"p. cm.", std::nullopt},
           {"p. [75]-[123]", std::nullopt},
           {"99999999999 p.", std::nullopt},
           {"1.200 p.", 1200},
           {"xvi, 1.024 p.", 1024},
           {"1 200 p.", 1200},
           {"1\u00A0200 p.", 1200},
           {"1\u202F200 páginas", 1200},
           {"12\u2009345 p.", 12345},
           {"1,200 p.", 1200},
           {"1'200 S.", 1200},
           {"1’200 p.", 1200},
           {"2 v. (1.048 p.)", 1048},
           {"xx, 1.200, [3] p. :", 1200},
           {"[1.200] p.", 1200},
           {"1.200p.", 1200},
           {"16, 320 p.", 320},
           {"16,320 p.", 320},
           {"16 320 p.", 320},
           {"1, 200 p.", 200},
           {"1 v. 200 p.", 200},
           {"1. 200 p.", 200},
           {"0.200 p.", 200},
           {"1.20 p.", 20},
           {"1.2000 p.", 2000},
           {"999.999 p.", std::nullopt},
           {"345\u00A0p.", 345},
           {"0 p.", std::nullopt}}) {
    EXPECT_EQ(with("300", "  $a" + text).pages, pages) << text;
  }
}

TEST(MarcImprint, EditionsKeepTheirAbbreviations) {
  EXPECT_EQ(with("250", "  $a1a. ed.").edition, "1a. ed.");
  EXPECT_EQ(with("250", "  $aEd. atualizada.").edition, "Ed. atualizada");
  EXPECT_EQ(with("250", "  $a[1o. [sic] ed.].").edition, "1o. [sic] ed.");
}

// ---- languages, subjects, synopsis --------------------------------------------------------------

}  // namespace
}  // namespace formats_marc_imprint_test

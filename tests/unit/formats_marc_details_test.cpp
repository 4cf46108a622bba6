// What MARC records say in places or in ways that are easily passed over.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/format_reading.hpp"
#include "support/marc_builder.hpp"

namespace formats_marc_details_test {
namespace {

using catalog::BookFields;
using catalog::Contributor;
using catalog::Series;
using support::MarcBuilder;
using support::titled;
using support::with;
using Texts = std::vector<std::string>;

BookFields book_of(const MarcBuilder& builder) { return support::marc_book(builder); }

TEST(MarcDetails, MarksMayStandBeforeWhatTheyAnnounce) {
  const auto book = book_of(MarcBuilder()
                                .field("100", "1 $aAssis, Machado de$d, 1839-1908")
                                .field("245", "10$aDom Casmurro$n. v. 2$b: romance$c/ M. de Assis")
                                .field("260", "  $aRio de Janeiro$b: Garnier$c, 1899")
                                .field("490", "0 $aClássicos$v; 3")
                                .field("650", " 4$aRomance$x- História$y-- Séc. XIX")
                                .field("653", "  $aBrasil; Romance. ; Poesia")
                                .field("710", "2 $aUSP$b. Faculdade de Letras"));
  EXPECT_EQ(book.title, "Dom Casmurro. v. 2");
  EXPECT_EQ(book.subtitle, "romance");
  EXPECT_EQ(book.author, "Assis, Machado de");
  EXPECT_EQ(book.publisher, "Garnier");
  EXPECT_EQ(book.series, (Series{"Clássicos", "3"}));
  EXPECT_EQ(book.subjects,
            (Texts{"Romance -- História -- Séc. XIX", "Brasil", "Romance", "Poesia"}));
  EXPECT_EQ(book.contributors.at(1).name, "USP. Faculdade de Letras");
}

TEST(MarcDetails, AParallelTitleIsNoSubtitle) {
  for (const char* const field :
       {"10$aTítulo =$bTitle : a novel /$cFulano.", "10$aTítulo$b= Title : a novel$c/ Fulano."}) {
    const auto book = book_of(MarcBuilder().field("245", field));
    EXPECT_EQ(book.title, "Título");
    EXPECT_EQ(book.subtitle, "");
    EXPECT_EQ(book.notes, Texts{"Título paralelo: Title : a novel"});
  }
  EXPECT_EQ(book_of(MarcBuilder().field("245", "10$aTítulo$b=mc2")).subtitle, "=mc2");
}

TEST(MarcDetails, TheOriginalIsNamedByItsOwnRecordOrByANote) {
  EXPECT_EQ(with("765", "0 $tLe père Goriot.$w(X)1").original_title, "Le père Goriot");
  const auto noted = with("500", "  $aTradução de: Le père Goriot.");
  EXPECT_EQ(noted.original_title, "Le père Goriot");
  EXPECT_EQ(noted.notes, Texts{"Tradução de: Le père Goriot."});
}

TEST(MarcDetails, FurtherOnesAreNotes) {
  const auto book = book_of(titled()
                                .field("440", " 0$aUm ;$v1")
                                .field("490", "1 $aDois ;$v2")
                                .field("490", "1 $aTrês")
                                .field("830", " 0$aDois (Porto) ;$v2"));
  EXPECT_EQ(book.series, (Series{"Dois", "2"}));
  EXPECT_EQ(book.notes, (Texts{"Série: Três", "Série: Um ; 1"}));
}

TEST(MarcDetails, GenresAreTags) {
  const auto book = book_of(titled()
                                .field("655", " 7$aRomance.$2larpcal")
                                .field("655", " 0$aContos$zBrasil.")
                                .field("655", " 7$aRomance.$2fast"));
  EXPECT_EQ(book.tags, (Texts{"Romance", "Contos -- Brasil"}));
  EXPECT_TRUE(book.subjects.empty());
}

TEST(MarcDetails, ATermOfSeveralPartsGivesEachOfTheRoles) {
  EXPECT_EQ(with("700", "1 $aCosta, Ana,$eorg. e trad.").contributors,
            (std::vector<Contributor>{{"Costa, Ana", "org"}, {"Costa, Ana", "trl"}}));
  const auto both = with("700", "1 $aCosta, Ana,$eauthor and illustrator");
  EXPECT_EQ(both.contributors,
            (std::vector<Contributor>{{"Costa, Ana", "aut"}, {"Costa, Ana", "ill"}}));
  EXPECT_EQ(both.author, "Costa, Ana");
  EXPECT_EQ(with("700", "1 $aCosta, Ana,$4Tradutor").contributors,
            (std::vector<Contributor>{{"Costa, Ana", "trl"}}));
}

}  // namespace
}  // namespace formats_marc_details_test

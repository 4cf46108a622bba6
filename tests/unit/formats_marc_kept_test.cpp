// Fields of MARC for which a book has no member of its own: what of them is kept, and where.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "formats/marc_reader.hpp"
#include "support/format_reading.hpp"
#include "support/marc_builder.hpp"

namespace formats_marc_kept_test {
namespace {

using support::MarcBuilder;
using support::titled;
using support::with;
using Texts = std::vector<std::string>;

catalog::BookFields book_of(const MarcBuilder& builder) { return support::marc_book(builder); }

TEST(MarcKept, AVaryingTitleThatIsSaidToBeTheOriginalIsTheOriginal) {
  const auto book = with("246", "1 $iTítulo original:$aLe père Goriot.");
  EXPECT_EQ(book.original_title, "Le père Goriot");
  EXPECT_EQ(book.notes, Texts{});
  const auto both = book_of(
      titled().field("240", "10$aL'homme.$lPortuguês").field("246", "1 $iTítulo original$aHomem"));
  EXPECT_EQ(both.original_title, "L'homme");
  EXPECT_EQ(both.notes, Texts{"Título original: Homem"});
}

TEST(MarcKept, OtherTitlesAreNotesThatSayWhatTheyAre) {
  const auto book = book_of(MarcBuilder()
                                .field("245", "10$aDom Casmurro :$bromance")
                                .field("246", "31$aSir Dour :$ba novel.")
                                .field("246", "14$aCasmurro na capa")
                                .field("246", "18$aNa lombada")
                                .field("246", "3 $aDom Casmurrus.$nv. 2")
                                .field("246", "30$aRomance")
                                .field("246", "3 $aDom Casmurrus.$nv. 2")
                                .field("246", "1 $iTítulo na folha:$aO Casmurro")
                                .field("740", "02$aMissa do galo.")
                                .field("740", "0 $aCapitu."));
  EXPECT_EQ(book.notes, (Texts{"Título paralelo: Sir Dour : a novel",
                               "Título da capa: Casmurro na capa", "Título da lombada: Na lombada",
                               "Outro título: Dom Casmurrus. v. 2", "Título na folha: O Casmurro",
                               "Contém: Missa do galo", "Outro título: Capitu"}));
}

TEST(MarcKept, AnEditionHasItsRevisionAndFurtherOnesAreNotes) {
  const auto book = book_of(titled()
                                .field("250", "  $a4. ed. /$brevista por Ana Lima.")
                                .field("250", "  $aEd. comemorativa."));
  EXPECT_EQ(book.edition, "4. ed., revista por Ana Lima");
  EXPECT_EQ(book.notes, Texts{"Edição: Ed. comemorativa"});
  const std::string by(100, 'x');
  const auto long_one = with("250", "  $a4. ed. /$b" + by);
  EXPECT_EQ(long_one.edition, "4. ed.");
  EXPECT_EQ(long_one.notes, Texts{"Edição: 4. ed., " + by});
}

TEST(MarcKept, SubjectsOfTimesFacetsOccupationsAndLibrariesAreSubjects) {
  const auto book = book_of(titled()
                                .field("648", " 7$aSéculo XIX$2fast")
                                .field("654", " 4$caa$aViolão$bViolão de sete cordas")
                                .field("656", " 7$aEscritores$2x")
                                .field("690", "  $aEducação$xHistória.")
                                .field("697", "  $aCordel$9x")
                                .field("699", "  $bsem termo"));
  EXPECT_EQ(book.subjects, (Texts{"Século XIX", "Violão -- Violão de sete cordas", "Escritores",
                                  "Educação -- História", "Cordel"}));
}

TEST(MarcKept, TheBookThatAChapterStandsInIsANote) {
  EXPECT_EQ(
      with("773", "0 $7nnam$aSilva, Ana.$tColetânea.$dRecife : CEPE, 1998.$gp. 10-20$w(X)1").notes,
      Texts{"Em: Silva, Ana. Coletânea. Recife : CEPE, 1998. p. 10-20"});
  EXPECT_EQ(with("773", "0 $w(X)1").notes, Texts{});
}

TEST(MarcKept, ABarCodeIsTheIsbnWhereThereIsNone) {
  EXPECT_EQ(with("024", "3 $a9788535902778").isbn->digits(), "9788535902778");
  EXPECT_FALSE(with("024", "3 $a7891234567895").isbn);
  const auto book =
      book_of(titled().field("020", "  $a9788508040810").field("024", "3 $a9788535902778"));
  EXPECT_EQ(book.isbn->digits(), "9788508040810");
  EXPECT_TRUE(book.other_isbns.empty());
}

TEST(MarcKept, AHandleIsAnIdentifier) {
  using catalog::Identifier;
  using catalog::IdentifierType;
  const auto handle = [](const std::string& value) {
    return with("024", "7 $a" + value + "$2hdl").identifiers;
  };
  EXPECT_EQ(handle("10183/1234"),
            std::vector<Identifier>({{IdentifierType::other, "hdl:10183/1234"}}));
  EXPECT_EQ(handle("http://hdl.handle.net/10183/1"),
            std::vector<Identifier>({{IdentifierType::other, "http://hdl.handle.net/10183/1"}}));
}

TEST(MarcKept, AddressesWithoutSchemeOrWithBlanksAreMended) {
  const auto url = [](const std::string& text) {
    const auto links = with("856", "40$u" + text).links;
    return links.empty() ? std::string() : links[0].url;
  };
  EXPECT_EQ(url("www.bn.br/a.pdf"), "http://www.bn.br/a.pdf");
  EXPECT_EQ(url("https://bn.br/Meu livro.pdf"), "https://bn.br/Meu%20livro.pdf");
  EXPECT_EQ(url("www.bn.br/{1}.pdf (texto completo)"), "http://www.bn.br/%7B1%7D.pdf");
  EXPECT_EQ(url("https://bn.br/ação"), "https://bn.br/ação");
  EXPECT_EQ(with("856", "40$uhttp://a.br http://b.br").links.size(), 2U);
  for (const std::string none :
       {"a.pdf", "http://bn br/a", "", "urn:isbn:123", "javascript:a b//x"}) {
    EXPECT_EQ(url(none), "") << none;
  }
}

TEST(MarcKept, MarksOfSortingAreNoPartOfATitle) {
  for (const std::string title : {"<<O>> crime", "<O> crime", "<O >crime"}) {
    EXPECT_EQ(book_of(MarcBuilder().field("245", "10$a" + title + " /$cX")).title, "O crime");
    EXPECT_EQ(with("490", "0 $a" + title + " ;$v2").series, (catalog::Series{"O crime", "2"}));
  }
  EXPECT_EQ(book_of(MarcBuilder().field("245", "10$a<<The>> Book")).title, "The Book");
  EXPECT_EQ(book_of(MarcBuilder().field("245", "10$a<html> na escola")).title, "<html> na escola");
}

TEST(MarcKept, SeveralIsbnsInOneSubfieldAreAllRead) {
  for (const std::string text :
       {"9788535902778 ; 9788508040810", "9788535902778 (broch.) ; 9788508040810 (enc.)",
        "9788535902778, ISBN 8508040814", "9788535902778/9788508040810"}) {
    const auto book = with("020", "  $a" + text);
    EXPECT_EQ(book.isbn->digits(), "9788535902778") << text;
    ASSERT_EQ(book.other_isbns.size(), 1U) << text;
    EXPECT_EQ(book.other_isbns[0].digits(), "9788508040810") << text;
  }
  EXPECT_TRUE(with("020", "  $a9788535902778 (broch.) ; v. 2").other_isbns.empty());
}

TEST(MarcKept, WhatBecameNotesIsWrittenAndReadOnce) {
  const auto read = book_of(MarcBuilder()
                                .field("245", "10$aDom Casmurro")
                                .field("246", "31$aSir Dour")
                                .field("250", "  $a1. ed.")
                                .field("250", "  $aEd. comemorativa.")
                                .field("690", "  $aRomance")
                                .field("773", "0 $tColetânea"));
  catalog::Book book{{1}, {1}, {}, {}, read};
  const auto writer = formats::make_writer(formats::Format::marc);
  const auto again = support::read_whole(formats::Format::marc, formats::write_one(*writer, book));
  ASSERT_TRUE(again.at(0).fields);
  EXPECT_EQ(again[0].fields->notes, read.notes);
  EXPECT_EQ(again[0].fields->subjects, read.subjects);
  EXPECT_EQ(again[0].fields->edition, read.edition);
}

}  // namespace
}  // namespace formats_marc_kept_test

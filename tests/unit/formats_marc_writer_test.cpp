// What each member of a book becomes in MARC 21. "$" stands for the subfield delimiter.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "formats/marc_writer.hpp"

namespace formats_marc_writer_test {
namespace {

using catalog::Book;
using catalog::ContributorKind;
using catalog::IdentifierType;
using catalog::LinkRelation;
using Texts = std::vector<std::string>;

Book book() {
  Book made{{4}, {1}, *base::parse_rfc3339("2026-11-28T14:30:05.678Z"), {}, {}};
  made.updated_at = *base::parse_rfc3339("2026-11-29T01:02:03.999Z");
  made.fields.edit().title = "Dom Casmurro";
  made.fields.edit().author = "Machado de Assis";
  made.fields.edit().language = "pt-BR";
  return made;
}

Texts fields_of(const Book& from, int tag, const formats::WriteOptions& options = {}) {
  Texts found;
  for (formats::MarcField& field : formats::to_marc(from, options).fields) {
    if (field.tag != tag) continue;
    std::ranges::replace(field.data, formats::marc_subfield_delimiter, '$');
    found.push_back(field.data);
  }
  return found;
}

template <class Change>
Texts fields_after(int tag, Change change) {
  Book changed = book();
  change(changed.fields.edit());
  return fields_of(changed, tag);
}

TEST(MarcWriter, TheLeaderTellsANewRecordFromAChangedOne) {
  EXPECT_EQ(formats::to_marc(book(), {}).leader, "00000nam a2200000ui 4500");
  Book changed = book();
  changed.version = {2};
  EXPECT_EQ(formats::to_marc(changed, {}).leader, "00000cam a2200000ui 4500");
}

TEST(MarcWriter, ControlFieldsHoldIdOrganizationAndInstants) {
  const formats::WriteOptions options{.marc_organization = "BR-RjBN", .marc_country = "bl"};
  EXPECT_EQ(fields_of(book(), 1), Texts{"4"});
  EXPECT_EQ(fields_of(book(), 3), Texts{});
  EXPECT_EQ(fields_of(book(), 3, options), Texts{"BR-RjBN"});
  EXPECT_EQ(fields_of(book(), 5), Texts{"20261129010203.0"});
  EXPECT_EQ(fields_of(book(), 8), Texts{"261128nuuuu    xx            ||| ||por d"});
  EXPECT_EQ(fields_of(book(), 8, options)[0].substr(15, 3), "bl ");
}

TEST(MarcWriter, TheFixedFieldHasFortyCharactersWhateverTheYear) {
  for (const auto& [year, coded] : std::vector<std::pair<int, std::string>>{
           {1899, "s1899"}, {0, "s0000"}, {33, "s0033"}, {-1, "nuuuu"}, {-3000, "nuuuu"}}) {
    const auto fixed = fields_after(8, [&](auto& fields) { fields.year = year; });
    EXPECT_EQ(fixed[0].size(), 40U);
    EXPECT_EQ(fixed[0].substr(6, 5), coded) << year;
  }
  const auto language = [](std::string tag) {
    return fields_after(8, [&](auto& fields) { fields.language = std::move(tag); })[0].substr(35,
                                                                                              3);
  };
  EXPECT_EQ(language(""), "und");
  EXPECT_EQ(language("tpn"), "und");
  EXPECT_EQ(language("zh-Hant"), "chi");
  EXPECT_EQ(language("he"), "heb");
  EXPECT_EQ(language("mul"), "mul");
}

TEST(MarcWriter, ATitleIsPunctuatedAndSkipsItsArticle) {
  const auto title = [](std::string text, std::string subtitle, std::optional<std::string> author,
                        std::string language) {
    return fields_after(245, [&](auto& fields) {
      fields.title = std::move(text);
      fields.subtitle = std::move(subtitle);
      fields.author = std::move(author);
      fields.language = std::move(language);
    })[0];
  };
  EXPECT_EQ(title("Dom Casmurro", "romance", "Machado de Assis", "pt"),
            "10$aDom Casmurro :$bromance /$cMachado de Assis.");
  EXPECT_EQ(title("Os sertões", "", std::nullopt, "pt"), "03$aOs sertões.");
  EXPECT_EQ(title("L'étranger", "", "A. B. Camus", "fr"), "12$aL'étranger /$cA.B. Camus.");
  EXPECT_EQ(title("The \"end\"?", "", std::nullopt, "en"), "05$aThe \"end\"?.");
  EXPECT_EQ(title("The end", "", std::nullopt, "de"), "00$aThe end.");
  EXPECT_EQ(title("Etc.", "a", std::nullopt, "pt"), "00$aEtc. :$ba.");
}

TEST(MarcWriter, TheFirstAuthorIsTheMainEntry) {
  const auto names = [](int tag) {
    return fields_after(tag, [](auto& fields) {
      fields.contributors = {{"Tobler, Stefan", "trl"},
                             {"Assis, Machado de", "aut"},
                             {"Assis, Machado de", "ill"},
                             {"Homero", "org"},
                             {"Ministério da Saúde", "isb", ContributorKind::body},
                             {"Bienal", "ctb", ContributorKind::event},
                             {"Rowling, J. K.", "blw"}};
    });
  };
  EXPECT_EQ(names(100), Texts{"1 $aAssis, Machado de,$eautor,$eilustrador.$4aut$4ill"});
  EXPECT_EQ(names(700), (Texts{"1 $aTobler, Stefan,$etradutor.$4trl",
                               "0 $aHomero,$eorganizador.$4org", "1 $aRowling, J. K.$4blw"}));
  EXPECT_EQ(names(710), Texts{"2 $aMinistério da Saúde,$eentidade emissora.$4isb"});
  EXPECT_EQ(names(711), Texts{"2 $aBienal,$jcolaborador.$4ctb"});
}

TEST(MarcWriter, WithoutAListTheAuthorLineGivesTheNames) {
  const auto line = [](auto& fields) { fields.author = "Jorge Amado; Gattai, Zélia"; };
  EXPECT_EQ(fields_after(100, line), Texts{"0 $aJorge Amado,$eautor.$4aut"});
  EXPECT_EQ(fields_after(700, line), Texts{"1 $aGattai, Zélia,$eautor.$4aut"});
  const auto unspaced = [](auto& fields) { fields.author = "Amado, Jorge;Gattai, Zélia;"; };
  EXPECT_EQ(fields_after(100, unspaced), Texts{"1 $aAmado, Jorge,$eautor.$4aut"});
  EXPECT_EQ(fields_after(700, unspaced), Texts{"1 $aGattai, Zélia,$eautor.$4aut"});
  const auto dated = [](auto& fields) { fields.author = "José Saramago, 1922-2010"; };
  EXPECT_EQ(fields_after(100, dated), Texts{"0 $aJosé Saramago, 1922-2010,$eautor.$4aut"});
  const auto body = [](auto& fields) {
    fields.contributors = {{"Brasil. Ministério", "aut", ContributorKind::body}};
  };
  EXPECT_EQ(fields_after(110, body), Texts{"2 $aBrasil. Ministério,$eautor.$4aut"});
  EXPECT_EQ(fields_after(245, body)[0].substr(0, 1), "1");
}

TEST(MarcWriter, NumbersStandInTheirFields) {
  const auto numbers = [](auto& fields) {
    fields.isbn = catalog::Isbn::parse("9788535914849");
    fields.other_isbns = {*catalog::Isbn::parse("9780195101706")};
    for (std::size_t type = 0; type < catalog::identifier_type_count; ++type) {
      fields.identifiers.push_back({static_cast<IdentifierType>(type), "12345"});
    }
    fields.cdd = "869.3";
    fields.cdu = "821.134.3";
  };
  EXPECT_EQ(fields_after(10, numbers), Texts{"  $a12345"});
  EXPECT_EQ(fields_after(20, numbers),
            (Texts{"  $a9788535914849", "  $a9780195101706", "  $z12345"}));
  EXPECT_EQ(fields_after(22, numbers), Texts{"  $a12345"});
  EXPECT_EQ(fields_after(24, numbers), Texts{"7 $a12345$2doi"});
  EXPECT_EQ(fields_after(35, numbers), Texts{"  $a(OCoLC)12345"});
  EXPECT_EQ(fields_after(80, numbers), Texts{"  $a821.134.3"});
  EXPECT_EQ(fields_after(82, numbers), Texts{"04$a869.3"});
}

TEST(MarcWriter, ATranslationNamesLanguagesAndTheOriginalTitle) {
  const auto translation = [](auto& fields) {
    fields.original_language = "en";
    fields.original_title = "The raven";
  };
  EXPECT_EQ(fields_after(41, translation), Texts{"1 $apor$heng"});
  EXPECT_EQ(fields_after(240, translation), Texts{"14$aThe raven.$lPortuguês."});
  const auto anonymous = [&](auto& fields) {
    translation(fields);
    fields.author.reset();
  };
  EXPECT_EQ(fields_after(130, anonymous), Texts{"4 $aThe raven.$lPortuguês."});
  EXPECT_EQ(fields_after(240, anonymous), Texts{});
}

TEST(MarcWriter, PublicationIsPunctuatedWithWhatThereIs) {
  const auto imprint = [](std::string place, std::string publisher, std::optional<int> year) {
    return fields_after(264, [&](auto& fields) {
      fields.place = std::move(place);
      fields.publisher = std::move(publisher);
      fields.year = year;
    });
  };
  EXPECT_EQ(imprint("Rio de Janeiro", "Garnier", 1899),
            Texts{" 1$aRio de Janeiro :$bGarnier,$c1899."});
  EXPECT_EQ(imprint("Lisboa", "", {}), Texts{" 1$aLisboa."});
  EXPECT_EQ(imprint("", "Alves & Cia.", {}), Texts{" 1$bAlves & Cia."});
  EXPECT_EQ(imprint("", "", -500), Texts{" 1$c[500 a.C.]"});
  EXPECT_EQ(imprint("", "", {}), Texts{});
}

TEST(MarcWriter, TheRestStandsInItsFields) {
  const auto rest = [](auto& fields) {
    fields.edition = "2. ed.";
    fields.pages = 240;
    fields.series = {"Série", "3"};
    fields.notes = {"Inclui índice", "Tese."};
    fields.synopsis = "Uma.\n\tDuas.";
    fields.subjects = {"Brasil -- História", "Ciúme"};
    fields.tags = {"vestibular"};
  };
  EXPECT_EQ(fields_after(250, rest), Texts{"  $a2. ed."});
  EXPECT_EQ(fields_after(300, rest), Texts{"  $a240 p."});
  EXPECT_EQ(fields_after(490, rest), Texts{"0 $aSérie ;$v3"});
  EXPECT_EQ(fields_after(500, rest), (Texts{"  $aInclui índice", "  $aTese."}));
  EXPECT_EQ(fields_after(520, rest), Texts{"  $aUma.  Duas."});
  EXPECT_EQ(fields_after(650, rest), (Texts{" 4$aBrasil$xHistória.", " 4$aCiúme."}));
  EXPECT_EQ(fields_after(653, rest), Texts{"  $avestibular"});
}

TEST(MarcWriter, AddressesSayWhatTheyGive) {
  const auto addresses = [](auto& fields) {
    fields.cover = "https://a/capa.jpg";
    fields.links = {{"https://a/1", "application/pdf", LinkRelation::text, "só aqui"},
                    {"https://a/2", "", LinkRelation::loan, ""},
                    {"https://a/3", "", std::nullopt, "Sumário"}};
  };
  EXPECT_EQ(fields_after(856, addresses),
            (Texts{"42$3Capa$uhttps://a/capa.jpg", "40$uhttps://a/1$qapplication/pdf$ysó aqui",
                   "42$3Empréstimo$uhttps://a/2", "42$uhttps://a/3$ySumário"}));
}

TEST(MarcWriter, WhatMarcXmlCannotHoldIsLeftOut) {
  EXPECT_EQ(fields_after(500, [](auto& fields) { fields.notes = {"a\uFFFEb\uFFFF\uFFFD"}; }),
            Texts{"  $aab\uFFFD"});
}

}  // namespace
}  // namespace formats_marc_writer_test

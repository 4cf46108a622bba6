// What a citation has over the limits of a book: it goes elsewhere, or a warning tells of it.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "catalog/limits.hpp"
#include "formats/ris_reader.hpp"
#include "support/format_reading.hpp"
#include "support/limit_books.hpp"

namespace formats_draft_limits_test {
namespace {

using Texts = std::vector<std::string>;
using support::WarnedBook;
namespace limits = catalog::limits;

WarnedBook ris(const std::string& lines) {
  return support::read_warned(formats::Format::ris,
                              "TY  - BOOK\nTI  - Um\nAU  - Ana\n" + lines + "ER  - \n");
}

std::string lines_of(const std::string& tag, const std::string& front, std::size_t count) {
  std::string lines;
  for (std::size_t i = 0; i < count; ++i) {
    lines += tag + "  - " + front + std::to_string(100 + i) + "\n";
  }
  return lines;
}

std::string of_letters(std::size_t count) { return std::string(count, 'x'); }

TEST(DraftLimits, WhatAListHasNoRoomForIsToldOnce) {
  const auto check = [](const std::string& tag, const std::string& front, std::size_t items_max,
                        auto kept, const std::string& column) {
    EXPECT_EQ(ris(lines_of(tag, front, items_max)).warned, Texts{}) << tag;
    const WarnedBook all = ris(lines_of(tag, front, items_max + 30));
    EXPECT_EQ(kept(all.book).size(), items_max) << tag;
    EXPECT_EQ(all.warned, Texts{column});
  };
  check("KW", "a", limits::terms_max, [](const auto& book) { return book.subjects; }, "assuntos");
  check("N1", "a", limits::notes_max, [](const auto& book) { return book.notes; }, "notas");
  check(
      "UR", "http://a.example/", limits::links_max, [](const auto& book) { return book.links; },
      "ligacoes");
  const WarnedBook people = ris(lines_of("A2", "Silva ", limits::contributors_max + 3));
  EXPECT_EQ(people.book.contributors.size(), limits::contributors_max);
  EXPECT_EQ(people.warned, Texts{"autores"});
}

TEST(DraftLimits, IsbnsWithoutRoomAreToldOnce) {
  std::string lines;
  for (std::size_t i = 0; i < limits::other_isbns_max + 5; ++i) {
    lines += "SN  - " + support::isbn_text(i) + "\n";
  }
  const WarnedBook all = ris(lines);
  EXPECT_EQ(all.book.other_isbns.size(), limits::other_isbns_max);
  EXPECT_EQ(all.warned, Texts{"outros_isbn"});
}

TEST(DraftLimits, ATextThatIsCutIsTold) {
  const auto warned = [](const std::string& line) { return ris(line + "\n").warned; };
  EXPECT_EQ(warned("PB  - " + of_letters(limits::publisher_max)), Texts{});
  EXPECT_EQ(warned("PB  - " + of_letters(limits::publisher_max + 1)), Texts{"editora"});
  EXPECT_EQ(warned("CY  - " + of_letters(300)), Texts{"local"});
  EXPECT_EQ(warned("KW  - " + of_letters(300)), Texts{"assuntos"});
  EXPECT_EQ(warned("A2  - " + of_letters(600)), Texts{"autores"});
  EXPECT_EQ(warned("DO  - 10.1000/" + of_letters(300)), Texts{"identificadores"});
}

TEST(DraftLimits, ALongNoteGoesOnInTheNextWhereThereIsRoom) {
  std::string text;
  for (int i = 0; i < 600; ++i) text += "palavra ";
  const WarnedBook all = ris("N1  - " + text + "\nN1  - fim\n");
  EXPECT_EQ(all.warned, Texts{});
  ASSERT_EQ(all.book.notes.size(), 4U);
  std::size_t words = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_TRUE(all.book.notes[i].starts_with("palavra ")) << i;
    EXPECT_TRUE(all.book.notes[i].ends_with("palavra")) << i;
    words += (all.book.notes[i].size() + 1) / 8;
  }
  EXPECT_EQ(words, 600U);
  EXPECT_EQ(all.book.notes.back(), "fim");
}

TEST(DraftLimits, WarningsOfOneKindHideNoneOfAnother) {
  std::string lines;
  for (int i = 0; i < 40; ++i) {
    lines += "A2  - " + std::to_string(100 + i) + of_letters(600) + "\n";
  }
  const WarnedBook all = ris(lines + "PB  - " + of_letters(400) + "\n" + lines_of("KW", "a", 60));
  EXPECT_EQ(std::ranges::count(all.warned, "autores"), 20);
  EXPECT_EQ(std::ranges::count(all.warned, "editora"), 1);
  EXPECT_EQ(std::ranges::count(all.warned, "assuntos"), 1);
}

TEST(DraftLimits, LongEditionsAndClassNumbersAreNotes) {
  const std::string edition = "2a ed. " + of_letters(limits::edition_max);
  const WarnedBook all = ris("ET  - " + edition + "\nCN  - 869.3 " + of_letters(60) + "\n");
  EXPECT_EQ(all.book.notes, (Texts{"Edição: " + edition, "CDD: 869.3 " + of_letters(60)}));
  EXPECT_EQ(all.book.edition.size(), limits::edition_max);
  EXPECT_EQ(all.warned, Texts{});
}

TEST(DraftLimits, SummariesWithoutRoomAreTold) {
  const std::string full = "AB  - " + of_letters(limits::synopsis_max - 1) + "\n";
  EXPECT_EQ(ris(full + lines_of("AB", "resumo ", limits::notes_max)).warned, Texts{});
  EXPECT_EQ(ris(full + lines_of("AB", "resumo ", limits::notes_max + 9)).warned, Texts{"notas"});
}

TEST(DraftLimits, AVolumeIsCountedInLettersHoweverItsAccentsAreWritten) {
  std::string volume;
  for (int i = 0; i < 15; ++i) volume += "e\u0301";
  const WarnedBook all = ris("T2  - Estudos\nVL  - " + volume + "\n");
  EXPECT_NE(all.book.series.value().volume, "");
  EXPECT_EQ(all.book.notes, Texts{});
}

TEST(DraftLimits, ALongVolumeOfASeriesIsANote) {
  const std::string volume = "suplemento de janeiro a junho";
  const WarnedBook all = ris("T2  - Estudos\nVL  - " + volume + "\n");
  EXPECT_EQ(all.book.series, (catalog::Series{"Estudos", ""}));
  EXPECT_EQ(all.book.notes, Texts{"v. " + volume});
}

}  // namespace
}  // namespace formats_draft_limits_test

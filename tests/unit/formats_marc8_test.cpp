// MARC-8 and ISO 5426 as Unicode. sets_marc8.mrc is sets_utf8.mrc as another program wrote it.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/text.hpp"
#include "formats/charset.hpp"
#include "formats/marc8.hpp"
#include "support/format_reading.hpp"
#include "support/marc_builder.hpp"

namespace formats_marc8_test {
namespace {

using formats::Encoding;
using formats::Format;
using formats::from_iso5426;
using formats::from_marc8;
using support::MarcBuilder;

TEST(Marc8, EverySetOfAnotherProgramsFileReadsAsItsUnicode) {
  const auto marc8 = support::read_whole(Format::marc, support::test_data("marc8/sets_marc8.mrc"));
  const auto unicode = support::read_whole(Format::marc, support::test_data("marc8/sets_utf8.mrc"));
  ASSERT_GT(unicode.size(), 60U);
  ASSERT_EQ(marc8.size(), unicode.size());
  for (std::size_t i = 0; i < marc8.size(); ++i) {
    ASSERT_TRUE(marc8[i].fields && unicode[i].fields) << i;
    EXPECT_EQ(marc8[i].fields->title, unicode[i].fields->title);
  }
}

TEST(Marc8, MarksStandBehindTheirLettersAndAreComposed) {
  EXPECT_EQ(from_marc8("Inoc\xE3"
                       "encia")
                .text,
            "Inocência");
  EXPECT_EQ(from_marc8("\xF0"
                       "c\xE4"
                       "a\xE2"
                       "e")
                .text,
            "çãé");
  // Two marks keep their order; NFC composes what it can.
  EXPECT_EQ(from_marc8("\xF2\xE3"
                       "e")
                .text,
            "ệ");
  EXPECT_EQ(from_marc8("\xE2").text, "\u0301");
}

TEST(Marc8, AMarkOverTwoLettersStandsBetweenThem) {
  EXPECT_EQ(from_marc8("\xEBi\xEC"
                       "a")
                .text,
            "i\u0361a");
  EXPECT_EQ(from_marc8("\xFAn\xFBg").text, "n\u0360g");
  EXPECT_EQ(from_marc8("\xEB\xE2i\xEC"
                       "a")
                .text,
            "í\u0361a");
}

TEST(Marc8, EscapesSwitchEitherHalf) {
  EXPECT_EQ(from_marc8("\x1B(N@\x1B(B e").text, "ю e");
  EXPECT_EQ(from_marc8("\x1B,N@\x1B,B e").text, "ю e");
  EXPECT_EQ(from_marc8("\x1B)N\xC0 e").text, "ю e");
  EXPECT_EQ(from_marc8("\x1B-2\xE0").text, "א");
  EXPECT_EQ(from_marc8("\x1B)!E\xB2").text, "ø");
  EXPECT_EQ(from_marc8("\x1B$1!0!\x1B(B a").text, "一 a");
  EXPECT_EQ(from_marc8("\x1B$)1\xA1\xB0\xA1").text, from_marc8("\x1B$,1!0!").text);
  EXPECT_EQ(from_marc8("H\x1B"
                       "b2\x1BsO, x\x1Bp2\x1Bs, \x1Bga\x1Bs")
                .text,
            "H₂O, x², α");
}

TEST(Marc8, ASubfieldBeginsInLatin) {
  EXPECT_EQ(from_marc8("  \x1F"
                       "a\x1B(N@\x1F"
                       "b@\xE2"
                       "e")
                .text,
            "  \x1F"
            "aю\x1F"
            "b@é");
}

TEST(Marc8, ReferencesStandForWhatTheSetsLack) {
  EXPECT_EQ(from_marc8("a&#x2014;b").text, "a—b");
  EXPECT_EQ(from_marc8("a&#x41;b&#x;&#xD800;&#x2014").text, "a&#x41;b&#x;&#xD800;&#x2014");
}

TEST(Marc8, AnUnknownByteIsReplacedAndCounted) {
  for (const std::string_view bytes : {"\xFF", "\x1B(Z", "\x7F", "\x1B", "\x1B$(N", "\x1B$1!"}) {
    const auto decoded = from_marc8(bytes);
    EXPECT_GE(decoded.unknown, 1U) << bytes;
    EXPECT_NE(decoded.text.find("\uFFFD"), std::string::npos);
    EXPECT_TRUE(base::is_valid_utf8(decoded.text));
  }
  EXPECT_EQ(from_marc8("a\x1B$1!0!\xC1\xC2\xC3z").text, "a一ℓ℗©\uFFFD");
}

TEST(Marc8, MarksWithoutEndCostNothing) {
  const auto decoded = from_marc8(std::string(100'000, '\xE2') + "e");
  EXPECT_TRUE(base::is_valid_utf8(decoded.text));
}

TEST(Marc8, ARecordWithAnUnknownByteIsReadWithAWarning) {
  MarcBuilder record;
  record.coding(' ').field("245",
                           "10$a\xE2"
                           "E \xFF isso");
  const auto reader = formats::make_reader(Format::marc, {support::current_year});
  reader->feed(record.build());
  reader->finish();
  const auto read = reader->next();
  ASSERT_TRUE(read && read->book);
  EXPECT_EQ(read->book->fields->title, "É \uFFFD isso");
  ASSERT_EQ(read->warnings.size(), 1U);
  EXPECT_EQ(read->warnings[0].column, "245");
}

// The title as it is read, and the columns of the warnings behind it.
std::string title_and_warnings(Format format, const MarcBuilder& record) {
  const auto reader = formats::make_reader(format, {support::current_year});
  reader->feed(record.build());
  reader->finish();
  const auto read = reader->next();
  if (!read || !read->book) return "refused";
  std::string text = read->book->fields->title;
  for (const auto& warning : read->warnings) text += " | " + warning.column;
  return text;
}

// Bytes of ISO 8859-1 of a text whose letters it has.
std::string latin1_of(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool is_pair = byte == 0xC2 || byte == 0xC3;
    bytes += is_pair ? static_cast<char>(text[++i] + (byte == 0xC3 ? 0x40 : 0)) : text[i];
  }
  return bytes;
}

MarcBuilder untold(std::string_view tag, std::string_view title) {
  MarcBuilder record;
  record.coding(' ').field(tag, "10$a" + std::string(title));
  return record;
}

TEST(Marc8, Latin1UnderALeaderOfMarc8IsReadAsItIsWithAWarning) {
  for (const std::string title : {"Memórias póstumas, edição crítica da França",
                                  "Ações e emoções do coração",
                                  "São Paulo",
                                  "João",
                                  "Ática",
                                  "EDUCAÇÃO",
                                  "Édipo rei",
                                  "José",
                                  "Camões",
                                  "História",
                                  "Música",
                                  "Física",
                                  "Um café em Assunção",
                                  "Ninguém e você",
                                  "União e região",
                                  "Ciência fácil",
                                  "À mesa é bom",
                                  "Über die Bücher",
                                  "La señora está aquí",
                                  "SÃO JOÃO",
                                  "L'été déjà"}) {
    EXPECT_EQ(title_and_warnings(Format::marc, untold("245", latin1_of(title))),
              title + " | leader/09");
  }
  EXPECT_EQ(title_and_warnings(Format::marc, untold("245",
                                                    "O \x93"
                                                    "cora\xE7\xE3o\x94")),
            "O “coração” | leader/09");
}

TEST(Marc8, Latin1InARecordOfUnimarcIsReadAsItIsWithAWarning) {
  for (const std::string title : {"Camões", "José", "Édipo rei", "História", "Coração", "São Paulo",
                                  "Ninguém e você", "Música", "Fernández", "É bom"}) {
    EXPECT_EQ(title_and_warnings(Format::marc, untold("200", latin1_of(title))), title + " | 100");
  }
}

TEST(Marc8, WhatMayBeMarc8IsNotTouched) {
  const auto unchanged = [](std::string_view bytes) {
    return title_and_warnings(Format::marc, untold("245", bytes)) == from_marc8(bytes).text;
  };
  for (const std::string_view bytes : {
           "Mem\xE2orias p\xE2ostumas, edi\xF0"
           "c\xE4"
           "ao cr\xE2itica",
           "Meu av\xE3o e o metr\xE3o",
           "Ti\xE3\xE2"
           "eng Vi\xF2\xE3"
           "et, c\xE3o gi\xE2"
           "ao",
           "Sovetska\xEBi\xEC"
           "a \xEBI\xEC"
           "Uzhnai\xEBi\xEC"
           "a",
           "T\xE5"
           "ar\xE5i\xF6k\xF6h-i \xF2h"
           "az\xF3z",
           "\xF4R\xE5imad r\xF4gveda",
           "\xE9"
           "Capek, Dvo\xE9r\xE1"
           "ak",
           "C\xC4 minor; \xC5"
           "Qu\xE2"
           "e? \xC3"
           "1998, N\xC0 5",
           "An\xFAg\xFB"
           "a",
           "Stra\xC7"
           "e",
       }) {
    EXPECT_TRUE(unchanged(bytes)) << from_marc8(bytes).text << " / "
                                  << title_and_warnings(Format::marc, untold("245", bytes));
  }
}

TEST(Marc8, RightLettersBesideABrokenMarkStayAndAreDoubted) {
  EXPECT_EQ(title_and_warnings(Format::marc, untold("245", "Cr\xE2itica, l\xE2ogica, caf\xE2")),
            "Crítica, lógica, caf\u0301 | leader/09");
}

std::string title_as(Encoding encoding, const std::string& bytes) {
  const auto reader = formats::make_reader(
      Format::marc, {.current_year = support::current_year, .encoding = encoding});
  reader->feed(bytes);
  reader->finish();
  const auto read = reader->next();
  return read && read->book ? read->book->fields->title : "refused";
}

TEST(Marc8, WhatSomebodySaysOfTheEncodingIsBelieved) {
  MarcBuilder latin1;
  latin1.coding(' ').field("245", "10$aInoc\xEAncia");
  EXPECT_EQ(title_as(Encoding::latin1, latin1.build()), "Inocência");
  EXPECT_EQ(title_as(Encoding::cp850, latin1.build()), "InocÛncia");
  MarcBuilder marc8;
  marc8.coding('a').field("245",
                          "10$aInoc\xE3"
                          "encia");
  EXPECT_EQ(title_as(Encoding::marc8, marc8.build()), "Inocência");
  EXPECT_EQ(title_as(Encoding::utf8, marc8.build()), "Inoc\uFFFDencia");
}

TEST(Iso5426, LettersMarksAndSortingSigns) {
  EXPECT_EQ(from_iso5426("\x88O \x89"
                         "cora\xD0"
                         "c\xC4"
                         "ao \xC2"
                         "e \xC8u \xF1 \xFB")
                .text,
            "O coração é ü æ ß");
  EXPECT_EQ(from_iso5426("\xA4\xAA\xBA").text, "$“”");
  EXPECT_EQ(from_iso5426("a\xFFz").unknown, 1U);
}

TEST(Charset, NamesAndUpperHalves) {
  for (const std::string_view name : formats::encoding_names()) {
    const auto encoding = formats::encoding_named(name);
    ASSERT_TRUE(encoding);
    EXPECT_EQ(name_of(*encoding), name);
  }
  EXPECT_EQ(formats::encoding_named("UTF-8"), Encoding::utf8);
  EXPECT_FALSE(formats::encoding_named("utf-7"));
  EXPECT_EQ(formats::to_utf8(Encoding::latin9, "\xA4\xBD\xE9"), "€œé");
  EXPECT_EQ(formats::to_utf8(Encoding::cp850, "\x82\x87\xC6"), "éçã");
  EXPECT_EQ(formats::to_utf8(Encoding::latin1, "\x93\xE9"), "“é");
}

}  // namespace
}  // namespace formats_marc8_test

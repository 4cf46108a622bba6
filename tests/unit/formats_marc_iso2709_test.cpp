// ISO 2709: records out of a stream, and what damage costs.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "formats/iso2709.hpp"
#include "support/format_reading.hpp"
#include "support/marc_builder.hpp"

namespace formats_marc_iso2709_test {
namespace {

using catalog::Rule;
using formats::Format;
using support::MarcBuilder;
using support::Outcomes;

std::string record_titled(std::string_view title) {
  return MarcBuilder()
      .field("100", "1 $aAssis, Machado de.")
      .field("245", "10$a" + std::string(title) + " /$cMachado de Assis.")
      .build();
}

// The titles of kept records and the pointers of refused ones, in order.
std::vector<std::string> summary(const Outcomes& outcomes) {
  std::vector<std::string> lines;
  for (const auto& outcome : outcomes) {
    lines.push_back(outcome.fields ? outcome.fields->title
                                   : "refused: " + outcome.problem->errors.at(0).pointer);
  }
  return lines;
}

std::vector<std::string> read(const std::string& bytes) {
  const Outcomes whole = support::read_whole(Format::marc, bytes);
  EXPECT_EQ(whole, support::read_sliced(Format::marc, bytes, 1));
  EXPECT_EQ(whole, support::read_sliced(Format::marc, bytes, 7));
  for (std::size_t i = 0; i < whole.size(); ++i) EXPECT_EQ(whole[i].number, i + 1);
  return summary(whole);
}

using Lines = std::vector<std::string>;

TEST(Iso2709, RecordsFollowEachOtherWithOrWithoutLineEndsBetweenThem) {
  const std::string one = record_titled("Um");
  const std::string two = record_titled("Dois");
  EXPECT_EQ(read(one + two), (Lines{"Um", "Dois"}));
  EXPECT_EQ(read("\xEF\xBB\xBF" + one + "\r\n" + two + "\n\x1A"), (Lines{"Um", "Dois"}));
}

TEST(Iso2709, NothingAtAllHoldsNoRecord) {
  EXPECT_EQ(read(""), Lines{});
  EXPECT_EQ(read("\r\n \n"), Lines{});
}

TEST(Iso2709, GarbageCostsOneRecordAndReadingGoesOn) {
  EXPECT_EQ(read("garbage\x1D" + record_titled("Um")), (Lines{"refused: leader", "Um"}));
}

TEST(Iso2709, TheRecordBehindOneCutOffIsStillFound) {
  const std::string cut = record_titled("Cortado").substr(0, 70);
  EXPECT_EQ(read(cut + record_titled("Um") + record_titled("Dois")),
            (Lines{"refused: directory", "Um", "Dois"}));
}

TEST(Iso2709, DigitsThatHappenToSayALengthBeginNoRecord) {
  // Of one short field, so that the base address says the length of what begins with it.
  std::string record = MarcBuilder().field("245", "10$aUm$cX.").build();
  record.replace(0, 5, "XXXXX");
  EXPECT_EQ(read(record + record_titled("Um")), (Lines{"refused: leader", "Um"}));
}

TEST(Iso2709, ARecordThatLostOnlyItsTerminatorIsKept) {
  std::string lost = record_titled("Um");
  lost.pop_back();
  EXPECT_EQ(read(lost + record_titled("Dois")), (Lines{"Um", "Dois"}));
  EXPECT_EQ(read(record_titled("Dois") + lost), (Lines{"Dois", "Um"}));
}

TEST(Iso2709, ALastRecordCutOffIsRefused) {
  const std::string whole = record_titled("Um");
  EXPECT_EQ(read(whole + whole.substr(0, 60)), (Lines{"Um", "refused: directory"}));
  EXPECT_EQ(read(whole + whole.substr(0, 20)), (Lines{"Um", "refused: leader"}));
}

TEST(Iso2709, AWrongRecordLengthIsForgivenWhenEveryFieldIsWhole) {
  std::string record = record_titled("Um");
  record.replace(0, 5, "00099");
  EXPECT_EQ(read(record + record_titled("Dois")), (Lines{"Um", "Dois"}));
}

TEST(Iso2709, ADirectoryThatPointsOutsideTheRecordIsRefused) {
  std::string record = record_titled("Um");
  record.replace(formats::iso2709_leader_bytes + 7, 5, "99999");
  record.erase(record.size() - 2, 1);
  EXPECT_EQ(read(record), Lines{"refused: directory"});
}

TEST(Iso2709, ARecordOverTheLimitIsRefusedAndTheNextOneRead) {
  const std::string endless(3 * formats::iso2709_record_bytes_max, '7');
  const std::string input = endless + "\x1D" + record_titled("Um");
  const Outcomes outcomes = support::read_sliced(Format::marc, input, 4096);
  EXPECT_EQ(summary(outcomes), (Lines{"refused: leader", "Um"}));
  EXPECT_EQ(outcomes[0].problem->errors.at(0).rule, Rule::too_long);
  EXPECT_EQ(outcomes, support::read_whole(Format::marc, input));
}

TEST(Iso2709, TheRecordAtTheEndOfAnEndlessOneIsStillFound) {
  const std::string endless(3 * formats::iso2709_record_bytes_max, '7');
  const std::string input = endless + record_titled("Um") + record_titled("Dois");
  const Outcomes outcomes = support::read_sliced(Format::marc, input, 1000);
  EXPECT_EQ(summary(outcomes), (Lines{"refused: leader", "Um", "Dois"}));
  EXPECT_EQ(outcomes, support::read_whole(Format::marc, input));
}

TEST(Iso2709, TheLongestRecordThatALengthCanSayIsRead) {
  MarcBuilder builder;
  builder.field("245", "10$aUm /$cX.");
  // 24 + 13 entries of 12 + terminators: filled up to the byte.
  for (int i = 0; i < 11; ++i) builder.field("500", "  $a" + std::string(9000, 'n'));
  const std::size_t rest = formats::iso2709_record_bytes_max - builder.build().size() - 12 - 5;
  builder.field("500", "  $a" + std::string(rest, 'n'));
  const std::string record = builder.build();
  ASSERT_EQ(record.size(), formats::iso2709_record_bytes_max);
  EXPECT_EQ(summary(support::read_sliced(Format::marc, record + record, 1000)),
            (Lines{"Um", "Um"}));
}

TEST(Iso2709, SubfieldsSkipEmptyDelimitersAndTextInFrontOfTheFirst) {
  formats::Subfields subfields(
      "10junk\x1F\x1F\x1F"
      "aDom\x1F"
      "b\x1F");
  const auto first = subfields.next();
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->code, 'a');
  EXPECT_EQ(first->value, "Dom");
  const auto second = subfields.next();
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(second->code, 'b');
  EXPECT_EQ(second->value, "");
  EXPECT_FALSE(subfields.next().has_value());
}

TEST(MarcRecord, DeletedAuthorityAndHoldingsRecordsAreRefusedByTheirLeader) {
  MarcBuilder deleted;
  deleted.status('d').field("245", "10$aUm");
  MarcBuilder authority;
  authority.type('z').field("100", "1 $aAssis, Machado de");
  MarcBuilder holdings;
  holdings.type('y').field("245", "10$aUm");
  EXPECT_EQ(read(deleted.build() + authority.build() + holdings.build() + record_titled("Um")),
            (Lines{"refused: leader/05", "refused: leader/06", "refused: leader/06", "Um"}));
}

TEST(MarcRecord, EveryBibliographicTypeIsABookHere) {
  std::string input;
  for (const char type : std::string_view("acdefgijkmoprt")) {
    MarcBuilder record;
    record.type(type).field("245", "10$aUm");
    input += record.build();
  }
  EXPECT_EQ(read(input), Lines(14, "Um"));
}

TEST(MarcRecord, Utf8UnderABlankCodingIsBelievedAndMarc8Read) {
  MarcBuilder mislabelled;
  mislabelled.coding(' ').field("245", "10$aInocência");
  MarcBuilder ascii;
  ascii.coding(' ').field("245", "10$aQuincas Borba");
  MarcBuilder marc8;  // 0xE2 is the acute accent of ANSEL, in front of its letter
  marc8.coding(' ').field("245",
                          "10$aInoc\xE3"
                          "encia");
  MarcBuilder switched;  // escapes to basic Greek and back
  switched.coding(' ').field("245", "10$aA \x1Bga\x1Bs rays");
  EXPECT_EQ(read(mislabelled.build() + ascii.build() + marc8.build() + switched.build()),
            (Lines{"Inocência", "Quincas Borba", "Inocência", "A α rays"}));
}

// The columns of the warnings of the first record.
std::vector<std::string> warned(const std::string& bytes) {
  const auto reader = formats::make_reader(Format::marc, {support::current_year});
  reader->feed(bytes);
  reader->finish();
  std::vector<std::string> columns;
  if (const auto record = reader->next()) {
    for (const auto& warning : record->warnings) columns.push_back(warning.column);
  }
  return columns;
}

TEST(MarcRecord, ABadByteCostsAtMostItsField) {
  MarcBuilder title;
  title.field("100", "1 $aAssis").field("245", "10$aDom \xE7 Casmurro\xC3");
  EXPECT_EQ(read(title.build()), Lines{"Dom \uFFFD Casmurro\uFFFD"});
  EXPECT_EQ(warned(title.build()), Lines{"245"});
  for (const char coding : {'a', ' '}) {
    MarcBuilder unread;
    unread.coding(coding).field("245", "10$aInocência").field("930", "  $aN\xE3o");
    unread.field("949", "  $a\xFF\x1B");
    EXPECT_EQ(read(unread.build()), Lines{"Inocência"});
    EXPECT_EQ(warned(unread.build()), Lines{});
    MarcBuilder publisher;
    publisher.coding(coding).field("245", "10$aInocência").field("260", "  $bP\xE3o");
    EXPECT_EQ(read(publisher.build()), Lines{"Inocência"});
    EXPECT_EQ(warned(publisher.build()), Lines{"260"});
  }
}

TEST(Iso2709, LengthsAreRepairedFromTheTerminators) {
  MarcBuilder builder;
  builder.field("100", "1 $aAssis, Machado de").field("245", "10$aMemórias póstumas de Brás");
  builder.field("260", "  $bGarnier");
  const std::string good = builder.build();
  EXPECT_EQ(warned(good), Lines{});
  const std::size_t entry = formats::iso2709_leader_bytes + 12;  // of 245
  std::string in_characters = good;
  in_characters.replace(entry + 3, 4, "0028");
  in_characters.replace(entry + 12 + 7, 5, "00053");
  std::string without_length = good;
  without_length.replace(0, 5, "     ");
  std::string without_any = without_length;
  for (std::size_t i = 0; i < 3; ++i) {
    without_any.replace(formats::iso2709_leader_bytes + 12 * i + 3, 9, "000000000");
  }
  std::string blank = without_length;
  for (std::size_t i = 0; i < 3; ++i) {
    blank.replace(formats::iso2709_leader_bytes + 12 * i + 3, 9, "         ");
  }
  for (const std::string& damaged : {in_characters, without_length, without_any, blank}) {
    EXPECT_EQ(read(damaged), Lines{"Memórias póstumas de Brás"});
    EXPECT_EQ(warned(damaged), Lines{"leader"});
    EXPECT_EQ(read(good + damaged + "\n" + damaged + "  \r\n" + good),
              Lines(4, "Memórias póstumas de Brás"));
  }
}

TEST(Iso2709, ARecordWithAFieldTooFewIsNotRepaired) {
  std::string record = record_titled("Um");
  record.replace(formats::iso2709_leader_bytes + 3, 4, "0001");
  std::string lost = record;
  lost.erase(lost.rfind('\x1E'), 1);
  EXPECT_EQ(read(record), Lines{"Um"});
  EXPECT_EQ(read(lost), Lines{"refused: directory"});
}

TEST(Iso2709, BlanksBetweenRecordsAreNoRecord) {
  EXPECT_EQ(read(std::string(50, ' ')), Lines{});
  EXPECT_EQ(
      read("       " + record_titled("Um") + std::string(7, ' ') + record_titled("Dois") + "   "),
      (Lines{"Um", "Dois"}));
}

TEST(MarcRecord, ControlCharactersAreLeftOutAndLineBreaksBecomeSpaces) {
  MarcBuilder record;  // U+0098 and U+009C enclose what sorting ignores
  record.field("245", "10$a\xC2\x98O\xC2\x9C alienista\n\x07 e outros");
  EXPECT_EQ(read(record.build()), Lines{"O alienista  e outros"});
}

TEST(MarcRecord, ATitleIsTheOnlyFieldARecordMustHave) {
  MarcBuilder untitled;
  untitled.field("100", "1 $aAssis, Machado de");
  MarcBuilder empty;
  empty.field("245", "10$a /$cX");
  MarcBuilder bare;
  bare.field("245", "10$aUm");
  const std::string input = untitled.build() + empty.build() + bare.build();
  EXPECT_EQ(read(input), (Lines{"refused: /245", "refused: /245", "Um"}));
  EXPECT_EQ(support::read_whole(Format::marc, input)[0].problem->errors.at(0).rule, Rule::required);
}

}  // namespace
}  // namespace formats_marc_iso2709_test

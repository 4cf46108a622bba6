// MARC in XML: whatever wraps the records, how much of it is read, and what ends the reading.
#include <gtest/gtest.h>

#include "formats/csv_assistant.hpp"
#include "formats/xml_marc_records.hpp"
#include "support/format_reading.hpp"

namespace formats_marcxml_test {
namespace {

using formats::Format;
using support::read_sliced;
using support::read_whole;
using Titles = std::vector<std::string>;

std::string record(std::string_view title, std::string_view prefix = "") {
  const std::string p(prefix);
  return "<" + p + "record><" + p + "leader>00000nam a2200000 a 4500</" + p + "leader><" + p +
         R"(datafield tag="245" ind1="1" ind2="0"><)" + p + R"(subfield code="a">)" +
         std::string(title) + "</" + p + "subfield></" + p + "datafield></" + p + "record>";
}

Titles titles_of(const support::Outcomes& outcomes) {
  Titles titles;
  for (const auto& outcome : outcomes) {
    titles.push_back(outcome.fields ? outcome.fields->title
                                    : "refused: " + outcome.problem->errors.at(0).pointer);
  }
  return titles;
}

Titles read(const std::string& xml) {
  const auto whole = read_whole(Format::marcxml, xml);
  EXPECT_EQ(whole, read_sliced(Format::marcxml, xml, 7));
  return titles_of(whole);
}

struct Told {
  std::vector<formats::Record> records;
  formats::Remarks remarks;
  std::string rejects;
};
Told read_all(const std::string& xml) {
  const auto reader = formats::make_reader(
      Format::marcxml,
      {.current_year = support::current_year, .record_bytes = formats::RecordBytes::kept});
  Told told;
  const auto drain = [&] {
    while (auto one = reader->next()) told.records.push_back(*std::move(one));
  };
  for (std::size_t at = 0; at < xml.size(); at += 1000) {
    reader->feed(std::string_view(xml).substr(at, 1000));
    drain();
  }
  reader->finish();
  drain();
  told.remarks = reader->remarks();
  told.rejects = reader->rejects_begin();
  for (const auto& one : told.records) {
    if (!one.book) told.rejects += one.bytes;
  }
  told.rejects += reader->rejects_end();
  return told;
}

TEST(Marcxml, ARecordIsReadAloneAndInAnyWrapper) {
  EXPECT_EQ(read(record("Um")), Titles{"Um"});
  EXPECT_EQ(read("<collection>" + record("Um") + record("Dois") + "</collection>"),
            (Titles{"Um", "Dois"}));
  EXPECT_EQ(read("<m:collection xmlns:m=\"http://www.loc.gov/MARC21/slim\">" + record("Um", "m:") +
                 "</m:collection>"),
            Titles{"Um"});
  EXPECT_EQ(read("<OAI-PMH><ListRecords><record><header status='deleted'/></record><record>"
                 "<header/><metadata>" +
                 record("Um", "marc:") + "</metadata></record></ListRecords></OAI-PMH>"),
            Titles{"Um"});
  EXPECT_EQ(read("<srw:records><srw:record><srw:recordData>" + record("Um") +
                 "</srw:recordData></srw:record><srw:record><srw:recordData>" + record("Dois") +
                 "</srw:recordData></srw:record></srw:records>"),
            (Titles{"Um", "Dois"}));
}

TEST(Marcxml, ReferencesEntitiesAndCdataAreText) {
  EXPECT_EQ(read(record("&#233;&#xE3; &amp; &lt;x&gt; <![CDATA[<b>]]>")), Titles{"éã & <x> <b>"});
}

TEST(Marcxml, LinesMadeForTheEyeAreOneLine) {
  EXPECT_EQ(read(record("\n    Memórias\n\tpóstumas  de  Brás\n  ")),
            Titles{"Memórias póstumas  de  Brás"});
}

TEST(Marcxml, TheSameBooksComeOutOfXmlAsOutOfIso2709) {
  const auto iso = read_whole(Format::marc, support::test_data("loc_por_300.mrc"));
  auto xml = read_whole(Format::marcxml, support::test_data("loc_por_60.xml"));
  ASSERT_EQ(xml.size(), 60U);
  for (std::size_t i = 0; i < xml.size(); ++i) {
    xml[i].line = 0;
    EXPECT_EQ(xml[i], iso[i]) << i;
  }
}

TEST(Marcxml, ALeaderMayBeMissing) {
  EXPECT_EQ(
      read(R"(<record><datafield tag="245"><subfield code="a">Um</subfield></datafield></record>)"),
      Titles{"Um"});
  EXPECT_EQ(read(R"(<record type="Authority"><datafield tag="245"><subfield code="a">Um</subfield>)"
                 "</datafield></record>"),
            Titles{"refused: leader/06"});
  EXPECT_EQ(read("<record/>"), Titles{"refused: /245"});
}

TEST(Marcxml, ARecordTooLongIsRefusedAlone) {
  const std::string longest(formats::xml_record_bytes_max, 'x');
  EXPECT_EQ(read("<c>" + record("Um") + record(longest) + record("Dois") + "</c>"),
            (Titles{"Um", "refused: ", "Dois"}));
}

std::string nested(std::size_t depth) {
  std::string xml;
  for (std::size_t i = 0; i < depth; ++i) xml += "<a>";
  for (std::size_t i = 0; i < depth; ++i) xml += "</a>";
  return xml;
}

TEST(Marcxml, ARecordTooDeepIsRefusedAlone) {
  std::string deep = record("Fundo");
  deep.insert(deep.find("<datafield"), nested(formats::xml_record_depth_max + 1));
  std::string deepest = record("Ainda");
  deepest.insert(deepest.find("<datafield"), nested(formats::xml_record_depth_max));
  EXPECT_EQ(read("<c>" + deep + deepest + record("Dois") + "</c>"),
            (Titles{"refused: ", "Ainda", "Dois"}));
}

TEST(Marcxml, WhatIsNotWellFormedEndsTheReadingWithItsPlace) {
  const Told told = read_all("<c>" + record("Um") + "\n" + record("Dois") + "\n <x></y>" +
                             record("Três") + "</c>");
  ASSERT_EQ(told.records.size(), 2U);
  ASSERT_TRUE(told.remarks.failed);
  EXPECT_EQ(told.remarks.failed->code, formats::file_failures::malformed);
  EXPECT_EQ(told.remarks.failed->line, 3U);
  EXPECT_EQ(told.remarks.failed->column, 7U);
}

TEST(Marcxml, ACutFileIsToldAndItsRecordsStand) {
  const std::string xml = "<c>" + record("Um") + record("Dois") + "</c>";
  for (const std::size_t size : {xml.size() - 4, xml.size() - 30, xml.size() - 3}) {
    const Told told = read_all(xml.substr(0, size));
    EXPECT_GE(told.records.size(), 1U);
    EXPECT_TRUE(told.remarks.failed) << size;
  }
  EXPECT_FALSE(read_all(xml).remarks.failed);
  EXPECT_TRUE(read_all("").remarks.failed);
}

TEST(Marcxml, ADocumentOfOtherRecordsIsNotTakenForAnEmptyOne) {
  const std::string oai = "<OAI-PMH xmlns='o'><ListRecords><record><header";
  for (const std::string& xml :
       {std::string("<modsCollection><mods/></modsCollection>"),
        std::string("<xml><records><record><titles/></record></records></xml>"),
        oai +
            "/><metadata><dc><title>X</title></dc></metadata></record></ListRecords></OAI-PMH>"}) {
    const Told told = read_all(xml);
    EXPECT_TRUE(told.records.empty());
    ASSERT_TRUE(told.remarks.failed) << xml;
    EXPECT_EQ(told.remarks.failed->code, formats::file_failures::unsupported);
  }
  for (const std::string& xml :
       {std::string("<collection xmlns='http://www.loc.gov/MARC21/slim'/>"),
        oai + " status='deleted'/></record></ListRecords></OAI-PMH>",
        std::string("<x>") + record("a") + "<record><titles/></record></x>"}) {
    EXPECT_FALSE(read_all(xml).remarks.failed) << xml;
  }
}

TEST(Marcxml, ADtdIsRefusedOnSight) {
  const Told told = read_all("<!DOCTYPE c [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><c>" +
                             record("&b;") + "</c>");
  EXPECT_TRUE(told.records.empty());
  ASSERT_TRUE(told.remarks.failed);
  EXPECT_NE(told.remarks.failed->why.english.find("DTD"), std::string_view::npos);
  const auto analysis = formats::analyse("<!DOCTYPE record><record/>", {.current_year = 2026});
  EXPECT_EQ(analysis.warnings.size(), 1U);
}

TEST(Marcxml, ATagWithoutEndAndADocumentWithoutBottomEndTheReading) {
  EXPECT_TRUE(read_all("<c a='" + std::string(3 * formats::xml_record_bytes_max, 'x') + "'/>")
                  .remarks.failed);
  EXPECT_TRUE(read_all(nested(formats::xml_document_depth_max + 1)).remarks.failed);
  EXPECT_EQ(read_all(nested(formats::xml_document_depth_max)).remarks.failed->code,
            formats::file_failures::unsupported);
}

TEST(Marcxml, EncodingsThatADocumentDeclaresAreRead) {
  const auto in = [](std::string_view encoding, std::string_view title) {
    return read("<?xml version=\"1.0\" encoding=\"" + std::string(encoding) + "\"?>" +
                record(title));
  };
  EXPECT_EQ(in("ISO-8859-1", "\xE9"), Titles{"é"});
  EXPECT_EQ(in("windows-1252", "\x93\xE9"), Titles{"“é"});
  EXPECT_EQ(in("UTF-8", "é"), Titles{"é"});
  std::string wide("\xFF\xFE");
  for (const char c : "<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + record("Um")) {
    wide += c;
    wide += '\0';
  }
  EXPECT_EQ(read(wide), Titles{"Um"});
}

TEST(Marcxml, RefusedRecordsMakeADocumentThatIsReadAgain) {
  std::string broken = record("x", "m:");
  broken.replace(broken.find("245"), 3, "246");
  const Told told = read_all(
      "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><m:collection xmlns:m=\"urn:a&amp;b\">" +
      record("Um", "m:") + "\n  " + broken + "<record/>" + "</m:collection>");
  EXPECT_EQ(
      told.rejects,
      "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<collection xmlns:m=\"urn:a&amp;b\">\n" +
          broken + "\n<record/>\n</collection>\n");
  EXPECT_EQ(read(told.rejects), (Titles{"refused: /245", "refused: /245"}));
}

TEST(Marcxml, ControlNumberAndSourceAreTold) {
  std::string one = record("Um");
  one.insert(one.find("<datafield"),
             "<controlfield tag=\"001\"> 12 </controlfield><controlfield tag=\"003\">BR-X"
             "</controlfield>");
  EXPECT_EQ(read_whole(Format::marcxml, one).at(0).control, "(BR-X)12");
}

}  // namespace
}  // namespace formats_marcxml_test

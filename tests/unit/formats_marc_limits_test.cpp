// What a record of MARC has over the limits of a book: it goes elsewhere, or a warning tells of it.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "catalog/limits.hpp"
#include "formats/marc_reader.hpp"
#include "support/format_reading.hpp"
#include "support/limit_books.hpp"
#include "support/marc_builder.hpp"

namespace formats_marc_limits_test {
namespace {

using formats::Format;
using support::MarcBuilder;
using support::titled;
using Texts = std::vector<std::string>;
using support::WarnedBook;
namespace limits = catalog::limits;

WarnedBook read(const std::string& bytes, Format format = Format::marc) {
  return support::read_warned(format, bytes);
}
WarnedBook read(const MarcBuilder& builder) { return read(builder.build()); }

// In XML, where a field has no longest length.
WarnedBook read_summary(const std::string& text) {
  return read(
      "<record xmlns=\"http://www.loc.gov/MARC21/slim\"><leader>00000nam a2200000 a 4500</leader>"
      "<datafield tag=\"245\" ind1=\"1\" ind2=\"0\"><subfield code=\"a\">T</subfield></datafield>"
      "<datafield tag=\"520\" ind1=\" \" ind2=\" \"><subfield code=\"a\">" +
          text + "</subfield></datafield></record>",
      Format::marcxml);
}

MarcBuilder unimarc() {
  MarcBuilder builder;
  builder.field("200", "1 $aOs Maias");
  return builder;
}

std::string words(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += "palavra " + std::to_string(10'000 + i) + " ";
  text.pop_back();
  return text;
}

std::string joined(const Texts& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : " ") + text;
  return all;
}

TEST(MarcLimits, ALongVolumeIsANoteWithItsSeries) {
  const std::string volume = "v. 3, n. 2 (jan./jun. 1998), suplemento";
  for (const MarcBuilder& builder : {titled().field("490", "0 $aEstudos ;$v" + volume),
                                     unimarc().field("225", "2 $aEstudos$v" + volume)}) {
    const WarnedBook all = read(builder);
    EXPECT_EQ(all.book.series, (catalog::Series{"Estudos", ""}));
    EXPECT_EQ(all.book.notes, Texts{"Série: Estudos ; " + volume});
    EXPECT_EQ(all.warned, Texts{});
  }
}

TEST(MarcLimits, ALongClassNumberIsANote) {
  const std::string number(limits::classification_max + 1, '8');
  const WarnedBook all = read(titled().field("080", "  $a" + number).field("082", "04$a" + number));
  EXPECT_EQ(all.book.cdu + all.book.cdd, "");
  EXPECT_EQ(all.book.notes, (Texts{"CDD: " + number, "CDU: " + number}));
  EXPECT_EQ(read(unimarc().field("675", "  $a" + number)).book.notes, Texts{"CDU: " + number});
}

TEST(MarcLimits, ALongNoteGoesOnInTheNextWhereThereIsRoom) {
  const std::string text = words(400);
  for (const MarcBuilder& builder :
       {titled().field("505", "0 $a" + text).field("500", "  $afim"),
        unimarc().field("327", "1 $a" + text).field("300", "  $afim")}) {
    const WarnedBook all = read(builder);
    EXPECT_EQ(all.book.notes.size(), 4U);
    EXPECT_EQ(joined(all.book.notes), text + " fim");
    EXPECT_EQ(all.warned, Texts{});
  }
  MarcBuilder full = titled().field("505", "0 $a" + text);
  for (std::size_t i = 1; i < limits::notes_max; ++i) full.field("500", "  $an");
  const WarnedBook all = read(full);
  EXPECT_EQ(all.book.notes.size(), limits::notes_max);
  EXPECT_EQ(all.book.notes.back(), "n");
  EXPECT_EQ(all.warned, Texts{"505"});
}

TEST(MarcLimits, NotesWithoutRoomAreToldOnce) {
  MarcBuilder builder = titled();
  for (std::size_t i = 0; i < limits::notes_max + 2; ++i) builder.field("500", "  $an");
  const WarnedBook all = read(builder);
  EXPECT_EQ(all.book.notes.size(), limits::notes_max);
  EXPECT_EQ(all.warned, Texts{"500"});
}

TEST(MarcLimits, WhatAListHasNoRoomForIsToldOnce) {
  struct List {
    MarcBuilder record;
    std::string tag;
    std::string front;
    std::size_t items_max;
    std::size_t (*kept)(const catalog::BookFields&);
  };
  const auto people = [](const catalog::BookFields& book) { return book.contributors.size(); };
  const auto subjects = [](const catalog::BookFields& book) { return book.subjects.size(); };
  const auto tags = [](const catalog::BookFields& book) { return book.tags.size(); };
  const auto numbers = [](const catalog::BookFields& book) { return book.identifiers.size(); };
  const auto links = [](const catalog::BookFields& book) { return book.links.size(); };
  const List lists[] = {
      {titled(), "700", "1 $aPessoa ", limits::contributors_max, people},
      {titled(), "650", " 4$aAssunto ", limits::terms_max, subjects},
      {titled(), "653", "  $aTermo ", limits::terms_max, subjects},
      {titled(), "655", " 4$aGenero ", limits::terms_max, tags},
      {titled(), "020", "  $z", limits::identifiers_max, numbers},
      {titled(), "856", "40$uhttp://a.example/", limits::links_max, links},
      {unimarc(), "702", " 1$aPessoa ", limits::contributors_max, people},
      {unimarc(), "606", "  $aAssunto ", limits::terms_max, subjects},
      {unimarc(), "610", "  $aTermo ", limits::terms_max, tags},
      {unimarc(), "010", "  $z", limits::identifiers_max, numbers},
      {unimarc(), "856", "4 $uhttp://a.example/", limits::links_max, links},
  };
  for (const List& list : lists) {
    MarcBuilder full = list.record;
    for (std::size_t i = 0; i < list.items_max; ++i) {
      full.field(list.tag, list.front + std::to_string(100 + i));
    }
    EXPECT_EQ(read(full).warned, Texts{}) << list.tag;
    const WarnedBook all =
        read(full.field(list.tag, list.front + "900").field(list.tag, list.front + "901"));
    EXPECT_EQ(list.kept(all.book), list.items_max) << list.tag;
    EXPECT_EQ(all.warned, Texts{list.tag});
  }
}

TEST(MarcLimits, IsbnsWithoutRoomAreToldOnce) {
  for (const auto& [record, tag] : {std::pair(titled(), "020"), std::pair(unimarc(), "010")}) {
    MarcBuilder builder = record;
    for (std::size_t i = 0; i < limits::other_isbns_max + 4; ++i) {
      builder.field(tag, "  $a" + support::isbn_text(i));
    }
    const WarnedBook all = read(builder);
    EXPECT_EQ(all.book.other_isbns.size(), limits::other_isbns_max) << tag;
    EXPECT_EQ(all.warned, Texts{tag});
  }
}

TEST(MarcLimits, TheEndOfALongSummaryIsNotes) {
  const std::string text = words(1600);
  const WarnedBook all = read_summary(text);
  EXPECT_EQ(all.warned, Texts{});
  EXPECT_GT(all.book.synopsis.size(), limits::synopsis_max - 100);
  EXPECT_EQ(all.book.notes.back().substr(all.book.notes.back().size() - 5), "11599");
  const WarnedBook longer = read_summary(words(5000));
  EXPECT_EQ(longer.warned, Texts{"520"});
}

TEST(MarcLimits, EveryTextThatIsCutIsTold) {
  const std::string text(3000, 'x');
  const auto warned = [&](const std::string& tag, const std::string& front) {
    return read(titled().field(tag, front + text)).warned;
  };
  EXPECT_EQ(warned("264", " 1$a"), Texts{"264"});
  EXPECT_EQ(warned("260", "  $aX :$b"), Texts{"260"});
  EXPECT_EQ(warned("653", "  $aum; "), Texts{"653"});
  EXPECT_EQ(warned("650", " 4$a"), Texts{"650"});
  EXPECT_EQ(warned("490", "0 $a"), Texts{"490"});
  EXPECT_EQ(warned("700", "1 $a"), Texts{"700"});
  EXPECT_EQ(warned("035", "  $a(OCoLC)"), Texts{"035"});
  EXPECT_EQ(read(MarcBuilder().field("245", "10$a" + text)).warned, Texts{"245"});
  EXPECT_EQ(read(unimarc().field("606", "  $a" + text)).warned, Texts{"606"});
  EXPECT_EQ(read(MarcBuilder().field("200", "1 $a" + text)).warned, Texts{"200"});
}

TEST(MarcLimits, ALongEditionIsANote) {
  const std::string edition = "2a ed. comemorativa, " + words(8);
  for (const MarcBuilder& builder :
       {titled().field("250", "  $a" + edition), unimarc().field("205", "  $a" + edition)}) {
    const WarnedBook all = read(builder);
    EXPECT_EQ(all.book.edition, edition.substr(0, limits::edition_max));
    EXPECT_EQ(all.book.notes, Texts{"Edição: " + edition});
    EXPECT_EQ(all.warned, Texts{});
  }
}

TEST(MarcLimits, LooseTermsFillTheListWhateverIsAmongThem) {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "x; ";
  EXPECT_EQ(read(titled().field("653", "  $a" + text + "y")).book.subjects, (Texts{"x", "y"}));
}

TEST(MarcLimits, AnAddressThatIsNotKeptIsToldOnce) {
  const std::string address = "http://a.example/" + std::string(limits::link_url_max, 'x');
  for (const std::string& text : {address, std::string("ftp://a.example/x")}) {
    const auto link = "4 $u" + text;
    EXPECT_EQ(read(titled().field("856", link).field("856", link)).warned, Texts{"856"});
    EXPECT_EQ(read(unimarc().field("856", link).field("856", link)).warned, Texts{"856"});
  }
}

TEST(MarcLimits, SummariesWithoutRoomAreTold) {
  const std::string next =
      "</subfield></datafield><datafield tag=\"520\" ind1=\" \" ind2=\" \"><subfield code=\"a\">";
  std::string texts(limits::synopsis_max - 1, 'x');
  for (std::size_t i = 0; i < limits::notes_max; ++i) texts += next + "resumo " + std::to_string(i);
  EXPECT_EQ(read_summary(texts).warned, Texts{});
  EXPECT_EQ(read_summary(texts + next + "o último").warned, Texts{"520"});
}

TEST(MarcLimits, LinkedSeriesWithoutRoomAreTold) {
  MarcBuilder builder = unimarc();
  builder.field("225", "2 $aUm");
  for (std::size_t i = 0; i < limits::notes_max; ++i) {
    builder.field("410", " 0$tSerie " + std::to_string(100 + i));
  }
  EXPECT_EQ(read(builder).warned, Texts{});
  EXPECT_EQ(read(builder.field("410", " 0$tDois").field("410", " 0$tTres")).warned, Texts{"410"});
}

TEST(MarcLimits, ALetterKeepsItsMarksOrGoes) {
  const std::string letters(limits::term_max - 1, 'a');
  for (const std::string sign : {"q\u0323\u0307", "\U0001F469\u200D\U0001F467"}) {
    EXPECT_EQ(read(titled().field("650", " 4$a" + letters + sign + "zz")).book.subjects,
              Texts{letters})
        << sign;
  }
  // Marks without end are no letter.
  std::string marks = "a";
  for (int i = 0; i < 300; ++i) marks += "\u0323";
  EXPECT_EQ(read(titled().field("650", " 4$a" + marks)).warned, Texts{"650"});
}

TEST(MarcLimits, ValuesAtTheirLimitsAreNotTold) {
  std::string text;
  for (std::size_t i = 0; i < limits::title_max; ++i) text += "ã";
  EXPECT_EQ(read(MarcBuilder().field("245", "10$a" + text)).warned, Texts{});
}

TEST(MarcLimits, ARecordOfOursThatIsWholeTellsNothing) {
  catalog::Book book;
  book.id = {1};
  catalog::BookFields& fields = book.fields.edit();
  fields.title = "t =";
  fields.subtitle = "s";
  for (std::size_t i = 0; i < limits::notes_max; ++i) fields.notes.emplace_back("n");
  const auto writer = formats::make_writer(Format::marc);
  const WarnedBook all = read(formats::write_one(*writer, book));
  EXPECT_EQ(all.book, book.fields);
  EXPECT_EQ(all.warned, Texts{});
}

}  // namespace
}  // namespace formats_marc_limits_test

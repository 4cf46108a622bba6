// Books written as MARC and read again: what MARC cannot hold comes back through field 887.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "formats/book_document.hpp"
#include "formats/iso2709_writer.hpp"
#include "formats/marc_residue.hpp"
#include "support/format_reading.hpp"
#include "support/limit_books.hpp"
#include "support/marc_builder.hpp"
#include "support/random_books.hpp"

namespace formats_marc_round_trip_test {
namespace {

using catalog::Book;
using catalog::BookFields;
using formats::Format;
using Purpose = formats::WriteOptions::Purpose;

struct Written {
  std::string bytes;
  std::uint64_t shortened;
};
Written marc_of(const std::vector<Book>& books, Purpose purpose) {
  const auto writer = formats::make_writer(Format::marc, {.purpose = purpose});
  std::string bytes;
  writer->begin(bytes);
  for (const Book& book : books) writer->append(bytes, book);
  writer->end(bytes);
  return {bytes, writer->shortened()};
}

// Books as text, which a failure can show.
std::string shown(const BookFields& fields) {
  return formats::write_document({{1}, {1}, {}, {}, fields});
}

void expect_equal(const std::vector<Book>& books, const support::Outcomes& read) {
  ASSERT_EQ(read.size(), books.size());
  for (std::size_t i = 0; i < books.size(); ++i) {
    ASSERT_TRUE(read[i].fields.has_value()) << i;
    ASSERT_EQ(shown(*read[i].fields), shown(books[i].fields)) << i;
  }
}

std::vector<Book> random_books() {
  support::RandomBooks random(887);
  std::vector<Book> books;
  for (int i = 0; i < 1000; ++i) books.push_back(random.next());
  return books;
}

TEST(MarcRoundTrip, RandomBooksComeBackEqual) {
  const std::vector<Book> books = random_books();
  const Written written = marc_of(books, Purpose::round_trip);
  const support::Outcomes read = support::read_whole(Format::marc, written.bytes);
  EXPECT_EQ(written.shortened, 0U);
  expect_equal(books, read);
  for (std::size_t i = 0; i < books.size(); ++i) {
    ASSERT_EQ(read[i].id, books[i].id);
    ASSERT_EQ(read[i].claims.version, books[i].version);
    ASSERT_EQ(read[i].claims.created_at, books[i].created_at);
    ASSERT_EQ(read[i].claims.updated_at, books[i].updated_at);
  }
}

TEST(MarcRoundTrip, ForReadingTheResidueTellsNothingOfTheCatalogue) {
  const support::Outcomes read =
      support::read_whole(Format::marc, marc_of(random_books(), Purpose::reading).bytes);
  expect_equal(random_books(), read);
  EXPECT_FALSE(read[0].id.has_value());
  EXPECT_EQ(read[0].claims, catalog::Claims{});
}

TEST(MarcRoundTrip, BooksAtTheLimitsComeBackEqualWhereARecordCanHoldThem) {
  std::uint64_t shortened = 0;
  for (const Book& book : support::limit_books()) {
    const Written written = marc_of({book}, Purpose::round_trip);
    shortened += written.shortened;
    ASSERT_LE(written.bytes.size(), formats::iso2709_record_bytes_max);
    const support::Outcomes read = support::read_whole(Format::marc, written.bytes);
    ASSERT_EQ(read.size(), 1U);
    if (written.shortened == 0) expect_equal({book}, read);
    ASSERT_TRUE(read[0].fields.has_value()) << book.id.value;
  }
  EXPECT_LE(shortened, 5U);
}

TEST(MarcRoundTrip, ARecordThatIsTooLongIsShortenedAndCounted) {
  Book longest = support::longest_book();
  longest.id = {7};
  const Written written = marc_of({longest, longest}, Purpose::round_trip);
  EXPECT_EQ(written.shortened, 2U);
  const support::Outcomes read = support::read_whole(Format::marc, written.bytes);
  ASSERT_EQ(read.size(), 2U);
  ASSERT_TRUE(read[0].fields.has_value());
  EXPECT_EQ(read[0].id, longest.id);
  EXPECT_EQ(read[0].fields->title, longest.fields->title);
  EXPECT_EQ(read[0].fields->subtitle, longest.fields->subtitle);
  EXPECT_EQ(read[0].fields->publisher, longest.fields->publisher);
  EXPECT_FALSE(read[0].fields->contributors.empty());
}

// A book whose record has exactly as many bytes as a record may have.
Book largest_book() {
  Book book;
  book.id = {7};
  book.version = {1};
  book.fields.edit().title = "Um";
  book.fields.edit().author = "Eu";
  book.fields.edit().contributors = {{"Eu"}};
  for (int i = 0; i < 10; ++i)
    book.fields.edit().subjects.push_back("Assunto " + std::to_string(i));
  std::string note;
  for (int i = 0; i < 1990; ++i) note += "é";
  book.fields.edit().notes.assign(20, note);
  book.fields.edit().synopsis = "s";
  const std::size_t least = marc_of({book}, Purpose::round_trip).bytes.size();
  book.fields.edit().synopsis.append(formats::iso2709_record_bytes_max - least, 's');
  // The summary goes on in further fields, which take some bytes of their own.
  while (marc_of({book}, Purpose::round_trip).shortened > 0) book.fields.edit().synopsis.pop_back();
  return book;
}

TEST(MarcRoundTrip, ARecordIsShortenedFromTheByteOnThatNoRecordHolds) {
  Book book = largest_book();
  const Written whole = marc_of({book}, Purpose::round_trip);
  EXPECT_EQ(whole.bytes.size(), formats::iso2709_record_bytes_max);
  EXPECT_EQ(whole.shortened, 0U);
  expect_equal({book}, support::read_whole(Format::marc, whole.bytes));
  book.fields.edit().synopsis += 's';
  const Written written = marc_of({book, largest_book(), book}, Purpose::round_trip);
  EXPECT_EQ(written.shortened, 2U);
  const support::Outcomes read = support::read_whole(Format::marc, written.bytes);
  ASSERT_EQ(read.size(), 3U);
  ASSERT_TRUE(read[0].fields && read[1].fields);
  EXPECT_LT(read[0].fields->synopsis.size(), book.fields->synopsis.size());
  EXPECT_EQ(read[0].fields->notes, book.fields->notes);
  EXPECT_EQ(read[0].fields->subjects, book.fields->subjects);
}

TEST(MarcRoundTrip, MarcXmlHoldsEveryBookWhole) {
  std::vector<Book> books = support::limit_books();
  books.push_back(support::longest_book());
  books.back().id = {7};
  for (const Book& book : random_books()) books.push_back(book);
  const auto writer = formats::make_writer(Format::marcxml, {.purpose = Purpose::round_trip});
  std::string bytes;
  writer->begin(bytes);
  for (const Book& book : books) writer->append(bytes, book);
  writer->end(bytes);
  EXPECT_EQ(writer->shortened(), 0U);
  expect_equal(books, support::read_whole(Format::marcxml, bytes));
}

TEST(MarcRoundTrip, RealRecordsNeedHardlyAnyResidue) {
  std::vector<Book> books;
  for (const auto& outcome :
       support::read_whole(Format::marc, support::test_data("loc_por_300.mrc"))) {
    books.push_back({{1}, {1}, {}, {}, *outcome.fields});
  }
  const Written written = marc_of(books, Purpose::reading);
  expect_equal(books, support::read_whole(Format::marc, written.bytes));
  std::size_t residues = 0;
  for (std::size_t at = written.bytes.find("api-livros"); at != std::string::npos;
       at = written.bytes.find("api-livros", at + 1)) {
    ++residues;
  }
  EXPECT_LE(residues, 12U);
}

// ---- 887 by itself

BookFields read_with(std::string_view title, std::string_view residue) {
  return support::marc_book(support::MarcBuilder()
                                .field("245", "00$a" + std::string(title))
                                .field("887", "  $a" + std::string(residue) + "$2api-livros"));
}

TEST(MarcResidue, AnEditedFieldWinsOverTheResidue) {
  constexpr std::string_view residue = R"({"v":1,"m":{"título":["Um","Um."]}})";
  EXPECT_EQ(read_with("Um.", residue).title, "Um.");
  EXPECT_EQ(read_with("Outro.", residue).title, "Outro");
}

TEST(MarcResidue, WhatCannotBeReadCostsNothingElse) {
  for (const std::string_view residue :
       {"", "{", "[]", "7", R"({"v":2,"m":{"título":["Um","X"]}})", R"({"m":{}})",
        R"({"v":1,"m":[]})", R"({"v":1,"m":{"titulo_":["Um","X"]}})",
        R"({"v":1,"m":{"título":"X"}})", R"({"v":1,"m":{"título":["Um"]}})",
        R"({"v":1,"m":{"título":["Um","X","Y"]}})", R"({"v":1,"m":{"ano":[null,99999]}})",
        R"({"v":1,"m":{"id":[null,4]}})", R"({"v":1,"id":"x"})",
        R"({"v":1,"m":{"extra":[null,"{"]}})", R"({"v":1,"m":{"extra":[null,"{},\"id\":1"]}})"}) {
    EXPECT_EQ(read_with("Um", residue).title, "Um") << residue;
    EXPECT_EQ(read_with("Um", residue).extra, "") << residue;
  }
}

TEST(MarcResidue, ThatOfAnotherSourceIsNoneOfOurs) {
  const auto fields =
      support::marc_book(support::MarcBuilder()
                             .field("245", "00$aUm")
                             .field("887", R"(  $a{"v":1,"m":{"título":["Um","Dois"]}}$2mods)"));
  EXPECT_EQ(fields.title, "Um");
}

TEST(MarcResidue, NothingIsSaidWhereNothingDiffers) {
  Book book{{4}, {2}, {}, {}, {}};
  book.fields.edit().title = "Um";
  EXPECT_EQ(formats::residue_of(book.fields, book, Purpose::reading), "");
  EXPECT_EQ(formats::residue_of(book.fields, book, Purpose::round_trip),
            R"({"v":1,"id":4,"versao":2,"criado_em":"1970-01-01T00:00:00.000Z",)"
            R"("atualizado_em":"1970-01-01T00:00:00.000Z"})");
  BookFields mapped = book.fields;
  mapped.title = std::string(63, 'x');
  EXPECT_EQ(formats::residue_of(mapped, book, Purpose::reading),
            R"({"v":1,"m":{"título":["#349ce33d127f84be","Um"]}})");
}

}  // namespace
}  // namespace formats_marc_round_trip_test

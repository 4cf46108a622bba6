// NDJSON in and out.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "formats/ndjson.hpp"
#include "support/format_reading.hpp"
#include "support/random_books.hpp"

namespace formats_ndjson_test {
namespace {

using catalog::ProblemCode;
using catalog::Rule;
using formats::Format;
using formats::ndjson_line_bytes_max;
using support::Outcomes;

Outcomes read(const std::string& bytes) {
  const Outcomes whole = support::read_whole(Format::ndjson, bytes);
  EXPECT_EQ(whole, support::read_sliced(Format::ndjson, bytes, 1));
  EXPECT_EQ(whole, support::read_sliced(Format::ndjson, bytes, 13));
  return whole;
}

std::string line(std::string_view title) {
  return R"({"título":")" + std::string(title) + R"(","autor":"Machado de Assis"})";
}

std::vector<std::string> titles(const Outcomes& outcomes) {
  std::vector<std::string> found;
  for (const auto& outcome : outcomes) {
    found.push_back(outcome.fields ? outcome.fields->title : "refused");
  }
  return found;
}

using Titles = std::vector<std::string>;

TEST(Ndjson, IsReadInTheEncodingThatSomebodySaid) {
  const auto title_in = [](Format format, formats::Encoding encoding, std::string_view bytes) {
    const auto reader = formats::make_reader(
        format,
        {.current_year = 2026, .record_bytes = formats::RecordBytes::kept, .encoding = encoding});
    for (const char byte : bytes) reader->feed({&byte, 1});
    reader->finish();
    const auto record = reader->next();
    if (!record) return std::string("none");
    return record->book ? record->book->fields->title : reader->rejects_begin() + record->bytes;
  };
  using enum formats::Encoding;
  const std::string item = "[{\"type\":\"book\",\"title\":\"Mem\xF3rias\"}]";
  for (const auto encoding : {latin1, latin9, windows_1252}) {
    EXPECT_EQ(title_in(Format::csl, encoding, item), "Memórias");
  }
  EXPECT_EQ(
      title_in(Format::ndjson, windows_1252, "{\"t\xEDtulo\":\"Mem\xF3rias\",\"autor\":null}"),
      "Memórias");
  EXPECT_EQ(title_in(Format::csl, cp850, "{\"type\":\"book\",\"title\":\"Mem\xA2rias\"}"),
            "Memórias");
  // A mark is believed before what was said, and what was refused begins with one.
  EXPECT_EQ(title_in(Format::ndjson, windows_1252,
                     "\xEF\xBB\xBF{\"título\":\"Memórias\",\"autor\":null}"),
            "Memórias");
  EXPECT_EQ(title_in(Format::ndjson, windows_1252, "{\"t\xEDtulo\":1}"),
            "\xEF\xBB\xBF{\"título\":1}\n");
  EXPECT_EQ(title_in(Format::ndjson, automatic, "{\"x\":1}"), "{\"x\":1}\n");
  std::string wide;
  for (const char c : std::string("{\"titulo\":\"Um\",\"autor\":null}")) {
    wide.append(1, c).append(1, '\0');
  }
  EXPECT_EQ(title_in(Format::ndjson, utf16_little, wide), "Um");
  EXPECT_EQ(title_in(Format::ndjson, automatic, wide), "Um");
}

TEST(NdjsonReader, EveryLineIsABook) {
  EXPECT_EQ(titles(read(line("Um") + "\n" + line("Dois") + "\n")), (Titles{"Um", "Dois"}));
}

TEST(NdjsonReader, ByteOrderMarkCrlfBlankLinesAndAMissingLastNewlineAreFine) {
  const auto outcomes =
      read("\xEF\xBB\xBF" + line("Um") + "\r\n\r\n \t \n" + line("Dois") + "\r\n\n" + line("Três"));
  EXPECT_EQ(titles(outcomes), (Titles{"Um", "Dois", "Três"}));
  EXPECT_EQ(outcomes[2].number, 3U);
  EXPECT_EQ(outcomes[2].line, 6U);
}

TEST(NdjsonReader, AnArrayIsReadHoweverItIsLaidOut) {
  const std::string tricky = R"({"título":"a ],[ \" }","autor":null,"extra":{"b":[1,[2]]}})";
  EXPECT_EQ(titles(read("[" + line("Um") + "," + tricky + "]")), (Titles{"Um", "a ],[ \" }"}));
  const auto outcomes = read("\xEF\xBB\xBF\r\n[\n  " + line("Um") +
                             ",\n  {\n\"título\": \"Dois\",\n" + "\"autor\": null\n}\n]\n");
  EXPECT_EQ(titles(outcomes), (Titles{"Um", "Dois"}));
  EXPECT_EQ(outcomes.at(1).line, 4U);
  EXPECT_TRUE(read("[]").empty());
  EXPECT_TRUE(read(" [ \n ] \n").empty());
}

TEST(NdjsonReader, ABadItemOfAnArrayIsRefusedWithItsNumber) {
  EXPECT_EQ(titles(read("[" + line("Um") + ",1,null,\"x\",{]," + line("Dois") + "]")),
            (Titles{"Um", "refused", "refused", "refused", "refused", "Dois"}));
  EXPECT_EQ(titles(read("[" + line("Um"))), (Titles{"Um", "refused"}));
  EXPECT_EQ(titles(read("[" + line("Um") + "] more")), (Titles{"Um", "refused"}));
  EXPECT_EQ(titles(read("[{\"título\":")), Titles{"refused"});
}

TEST(NdjsonReader, AnItemOverTheLimitIsRefusedAndTheNextIsRead) {
  const std::string input =
      "[" + line(std::string(3 * ndjson_line_bytes_max, 'x')) + "," + line("Um") + "]";
  const auto outcomes = support::read_whole(Format::ndjson, input);
  EXPECT_EQ(outcomes, support::read_sliced(Format::ndjson, input, 10'000));
  EXPECT_EQ(titles(outcomes), (Titles{"refused", "Um"}));
  EXPECT_EQ(outcomes.at(0).problem->errors.at(0).rule, Rule::too_long);
}

TEST(NdjsonReader, NothingHoldsNoBook) {
  EXPECT_TRUE(read("").empty());
  EXPECT_TRUE(read("\n \r\n").empty());
}

TEST(NdjsonReader, ABadLineIsRefusedWithItsNumberAndTheRestIsRead) {
  const auto outcomes = read(line("Um") + "\n{\"título\":\n" + line("Dois") + "\n[1]\nnull\n" +
                             R"({"autor":"X","ano":"mil"})" + "\n" + line("Três") + "\n");
  EXPECT_EQ(titles(outcomes),
            (Titles{"Um", "refused", "Dois", "refused", "refused", "refused", "Três"}));
  EXPECT_EQ(outcomes[1].problem->code, ProblemCode::malformed_json);
  EXPECT_EQ(outcomes[1].line, 2U);
  EXPECT_EQ(outcomes[5].problem->code, ProblemCode::invalid_book);
  EXPECT_EQ(outcomes[5].problem->errors.size(), 2U);
  EXPECT_EQ(outcomes[5].number, 6U);
}

TEST(NdjsonReader, InvalidUtf8CostsOneLine) {
  EXPECT_EQ(titles(read(line("A\xE7") + "\n" + line("Um") + "\n")), (Titles{"refused", "Um"}));
}

TEST(NdjsonReader, AnArrayThatWasCutShortIsRefusedAtItsEnd) {
  for (const std::string& cut : {std::string("["), "[" + line("Um"), "[" + line("Um") + ",",
                                 "[" + line("Um") + ",\n" + line("Dois") + "\n"}) {
    const Titles found = titles(read(cut));
    EXPECT_EQ(found.back(), "refused") << cut;
    EXPECT_EQ(titles(read(cut + "]")).size(), found.size() - 1) << cut;
  }
}

TEST(NdjsonReader, ALineOverTheLimitIsRefusedAndTheNextOneRead) {
  const std::string input =
      line("Um") + "\n" + std::string(3 * ndjson_line_bytes_max, 'x') + "\n" + line("Dois");
  const auto outcomes = support::read_sliced(Format::ndjson, input, 10'000);
  EXPECT_EQ(outcomes, support::read_whole(Format::ndjson, input));
  EXPECT_EQ(titles(outcomes), (Titles{"Um", "refused", "Dois"}));
  EXPECT_EQ(outcomes[1].problem->errors.at(0).rule, Rule::too_long);
  EXPECT_EQ(outcomes[1].line, 2U);
  EXPECT_EQ(outcomes[2].line, 3U);
}

TEST(NdjsonReader, ALineOfExactlyTheLimitIsRead) {
  std::string longest = line("Um");
  longest.insert(1, std::string(ndjson_line_bytes_max - longest.size(), ' '));
  for (const std::string& input : {longest, longest + "\n", "\xEF\xBB\xBF" + longest + "\n"}) {
    EXPECT_EQ(titles(support::read_sliced(Format::ndjson, input, 70'001)), Titles{"Um"});
  }
  for (const std::string& input : {longest + " \n", longest + "\r\n"}) {
    EXPECT_EQ(titles(support::read_sliced(Format::ndjson, input, 70'001)), Titles{"refused"});
    EXPECT_EQ(titles(support::read_whole(Format::ndjson, input)), Titles{"refused"});
  }
}

TEST(NdjsonReader, TheHandMadeSampleIsReadWhole) {
  const auto outcomes = read(support::test_data("sample.ndjson"));
  ASSERT_EQ(outcomes.size(), 4U);
  EXPECT_EQ(titles(outcomes),
            (Titles{"Dom Casmurro", "Grande sertão: veredas", "refused", "Beowulf"}));
  EXPECT_EQ(outcomes[3].fields->author, std::nullopt);
}

TEST(NdjsonRoundTrip, WhatIsWrittenIsReadBackEqual) {
  support::RandomBooks random(20260101);
  std::vector<catalog::Book> books;
  std::string bytes;
  const auto writer = formats::make_writer(Format::ndjson);
  writer->begin(bytes);
  for (int i = 0; i < 300; ++i) {
    books.push_back(random.next());
    writer->append(bytes, books.back());
  }
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const auto outcomes = support::read_at_random(Format::ndjson, bytes, seed);
    ASSERT_EQ(outcomes.size(), books.size());
    for (std::size_t i = 0; i < books.size(); ++i) {
      ASSERT_EQ(outcomes[i].fields, books[i].fields) << "book " << i;
      EXPECT_EQ(outcomes[i].id, books[i].id);
      EXPECT_EQ(outcomes[i].claims.version, books[i].version);
      EXPECT_EQ(outcomes[i].claims.created_at, books[i].created_at);
      EXPECT_EQ(outcomes[i].claims.updated_at, books[i].updated_at);
    }
  }
}

}  // namespace
}  // namespace formats_ndjson_test

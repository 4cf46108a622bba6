// RFC 4180 and what real files make of it: delimiters, quotes, line ends, damage, encodings.
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "formats/charset.hpp"
#include "formats/csv_encoding.hpp"
#include "formats/csv_records.hpp"
#include "support/format_reading.hpp"

namespace formats_csv_records_test {
namespace {

using catalog::Rule;
using formats::csv_record_bytes_max;
using formats::Format;
using support::Outcomes;
using Lines = std::vector<std::string>;

// Titles of kept records, "line: pointer" of refused ones.
Lines summary(const Outcomes& outcomes) {
  Lines lines;
  for (const auto& outcome : outcomes) {
    lines.push_back(outcome.fields ? outcome.fields->title
                                   : std::to_string(outcome.line) + ": " +
                                         outcome.problem->errors.at(0).pointer);
  }
  return lines;
}

Outcomes outcomes_of(const std::string& bytes) {
  const Outcomes whole = support::read_whole(Format::csv, bytes);
  EXPECT_EQ(whole, support::read_sliced(Format::csv, bytes, 1));
  EXPECT_EQ(whole, support::read_sliced(Format::csv, bytes, 5));
  return whole;
}

Lines read(const std::string& bytes) { return summary(outcomes_of(bytes)); }

TEST(CsvRecords, CommaAndSemicolonAreToldApartByTheHeader) {
  EXPECT_EQ(read("titulo,autor\nUm;a,X\n"), Lines{"Um;a"});
  EXPECT_EQ(read("titulo;autor\nUm,a;X\n"), Lines{"Um,a"});
  EXPECT_EQ(read("\"titulo\";\"autor\"\n\"Um\";X"), Lines{"Um"});
  EXPECT_EQ(read("sep=;\r\ntitulo;autor\r\nUm,a;X\r\n"), Lines{"Um,a"});
}

TEST(CsvRecords, TabsAndBarsSeparateWhereTheHeaderSaysSo) {
  EXPECT_EQ(read("titulo\tautor\nUm; a, b\tX\n"), Lines{"Um; a, b"});
  EXPECT_EQ(read("titulo|autor\nUm; a, b|X\n"), Lines{"Um; a, b"});
  EXPECT_EQ(read("SEP=;\r\ntitulo;autor\r\nUm,a;X\r\n"), Lines{"Um,a"});
  EXPECT_EQ(read("\"sep=\t\"\r\ntitulo\tautor\r\nUm,a\tX\r\n"), Lines{"Um,a"});
  EXPECT_EQ(read("Livro\tEscritor\nUm\tX\n"), Lines{"Um"});
}

TEST(CsvRecords, RowsThatAreNoBooksArePassedOver) {
  const auto outcomes = outcomes_of(
      "Biblioteca, de 2024;;\n;;\nLivro;;Publicação\nTítulo;Autor;Ano\nUm;X;1900\n"
      "Título;Autor;Ano\nTotal Recall;Y;\nTotal de livros: 2;;\nTotal;;2\n");
  EXPECT_EQ(summary(outcomes), (Lines{"Um", "Total Recall"}));
  EXPECT_EQ(outcomes.at(0).line, 5U);
  EXPECT_EQ(outcomes.at(0).fields->year, 1900);
}

TEST(CsvRecords, AHeaderOfTwoRowsIsOne) {
  const auto outcomes = outcomes_of("Título;Autor;Publicação;\n;;Editora;Ano\nUm;X;Y;1900\n");
  ASSERT_EQ(summary(outcomes), Lines{"Um"});
  EXPECT_EQ(outcomes.at(0).fields->publisher, "Y");
  EXPECT_EQ(outcomes.at(0).fields->year, 1900);
}

TEST(CsvRecords, EveryLineEndEndsARecord) {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    const auto outcomes = outcomes_of("titulo,autor" + end + "Um,X" + end + end + "Dois,X" + end);
    EXPECT_EQ(summary(outcomes), (Lines{"Um", "Dois"}));
    EXPECT_EQ(outcomes.at(1).line, 4U);
    EXPECT_EQ(outcomes.at(1).number, 2U);
  }
}

TEST(CsvRecords, RowsOfDelimitersOrBlanksAloneAreNoRecords) {
  EXPECT_EQ(read("\r\n;;\ntitulo;autor\n ; \nUm;X\n;\n\n"), Lines{"Um"});
  EXPECT_EQ(read("titulo;autor\nUm;X\n\x1A"), Lines{"Um"});
}

TEST(CsvRecords, QuotedCellsHoldDelimitersQuotesAndLineBreaks) {
  const auto outcomes = outcomes_of(
      "titulo,autor,sinopse\n\"Um, \"\"dois\"\"\",X,\"linha\r\noutra\rterceira\"\nDois,X,\n");
  EXPECT_EQ(summary(outcomes), (Lines{"Um, \"dois\"", "Dois"}));
  EXPECT_EQ(outcomes.at(0).fields->synopsis, "linha\noutra\nterceira");
  EXPECT_EQ(outcomes.at(1).line, 5U);
}

TEST(CsvRecords, AQuoteInsideAnUnquotedCellStandsForItself) {
  EXPECT_EQ(read("titulo,autor\n15\" monitor,X\n"), Lines{"15\" monitor"});
}

TEST(CsvRecords, TextBehindAClosingQuoteRefusesTheRecordOnly) {
  EXPECT_EQ(read("titulo,autor\n\"Um\"dois,X\nTrês,X\n"), (Lines{"2: ", "Três"}));
}

TEST(CsvRecords, AStrayQuoteCostsOneRecordNotTheRestOfTheFile) {
  EXPECT_EQ(read("titulo,autor\n\"Um,X\nDois,X\n\"Três\",X\nQuatro,X\n"),
            (Lines{"2: ", "Dois", "Três", "Quatro"}));
  EXPECT_EQ(read("titulo,autor\n\"Um,X\nDois,X\nTrês,X"), (Lines{"2: ", "Dois", "Três"}));
}

TEST(CsvRecords, AStrayQuoteThatMeetsAnotherQuoteIsNoticedByTheNumberOfCells) {
  EXPECT_EQ(read("titulo,autor,editora\n\"Um,X,E\nDois,X,\"F\"\nTrês,X,G\n"),
            (Lines{"2: ", "Dois", "Três"}));
}

TEST(CsvRecords, EmptyCellsMayBeMissingOrTooManyAtTheEndOfARow) {
  EXPECT_EQ(read("titulo,autor,ano\nUm,X\nDois\nTrês,X,1900,,\n\"Qua\ntro\",X\n"),
            (Lines{"Um", "Dois", "Três", "Qua tro"}));
}

TEST(CsvRecords, AValueTooManyRefusesItsRowAndNamesItsColumn) {
  EXPECT_EQ(read("titulo,autor,ano\nUm,X,1900,Y\nDois,X,1900,,,Y\nTrês,X,1900\n"),
            (Lines{"2: /D", "3: /F", "Três"}));
}

// Their quotes are as they should be: prose has delimiters too.
TEST(CsvRecords, ARecordOfSeveralLinesWithTooManyOrTooFewCellsInventsNone) {
  EXPECT_EQ(read("título,autor,sinopse\nIracema,José,\"Martim chega ao Ceará.\n"
                 "Iracema, virgem dos lábios de mel\",Romance\nC,D,x\n"),
            (Lines{"2: /D", "C"}));
  EXPECT_EQ(read("título,autor,sinopse,notas\nIracema,José,\"Martim, guerreiro branco, chega ao "
                 "Ceará, encontra Iracema,\nvirgem dos lábios de mel, e fica\"\nC,D,x,\n"),
            (Lines{"Iracema", "C"}));
}

// A no-break space is blank once its encoding is known.
TEST(CsvRecords, ARowOfBlanksOfWindows1252IsNone) {
  EXPECT_EQ(read("titulo;autor\nCora\xE7\xE3o;Jos\xE9\n\xA0;\xA0\nOutro;Ana\n"),
            (Lines{"Coração", "Outro"}));
}

TEST(CsvRecords, RowsBetweenTwoStrayQuotesAreRead) {
  EXPECT_EQ(read("título,autor,ano\n\"Um,X,1900\nDois,Y,1901\nTrês,Z\",1902\nQuatro,W,1903\n"),
            (Lines{"2: ", "Dois", "Três", "Quatro"}));
}

TEST(CsvRecords, AnEndlessCellIsRefusedAndTheNextLineRead) {
  const std::string endless(2 * csv_record_bytes_max, 'x');
  const std::string input = "titulo,autor\n" + endless + ",X\nUm,X\n";
  const Outcomes outcomes = support::read_sliced(Format::csv, input, 10'000);
  EXPECT_EQ(summary(outcomes), (Lines{"2: ", "Um"}));
  EXPECT_EQ(outcomes.at(0).problem->errors.at(0).rule, Rule::too_long);
  EXPECT_EQ(outcomes, support::read_whole(Format::csv, input));
}

TEST(CsvRecords, AQuoteNeverClosedIsFoundOutAtTheLimitAndNoRecordIsLost) {
  std::string input = "titulo,autor\n\"Um,X\n";
  std::size_t rows = 0;
  for (; input.size() < 2 * csv_record_bytes_max; ++rows)
    input += "Dois," + std::string(400, 'X') + "\n";
  const Outcomes outcomes = support::read_sliced(Format::csv, input, 10'000);
  EXPECT_EQ(outcomes, support::read_whole(Format::csv, input));
  EXPECT_EQ(outcomes.size(), rows + 1);
  EXPECT_EQ(outcomes.at(0).problem->errors.at(0).rule, Rule::too_long);
}

// Every line opens a quote that the next one seems to close: read naively, each would be looked at
// up to the limit, a million times its length.
TEST(CsvRecords, AFileOfStrayQuotesIsReadInLinearTime) {
  std::string input = "titulo,autor\n";
  for (int i = 0; i < 200'000; ++i) input += "a\",x,\"\n";
  const auto begin = std::chrono::steady_clock::now();
  formats::CsvRecords records(',');
  records.feed(input);
  records.finish();
  std::size_t count = 0;
  while (records.next()) {
    records.reject();
    ++count;
  }
  const auto taken = std::chrono::steady_clock::now() - begin;
  EXPECT_GE(count, 199'000U);
  // Two million bytes a few times over; the square of them would take hours.
  EXPECT_LT(taken, std::chrono::seconds(20));
}

TEST(CsvEncoding, Windows1252IsRecognisedByItsBytes) {
  const auto outcomes = outcomes_of(
      "t\xEDtulo;autor\nMem\xF3rias p\xF3stumas \x96 1881;Br\xE1s\nCora\xE7\xE3o \x80;X\n");
  EXPECT_EQ(summary(outcomes), (Lines{"Memórias póstumas – 1881", "Coração €"}));
  EXPECT_EQ(outcomes.at(0).fields->author, "Brás");
}

TEST(CsvEncoding, ADamagedRecordOfAnUtf8FileIsRefusedNotGuessed) {
  for (const std::string start : {"título;autor\n", "\xEF\xBB\xBFtitulo;autor\n"}) {
    EXPECT_EQ(read(start + "Cora\xE7;X\nUm;X\n"), (Lines{"2: ", "Um"}));
  }
}

TEST(CsvEncoding, AnUtf8RecordInAWindows1252FileIsReadForWhatItIs) {
  EXPECT_EQ(read("titulo;autor\nCora\xE7\xE3o;X\nCoração;X\nCora\xE7\xE3o;X\n"),
            (Lines{"Coração", "Coração", "Coração"}));
}

TEST(CsvEncoding, AByteWithoutACharacterIsAControlCharacterAndRefused) {
  const auto outcomes = outcomes_of("titulo;autor\nCora\xE7\x81o;X\n");
  ASSERT_EQ(outcomes.size(), 1U);
  EXPECT_EQ(outcomes[0].problem->errors.at(0).rule, Rule::control_character);
}

std::string utf16(std::u16string_view text, bool big_endian) {
  std::string bytes;
  for (const char16_t unit : text) {
    const char high = static_cast<char>(unit >> 8U);
    const char low = static_cast<char>(unit & 0xFFU);
    bytes += big_endian ? high : low;
    bytes += big_endian ? low : high;
  }
  return bytes;
}

TEST(CsvEncoding, Utf16IsReadWithItsMarkOrWithout) {
  const std::u16string text = u"Título\tAutor\r\nCoração 😀\tX\r\n";
  for (const bool big_endian : {false, true}) {
    EXPECT_EQ(read(utf16(u"\uFEFF" + text, big_endian)), Lines{"Coração 😀"});
    EXPECT_EQ(read(utf16(text, big_endian)), Lines{"Coração 😀"});
  }
  const std::string half = utf16(u"titulo,autor\nA\xD83D", false) + "x";
  EXPECT_EQ(read(half), Lines{"A\xEF\xBF\xBD"});
}

TEST(CsvEncoding, EveryByteOfWindows1252BecomesOneCodePoint) {
  EXPECT_EQ(formats::from_windows_1252("A\x7F\x80\x9F\xA0\xFF"), "A\x7F€Ÿ\xC2\xA0ÿ");
}

}  // namespace
}  // namespace formats_csv_records_test

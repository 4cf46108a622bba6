#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>

#include "base/utf8.hpp"
#include "catalog/isbn.hpp"

namespace catalog_isbn_test {
namespace {

using catalog::Isbn;

std::string random_digits(std::mt19937& engine, std::size_t count) {
  std::uniform_int_distribution<int> digit(0, 9);
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    out += static_cast<char>('0' + digit(engine));
  }
  return out;
}

// The one final character that makes `prefix` an ISBN.
std::string completed(const std::string& prefix) {
  for (const char check : std::string_view("0123456789X")) {
    if (Isbn::parse(prefix + check)) {
      return prefix + check;
    }
  }
  return {};
}

std::string digits_of(std::string_view text) {
  const auto isbn = Isbn::parse(text);
  return isbn ? std::string(isbn->digits()) : std::string{};
}

TEST(Isbn, ReadsBothLengthsWithAndWithoutSeparators) {
  EXPECT_EQ(digits_of("9788535902778"), "9788535902778");
  EXPECT_EQ(digits_of("978-85-359-0277-8"), "9788535902778");
  EXPECT_EQ(digits_of("978 85 359 0277 8"), "9788535902778");
  EXPECT_EQ(digits_of("85-359-0277-5"), "9788535902778");
  EXPECT_EQ(digits_of("080442957X"), "9780804429573");
  EXPECT_EQ(digits_of("0-8044-2957-x"), "9780804429573");
  EXPECT_EQ(digits_of("979-10-90636-07-1"), "9791090636071");
}

TEST(Isbn, ReadsTheSeparatorsThatPrintersUse) {
  for (const char32_t separator :
       std::u32string_view(U"\u00A0\u00AD\u2000\u2009\u200A\u2010\u2011\u2013\u2015\u202F\u205F"
                           U"\u2212\u3000\uFE63\uFF0D")) {
    std::string text = "978";
    for (const std::string_view part : {"85", "359", "0277", "8"}) {
      base::utf8::append(text, separator);
      text += part;
    }
    EXPECT_EQ(digits_of(text), "9788535902778") << text;
  }
  EXPECT_EQ(digits_of("978\u2011\u201185359\u20110277\u20118"), "");
  EXPECT_EQ(digits_of("978853590277\xE2\x80"), "");
  EXPECT_EQ(digits_of("9788535902778\u2011"), "");
}

TEST(Isbn, ReadsNumbersAsTheyAreCopiedFromBooksAndPages) {
  for (const std::string_view copied : {
           "85.359.0277.5",
           "978.85.359.0277.8",
           "978·85·359·0277·8",
           "ISBN 85-359-0277-5",
           "isbn:9788535902778",
           "ISBN: 978-85-359-0277-8",
           "ISBN.: 9788535902778",
           "ISBN9788535902778",
           "ISBN-13: 978-85-359-0277-8",
           "ISBN-10 85-359-0277-5",
           "ISBN 13 9788535902778",
           "ISBN10 8535902775",
           "ISBN (13): 9788535902778",
           "ISBN-10: 8535902775",
           "eISBN 978-85-359-0277-8",
           "e-ISBN: 9788535902778",
           "urn:isbn:9788535902778",
           "URN:ISBN:85-359-0277-5",
           "ISBN\u00A0978\u201385\u2013359\u20130277\u20138",
           "978\u05BE85\u1806359\u2E3A0277\u30A08",
           "978\u168085\u2028359\u20290277\u20078",
           "\u200E9788535902778\u200F",
           "\u202A978-85-359-0277-8\u202C",
           "\uFEFFISBN\u200B 978-85\u2060-359-0277-8\u2069",
           "\u2067 9788535902778 \u2069",
           "  9788535902778\t",
           "ISBN\t978\t85\t359\t0277\t8",
           "ISBN：9788535902778",
           "ISBN nº 9788535902778",
           "I.S.B.N. 85-359-0277-5",
           "(ISBN 9788535902778)",
           "[9788535902778]",
           "978-85-359-0277-8.",
       }) {
    EXPECT_EQ(digits_of(copied), "9788535902778") << copied;
  }
}

TEST(Isbn, ALabelAloneIsNoNumberAndANumberIsNoLabel) {
  for (const std::string_view bad :
       {"ISBN", "ISBN-13", "isbn:", "urn:isbn:", "urn:9788535902778", "ISSN 9788535902778",
        "ISBN ISBN 9788535902778", "ISBN 13 13 9788535902778", "x9788535902778"}) {
    EXPECT_EQ(digits_of(bad), "") << bad;
  }
  EXPECT_EQ(digits_of("ISBN 1000000001"), digits_of("1000000001"));
  EXPECT_NE(digits_of("ISBN 1000000001"), "");
}

TEST(Isbn, StandsInFrontOfWhateverFollows) {
  const auto front = [](std::string_view text) {
    const auto isbn = Isbn::parse_front(text);
    return isbn ? std::string(isbn->digits()) : std::string{};
  };
  for (const std::string_view text :
       {"9788535902778 (broch.)", "85.359.0277.5 : R$ 20,00", "8535902775(v. 2)",
        "8535902775 10 p.", "ISBN 978\u201185\u2011359\u20110277\u20118 enc.", "8535902775-",
        "9788535902778."}) {
    EXPECT_EQ(front(text), "9788535902778") << text;
  }
  for (const std::string_view text : {"", "R$ 20,00", "85359027", "97885359027781", "853590277"}) {
    EXPECT_EQ(front(text), "") << text;
  }
}

TEST(Isbn, GivesTheTenDigitFormOf978Only) {
  EXPECT_EQ(Isbn::parse("9788535902778")->isbn10(), "8535902775");
  EXPECT_EQ(Isbn::parse("9780804429573")->isbn10(), "080442957X");
  EXPECT_EQ(Isbn::parse("9791090636071")->isbn10(), std::nullopt);
}

TEST(Isbn, RefusesWrongShapesPrefixesAndCheckDigits) {
  for (const std::string bad : {
           "",
           "978",
           "9788535902779",
           "8535902776",
           "978853590277",
           "97885359027788",
           "978--85-359-0277-8",
           "-9788535902778",
           "9788535902778-",
           "978- 8535902778",
           "9778535902773",
           "X535902775",
           "85X5902775",
           "978853590277X",
           "9790260000438",  // printed music
           "９788535902778",
           "080442957XX",
           "          ",
           "9788535902778 (broch.)",
       }) {
    EXPECT_EQ(Isbn::parse(bad), std::nullopt) << bad;
  }
}

TEST(Isbn, EveryNumberHasItsTenDigitFormAndBack) {
  std::mt19937 engine(1);
  for (int i = 0; i < 500; ++i) {
    const std::string ten = completed(random_digits(engine, 9));
    ASSERT_EQ(ten.size(), 10U);
    const auto isbn = Isbn::parse(ten);
    ASSERT_EQ(isbn->isbn10(), ten);
    ASSERT_EQ(Isbn::parse(isbn->digits()), isbn);
  }
}

TEST(Isbn, EveryChangedDigitIsNoticed) {
  std::mt19937 engine(2);
  for (int round = 0; round < 60; ++round) {
    for (const std::string& good :
         {completed(random_digits(engine, 9)), completed("978" + random_digits(engine, 9)),
          completed("9791" + random_digits(engine, 8))}) {
      for (std::size_t i = 0; i < good.size(); ++i) {
        for (char digit = '0'; digit <= '9'; ++digit) {
          std::string wrong = good;
          wrong[i] = digit;
          ASSERT_EQ(Isbn::parse(wrong).has_value(), wrong == good) << wrong;
        }
      }
    }
  }
}

// ISBN-10 catches every swap of neighbours; ISBN-13 by design not those that differ by five.
TEST(Isbn, SwappedNeighboursAreNoticed) {
  std::mt19937 engine(3);
  for (int round = 0; round < 300; ++round) {
    const std::string ten = completed(random_digits(engine, 9));
    for (std::size_t i = 0; i + 1 < ten.size(); ++i) {
      std::string wrong = ten;
      std::swap(wrong[i], wrong[i + 1]);
      ASSERT_EQ(Isbn::parse(wrong).has_value(), wrong == ten) << wrong;
    }
    const std::string thirteen = completed("978" + random_digits(engine, 9));
    for (std::size_t i = 3; i + 1 < thirteen.size(); ++i) {
      std::string wrong = thirteen;
      std::swap(wrong[i], wrong[i + 1]);
      const int apart = thirteen[i] - thirteen[i + 1];
      ASSERT_EQ(Isbn::parse(wrong).has_value(), apart % 5 == 0) << wrong;
    }
  }
}

}  // namespace
}  // namespace catalog_isbn_test

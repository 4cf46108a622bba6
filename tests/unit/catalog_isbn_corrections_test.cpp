#include <gtest/gtest.h>

#include <algorithm>

#include "catalog/isbn_corrections.hpp"

namespace catalog_isbn_corrections_test {
namespace {

using catalog::Isbn;
using catalog::isbn_corrections;

bool proposes(std::string_view typed, std::string_view meant) {
  const auto corrections = isbn_corrections(typed);
  return std::ranges::find(corrections, *Isbn::parse(meant)) != corrections.end();
}

TEST(IsbnCorrections, FindTheNumberBehindAnyOneWrongDigit) {
  for (const std::string meant : {"9788535914849", "8535914846", "080442957X"}) {
    for (std::size_t i = 0; i < meant.size(); ++i) {
      for (const char other : std::string_view("0123456789")) {
        std::string typed = meant;
        typed[i] = other;
        EXPECT_TRUE(proposes(typed, meant)) << typed;
      }
    }
  }
}

TEST(IsbnCorrections, FindTheNumberBehindTwoNeighboursSwapped) {
  const std::string meant = "9788535914849";
  for (std::size_t i = 0; i + 1 < meant.size(); ++i) {
    std::string typed = meant;
    std::swap(typed[i], typed[i + 1]);
    EXPECT_TRUE(proposes(typed, meant)) << typed;
  }
}

TEST(IsbnCorrections, TakeTheNumberWithWhateverHyphens) {
  EXPECT_TRUE(proposes("978-85-359-1484-8", "9788535914849"));
  EXPECT_TRUE(proposes("85 359 1484 7", "8535914846"));
  EXPECT_TRUE(proposes("0-8044-2957-x", "080442957X"));
  EXPECT_TRUE(proposes("978--8535914849-", "9788535914849"));
  EXPECT_TRUE(proposes("ISBN-13: 978.85.359.1484.8", "9788535914849"));
}

TEST(IsbnCorrections, AreValidDifferentAndFew) {
  for (const std::string_view typed :
       {"9788535914848", "8535914847", "9780000000000", "979000000"}) {
    const auto corrections = isbn_corrections(typed);
    EXPECT_LE(corrections.size(), catalog::isbn_corrections_max);
    for (const Isbn& isbn : corrections) {
      EXPECT_EQ(Isbn::parse(isbn.digits()), isbn);
      EXPECT_EQ(std::ranges::count(corrections, isbn), 1);
    }
  }
}

TEST(IsbnCorrections, OfAnythingElseAreNone) {
  for (const std::string_view typed :
       {"", "-", "1", "978853591484", "97885359148499", "978853591484a", "X535914846",
        "97885359148X9", "dom casmurro", "9788535914849\n"}) {
    EXPECT_TRUE(isbn_corrections(typed).empty()) << typed;
  }
}

}  // namespace
}  // namespace catalog_isbn_corrections_test

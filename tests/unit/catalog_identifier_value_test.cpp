// Values of identifiers with the labels that people copy with them, wherever they come from.
#include <gtest/gtest.h>

#include "catalog/book_builder.hpp"
#include "catalog/identifier_value.hpp"

namespace catalog_identifier_value_test {
namespace {

using catalog::IdentifierType;
using catalog::plain_identifier;

TEST(IdentifierValue, ADoiLosesItsLabelAndItsResolver) {
  for (const std::string_view value :
       {"10.1000/abc", "https://doi.org/10.1000/abc", "http://dx.doi.org/10.1000/abc",
        "doi:10.1000/abc", "DOI: 10.1000/abc", "doi 10.1000/abc", "doi.org/10.1000/abc",
        "doi: https://DOI.org/10.1000/abc", "info:doi/10.1000/abc", "urn:doi:10.1000/abc"}) {
    EXPECT_EQ(plain_identifier(IdentifierType::doi, value), "10.1000/abc") << value;
  }
  for (const std::string_view value :
       {"doi:abc", "https://doi.org/", "https://example.org/10.1000/abc", "doi"}) {
    EXPECT_EQ(plain_identifier(IdentifierType::doi, value), value);
  }
}

TEST(IdentifierValue, ANumberOfOclcLosesItsSystemAndItsPadding) {
  for (const std::string_view value :
       {"123", "(OCoLC)ocm00000123", "(OCoLC) 123", "(ocolc)on0123", "ocm00000123", "ocn000000123",
        "OCLC: 123", "info:oclcnum/123", "https://www.worldcat.org/oclc/123"}) {
    EXPECT_EQ(plain_identifier(IdentifierType::oclc, value), "123") << value;
  }
  for (const std::string_view value : {"00123", "(OCoLC)x", "(OCoLC)", "on hold", "ocm12 x"}) {
    EXPECT_EQ(plain_identifier(IdentifierType::oclc, value), value);
  }
  EXPECT_EQ(plain_identifier(IdentifierType::oclc, "(OCoLC)000"), "0");
}

TEST(IdentifierValue, AnIssnIsWrittenWithItsHyphen) {
  for (const std::string_view value :
       {"1234-5679", "12345679", "ISSN 1234-5679", "issn: 12345679", "ISSN-L 1234-5679",
        "e-ISSN 1234 5679", "urn:issn:1234-5679", "1234\u20135679",
        "https://portal.issn.org/resource/ISSN/1234-5679"}) {
    EXPECT_EQ(plain_identifier(IdentifierType::issn, value), "1234-5679") << value;
  }
  EXPECT_EQ(plain_identifier(IdentifierType::issn, "ISSN 2434561x"), "2434-561X");
  for (const std::string_view value :
       {"123456789", "ISSN 1234-5679 (online)", "ISSN", "1234-567Z"}) {
    EXPECT_EQ(plain_identifier(IdentifierType::issn, value), value);
  }
}

TEST(IdentifierValue, OtherValuesAreKeptAsSent) {
  EXPECT_EQ(plain_identifier(IdentifierType::lccn, "info:lccn/83012345"), "83012345");
  EXPECT_EQ(plain_identifier(IdentifierType::lccn, "n 83012345"), "n 83012345");
  EXPECT_EQ(plain_identifier(IdentifierType::other, "doi:10.1000/abc"), "doi:10.1000/abc");
  EXPECT_EQ(plain_identifier(IdentifierType::asin, "ISSN 1234-5679"), "ISSN 1234-5679");
}

TEST(IdentifierValue, IsWhatABookKeeps) {
  catalog::BookBuilder book(2026);
  book.text(catalog::Field::title, "Um");
  book.author_unknown();
  book.identifier({.type = "doi", .value = " https://doi.org/10.1000/abc"});
  const auto fields = std::move(book).finish();
  ASSERT_TRUE(fields);
  EXPECT_EQ(fields->identifiers.at(0), (catalog::Identifier{IdentifierType::doi, "10.1000/abc"}));
}

}  // namespace
}  // namespace catalog_identifier_value_test

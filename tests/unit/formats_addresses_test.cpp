// Addresses as people write them into the fields of citations and spreadsheets.
#include <gtest/gtest.h>

#include "formats/text_link.hpp"
#include "support/format_reading.hpp"

namespace formats_addresses_test {
namespace {

using formats::Format;
using Texts = std::vector<std::string>;

Texts links_of(Format format, const std::string& text) {
  const auto read = support::read_whole(format, text);
  EXPECT_EQ(read.size(), 1U) << text;
  Texts urls;
  if (read.empty() || !read[0].fields) return urls;
  for (const auto& link : read[0].fields->links) urls.push_back(link.url);
  return urls;
}

Texts ris_links(const std::string& lines) {
  return links_of(Format::ris, "TY  - BOOK\nTI  - Um\n" + lines + "\nER  - \n");
}

Texts bibtex_links(const std::string& fields) {
  return links_of(Format::bibtex, "@book{k, title={Um}, " + fields + "}");
}

std::size_t warnings_of(const std::string& line) {
  const auto reader = formats::make_reader(Format::ris, {.current_year = support::current_year});
  reader->feed("TY  - BOOK\nTI  - Um\n" + line + "\nER  - \n");
  reader->finish();
  const auto record = reader->next();
  return record ? record->warnings.size() : 0;
}

TEST(Addresses, AreMadeSuchThatTheyCanBeFollowed) {
  const auto address = [](std::string_view text) {
    return formats::web_address_in(text).value_or("none");
  };
  EXPECT_EQ(address(" https://a.org/b "), "https://a.org/b");
  EXPECT_EQ(address("www.a.org/b"), "http://www.a.org/b");
  EXPECT_EQ(address("WWW.a.org"), "http://WWW.a.org");
  EXPECT_EQ(address("<https://a.org/b>"), "https://a.org/b");
  EXPECT_EQ(address("https://a.org/dom casmurro.pdf"), "https://a.org/dom%20casmurro.pdf");
  EXPECT_EQ(address("https://a.org/b c"), "https://a.org/b%20c");
  EXPECT_EQ(address("https://a.org/b|c"), "https://a.org/b%7Cc");
  EXPECT_EQ(address("https://a.org/b. Acesso em: 12 maio 2020"), "https://a.org/b");
  EXPECT_EQ(address("https://a.org/b (PDF)"), "https://a.org/b");
  for (const char* const text :
       {"", "www.", "ftp://a.org/b", "a.pdf", "file:///b.pdf", "http://"}) {
    EXPECT_EQ(address(text), "none") << text;
  }
}

TEST(Addresses, SeveralInOneTextAreParted) {
  using Parts = std::vector<std::string_view>;
  EXPECT_EQ(formats::split_addresses("http://a.org/b; http://c.org"),
            (Parts{"http://a.org/b", "http://c.org"}));
  EXPECT_EQ(formats::split_addresses("http://a.org/b;www.c.org;"),
            (Parts{"http://a.org/b", "www.c.org"}));
  EXPECT_EQ(formats::split_addresses("http://a.org/b http://c.org, https://d.org"),
            (Parts{"http://a.org/b", "http://c.org", "https://d.org"}));
  EXPECT_EQ(formats::split_addresses("http://a.org/b;c=1,http://d"),
            Parts{"http://a.org/b;c=1,http://d"});
  EXPECT_EQ(formats::split_addresses(" ; "), Parts{});
}

TEST(Addresses, OfRisAreReadUnderEachTag) {
  EXPECT_EQ(ris_links("UR  - http://x.org/a; http://y.org/b"),
            (Texts{"http://x.org/a", "http://y.org/b"}));
  EXPECT_EQ(ris_links("L2  - http://x.org/a\nLK  - http://y.org/b"),
            (Texts{"http://x.org/a", "http://y.org/b"}));
  EXPECT_EQ(ris_links("UR  - www.x.org/a"), Texts{"http://www.x.org/a"});
  EXPECT_EQ(ris_links("UR  - http://x.org/a b.pdf"), Texts{"http://x.org/a%20b.pdf"});
  EXPECT_EQ(warnings_of("UR  - http://x.org/a b.pdf"), 0U);
  EXPECT_EQ(warnings_of("UR  - ftp://x.org/a"), 1U);
  EXPECT_EQ(warnings_of("L4  - capa"), 1U);
}

TEST(Addresses, OfBibtexAreReadWithoutTheirScheme) {
  EXPECT_EQ(bibtex_links("url = {www.x.org/a}"), Texts{"http://www.x.org/a"});
  EXPECT_EQ(bibtex_links("url = {http://x.org/a; http://y.org/b}"),
            (Texts{"http://x.org/a", "http://y.org/b"}));
  EXPECT_EQ(bibtex_links("url = {http://x.org/a b.pdf}"), Texts{"http://x.org/a%20b.pdf"});
  EXPECT_EQ(bibtex_links("howpublished = {www.x.org/a}"), Texts{"http://www.x.org/a"});
}

TEST(Addresses, OfSpreadsheetsAreReadWithoutTheirScheme) {
  EXPECT_EQ(links_of(Format::csv, "titulo,autor,ligacoes\nUm,X,www.x.org/a\n"),
            Texts{"http://www.x.org/a"});
  const auto read = support::read_whole(Format::csv, "titulo,autor,capa\nUm,X,www.x.org/a.jpg\n");
  EXPECT_EQ(read.at(0).fields->cover, "http://www.x.org/a.jpg");
}

}  // namespace
}  // namespace formats_addresses_test

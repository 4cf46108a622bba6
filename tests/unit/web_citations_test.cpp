// What the pages of a book tell reference managers.
#include <gtest/gtest.h>

#include <string>

#include "web/citations.hpp"

namespace web_citations_test {
namespace {

std::string coins(std::string author) {
  catalog::Book book;
  book.fields.edit().title = "Um";
  book.fields.edit().author = std::move(author);
  std::string out;
  web::Html html(out, catalog::Language::portuguese);
  web::write_coins(html, book);
  return out;
}

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(Coins, NamesHaveTheirParts) {
  EXPECT_TRUE(holds(coins("Martin Luther King, Jr."),
                    "rft.aulast=King&amp;rft.aufirst=Martin%20Luther&amp;rft.ausuffix=Jr.&amp;"
                    "rft.au=King%2C%20Martin%20Luther%2C%20Jr."));
  EXPECT_TRUE(holds(coins("Bento XVI"), "rft.aulast=Bento%20XVI&amp;rft.au=Bento%20XVI"));
  EXPECT_TRUE(holds(coins("Dinis, Júlio (pseud.)"),
                    "rft.aulast=Dinis&amp;rft.aufirst=J%C3%BAlio&amp;rft.au=Dinis%2C"));
}

}  // namespace
}  // namespace web_citations_test

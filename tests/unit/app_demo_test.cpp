#include <gtest/gtest.h>

#include <set>

#include "app/demo.hpp"
#include "base/text.hpp"
#include "formats/book_json.hpp"
#include "formats/book_json_append.hpp"

namespace app_demo_test {
namespace {

constexpr std::size_t originals = 4;

TEST(Demo, BeginsWithTheFourBooksOfTheOriginalAsTheyWere) {
  const std::string_view wanted =
      R"({"id":1,"título":"O Senhor dos Anéis - A Sociedade do Anel","autor":"J.R.R. Tolkien"}
{"id":2,"título":"Harry Potter e a Pedra Filosofal","autor":"J.K. Rowling"}
{"id":3,"título":"Hábitos Atômicos","autor":"James Clear"}
{"id":4,"título":"Dom Casmurro","autor":"Machado de Assis"}
)";
  EXPECT_EQ(app::demo_ndjson().substr(0, wanted.size()), wanted);
}

TEST(Demo, HasThirtyBooksUnderTheFirstThirtyIds) {
  const auto books = app::demo_books();
  ASSERT_EQ(books.size(), 30U);
  for (std::size_t i = 0; i < books.size(); ++i) {
    ASSERT_TRUE(books[i].id.has_value());
    EXPECT_EQ(books[i].id->value, static_cast<std::int64_t>(i + 1));
  }
}

TEST(Demo, TellsOfEachLaterBookWhatAPageShows) {
  std::set<std::string> titles;
  std::set<std::string> languages;
  for (const catalog::NewBook& book : app::demo_books()) {
    EXPECT_TRUE(titles.insert(base::fold(book.fields->title)).second) << book.fields->title;
    if (book.id->value <= static_cast<std::int64_t>(originals)) continue;
    const catalog::BookFields& fields = book.fields;
    EXPECT_TRUE(fields.author && fields.year && !fields.language.empty()) << fields.title;
    EXPECT_FALSE(fields.subjects.empty()) << fields.title;
    EXPECT_FALSE(fields.tags.empty()) << fields.title;
    EXPECT_GE(base::code_points(fields.synopsis), 120U) << fields.title;
    EXPECT_LE(base::code_points(fields.synopsis), 320U) << fields.title;
    languages.insert(fields.language);
  }
  EXPECT_EQ(languages, (std::set<std::string>{"pt", "pt-BR", "pt-PT"}));
}

TEST(Demo, FollowsTheRulesThatClientsMustFollow) {
  for (const catalog::NewBook& book : app::demo_books()) {
    std::string json;
    formats::append_book(json, {*book.id, {1}, {}, {}, book.fields});
    const auto read = formats::read_book(json, 2026);
    ASSERT_TRUE(read.has_value()) << json;
    EXPECT_EQ(read->fields, book.fields);
  }
}

}  // namespace
}  // namespace app_demo_test

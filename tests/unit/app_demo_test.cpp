#include <gtest/gtest.h>

#include "app/demo.hpp"
#include "formats/book_json.hpp"
#include "formats/book_json_append.hpp"

namespace app_demo_test {
namespace {

TEST(Demo, IsTheFourBooksOfTheOriginalUnderTheirIds) {
  const auto books = app::demo_books();
  ASSERT_EQ(books.size(), 4U);
  std::string text;
  for (const catalog::NewBook& book : books) {
    text += std::to_string(book.id->value) + ' ' + book.fields.title + " / " +
            book.fields.author.value_or("?") + '\n';
  }
  EXPECT_EQ(text,
            "1 O Senhor dos Anéis - A Sociedade do Anel / J.R.R. Tolkien\n"
            "2 Harry Potter e a Pedra Filosofal / J.K. Rowling\n"
            "3 Hábitos Atômicos / James Clear\n"
            "4 Dom Casmurro / Machado de Assis\n");
}

TEST(Demo, FollowsTheRulesThatClientsMustFollow) {
  for (const catalog::NewBook& book : app::demo_books()) {
    std::string json;
    formats::append_book(json, {*book.id, {1}, {}, {}, book.fields},
                         catalog::FieldSet{catalog::Field::title, catalog::Field::author});
    const auto read = formats::read_book(json, 2026);
    ASSERT_TRUE(read.has_value()) << json;
    EXPECT_EQ(read->fields, book.fields);
  }
}

}  // namespace
}  // namespace app_demo_test

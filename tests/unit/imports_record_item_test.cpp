// What becomes of a record of a file before the store sees it.
#include <gtest/gtest.h>

#include <vector>

#include "imports/record_item.hpp"

namespace {
namespace imports_record_item_test {

constexpr catalog::Wording no_year{"não é um ano", "is not a year"};

formats::Record record_with_warnings(std::size_t count) {
  catalog::NewBook book;
  book.fields.edit().title = "Um";
  formats::Record record{.number = 1, .line = 2, .book = std::move(book)};
  record.warnings.assign(count, {"ano", "x", no_year});
  return record;
}

TEST(RecordItem, WarningsThatFindNoRoomAreCounted) {
  std::size_t room = 3;
  const auto first = imports::item_of(record_with_warnings(2), {}, room);
  EXPECT_EQ(first.warnings, std::vector(2, store::ImportWarning{1, 2, "ano", "x", "não é um ano",
                                                                "is not a year"}));
  EXPECT_EQ(first.more_warnings, 0);
  EXPECT_EQ(room, 1U);
  const auto second = imports::item_of(record_with_warnings(5), {}, room);
  EXPECT_EQ(second.warnings.size(), 1U);
  EXPECT_EQ(second.more_warnings, 4);
  EXPECT_EQ(room, 0U);
}

}  // namespace imports_record_item_test
}  // namespace

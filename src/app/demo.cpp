#include "app/demo.hpp"

#include <utility>

#include "base/check.hpp"
#include "formats/ndjson.hpp"

namespace app {
namespace {

// Bounds the years of publication in place of the machine's clock, which may be wrong.
constexpr int year_of_table = 2026;

}  // namespace

std::vector<catalog::NewBook> demo_books() {
  const auto reader = formats::make_ndjson_reader({.current_year = year_of_table});
  reader->feed(demo_ndjson());
  reader->finish();
  std::vector<catalog::NewBook> books;
  while (auto record = reader->next()) {
    check(record->book.has_value());
    books.push_back(std::move(*record->book));
  }
  return books;
}

}  // namespace app

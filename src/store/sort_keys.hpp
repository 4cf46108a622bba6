// What a SQL store keeps beside a book's fields so that its indexes can sort and compare books.
// Derived from the fields alone; pure functions, any thread.
#pragma once

#include <cstdint>
#include <string>

#include "catalog/book.hpp"

namespace store {

struct SortKeys {
  std::string title;
  std::string author;  // empty: unknown
  std::int64_t year = 0;
  // 64-bit FNV-1a of the three: equal for books that are likely the same. On disk, so never changed;
  // whoever looks a book up by it compares the keys as well.
  std::int64_t likeness = 0;
  bool operator==(const SortKeys&) const = default;
};

SortKeys sort_keys(const catalog::BookFields& fields);

}  // namespace store

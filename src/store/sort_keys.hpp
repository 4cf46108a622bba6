// The keys that a SQL store keeps beside a book's fields, for its indexes to sort and compare
// books. Derived from the fields alone; pure functions, any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "catalog/book.hpp"

namespace store {

struct SortKeys {
  std::string title;
  std::string author;  // empty: unknown
  std::int64_t year = 0;
  bool operator==(const SortKeys&) const = default;
};

SortKeys sort_keys(const catalog::BookFields& fields);

// isbn and other_isbns, ascending, each once: the ISBNs that find the book.
std::vector<catalog::Isbn> isbns_of(const catalog::BookFields& fields);

// 64-bit FNV-1a of the three: equal for books that are likely the same. A collision costs no more
// than a wrong hint. On disk, so never changed.
std::int64_t duplicate_key(const SortKeys& keys);

}  // namespace store

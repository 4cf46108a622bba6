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

// 64-bit FNV-1a of the three, and of the signs that tell "C++" from "C#": books are likely the same
// only when it is. A collision costs no more than a wrong hint. On disk: who changes it has every
// catalogue's keys made anew.
std::int64_t duplicate_key(const catalog::BookFields& fields);

}  // namespace store

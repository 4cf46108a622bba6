// What a SQL store keeps beside a book's document to find the books that are likely the same.
// Derived from the fields alone; pure functions, any thread.
#pragma once

#include <cstdint>
#include <vector>

#include "catalog/book.hpp"

namespace store {

// isbn and other_isbns, ascending, each once: the ISBNs that find the book.
std::vector<catalog::Isbn> isbns_of(const catalog::BookFields& fields);

// 64-bit FNV-1a of title, author and year as they are sorted, and of the signs that tell "C++" from
// "C#": books are likely the same only when it is. A collision costs no more than a wrong hint. On
// disk: who changes it has every catalogue's keys made anew.
std::int64_t duplicate_key(const catalog::BookFields& fields);

}  // namespace store

// Books as a store answers them, to be indexed. A document that is damaged in the database fails
// all of them: an index without it would not be that of the catalogue. Any thread.
#pragma once

#include <utility>
#include <vector>

#include "catalog/problem.hpp"
#include "store/book_document.hpp"

namespace search {

inline catalog::Result<std::vector<catalog::Book>> parsed(
    const std::vector<store::BookDocument>& all) {
  std::vector<catalog::Book> books;
  books.reserve(all.size());
  for (const store::BookDocument& document : all) {
    auto book = formats::read_document(document.json);
    if (!book) {
      return catalog::fail(catalog::problem::of(catalog::ProblemCode::storage_unavailable));
    }
    books.push_back(*std::move(book));
  }
  return books;
}

}  // namespace search

// Books as the tests want to look into them, of the documents that stores answer with. Pure
// functions, which throw when a document is none.
#pragma once

#include <optional>
#include <stdexcept>
#include <vector>

#include "catalog/book.hpp"
#include "store/store.hpp"

namespace support {

inline catalog::Book book_of(const store::BookDocument& document) {
  auto book = formats::read_document(document.json);
  if (!book || book->id != document.id || book->version != document.version) {
    throw std::runtime_error("not a document: " + document.json);
  }
  return *std::move(book);
}

inline std::optional<catalog::Book> book_of(const std::optional<store::BookDocument>& document) {
  return document ? std::optional(book_of(*document)) : std::nullopt;
}

inline std::vector<catalog::Book> books_of(const std::vector<store::BookDocument>& documents) {
  std::vector<catalog::Book> books;
  for (const store::BookDocument& document : documents) {
    books.push_back(book_of(document));
  }
  return books;
}

inline catalog::BookFields fields_of(const store::BookDocument& document) {
  return book_of(document).fields;
}

}  // namespace support

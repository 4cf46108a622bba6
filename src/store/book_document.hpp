// A book as every store keeps and answers it: the bytes that clients get, and the two numbers that
// its entity tag is made of. Values; any thread.
#pragma once

#include <string>

#include "catalog/book.hpp"
#include "catalog/identity.hpp"
#include "formats/book_document.hpp"

namespace store {

struct BookDocument {
  catalog::BookId id;
  catalog::Version version;
  std::string json;  // formats::write_document()
  bool operator==(const BookDocument&) const = default;
};

inline BookDocument document_of(const catalog::Book& book) {
  return {book.id, book.version, formats::write_document(book)};
}

}  // namespace store

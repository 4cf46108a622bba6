// A book as it is kept and served: the JSON object of GET /livros/{id}, minified, its members in
// the order of catalog::Field. What is read here was written here; damage is noticed, not mended.
// Pure functions, any thread.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "catalog/book.hpp"
#include "catalog/field.hpp"

namespace formats {

std::string write_document(const catalog::Book& book);

// nullopt: the text is not a document that write_document() makes.
std::optional<catalog::Book> read_document(std::string_view document);

// The same of a document out of a store, whose damage is the environment's: thrown.
struct DamagedDocument : std::runtime_error {
  explicit DamagedDocument(std::string_view document);
};
catalog::Book read_stored_document(std::string_view document);

// Appends the chosen members of a document as an object, without building the book. Members that
// the book lacks are left out, as they are in the document.
void append_members(std::string& out, std::string_view document, catalog::FieldSet members);

}  // namespace formats

// The JSON form of a book (openapi.yaml, `Livro`), shared by the API and NDJSON. Pure functions.
// Reading is strict: UTF-8, no duplicate or unknown keys, no floats, every error of a body at once,
// each with its RFC 6901 pointer.
#pragma once

#include <string>
#include <string_view>

#include "catalog/book.hpp"
#include "catalog/book_patch.hpp"
#include "catalog/field.hpp"
#include "catalog/new_book.hpp"
#include "catalog/problem.hpp"
#include "json/reader.hpp"

namespace formats {

// The problem for a text that is not strict JSON: malformed_json, or duplicate_key with its
// pointer.
catalog::Problem to_problem(const json::Error& error);

// POST and PUT bodies, NDJSON lines. Failures: malformed_json, duplicate_key, invalid_book.
catalog::Result<catalog::NewBook> read_book(std::string_view json, int current_year);

// The same of a value within a text.
catalog::Result<catalog::NewBook> read_book(json::Value value, int current_year);

// RFC 7396 merge patch. Same failures; removing title is refused.
catalog::Result<catalog::BookPatch> read_patch(std::string_view json, int current_year);
catalog::Result<catalog::BookPatch> read_patch(json::Value value, int current_year);

}  // namespace formats

// The body of POST /livros/lote: an array of operations, each read alone. What is wrong with the
// array or the frame of an operation refuses the whole; what is wrong with its book refuses that
// operation, as it would the single request. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "api/answer/settings.hpp"
#include "catalog/field.hpp"
#include "catalog/problem.hpp"
#include "store/store.hpp"

namespace api {

// What the answer needs to know of an operation.
struct BatchOperation {
  enum class Kind : std::uint8_t { create, replace, alter, remove, restore } kind = Kind::create;
  std::optional<std::int64_t> id;  // as it was sent
  catalog::FieldSet touched = catalog::FieldSet::all();
};
std::string_view name_of(BatchOperation::Kind kind) noexcept;

struct BatchRules {
  int current_year;
  IfMatch if_match;
  store::Duplicates duplicates;
  std::size_t operation_bytes_max;  // of one operation
};
struct BatchBody {
  std::vector<BatchOperation> operations;
  std::vector<store::GroupedWrite> writes;  // one for each
};
// Failures: malformed_json, duplicate_key, invalid_book with pointers such as "/3/op",
// body_too_large.
catalog::Result<BatchBody> read_batch(std::string_view body, const BatchRules& rules);

}  // namespace api

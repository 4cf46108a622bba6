// An RFC 7396 merge patch of a book as data, so that a store can apply it to the current book
// inside its own transaction. Values were validated when the patch was read. No I/O; any thread.
#pragma once

#include <optional>
#include <string>

#include "catalog/book.hpp"
#include "catalog/field.hpp"
#include "catalog/problem.hpp"

namespace catalog {

struct BookPatch {
  FieldSet set;      // taken whole from `values`
  FieldSet removed;  // become absent; author becomes null ("unknown on purpose")
  BookFields values;

  // Members of the nested object `série`: outer nullopt = untouched, inner nullopt = removed.
  std::optional<std::optional<std::string>> series_name;
  std::optional<std::optional<std::string>> series_volume;
  std::string extra_patch;  // merge patch (JSON object) for `extra`, or empty

  // Claims on read-only members, checked against the current book when the patch is applied.
  std::optional<BookId> id;
  std::optional<Version> version;
  std::optional<base::Instant> created_at;
  std::optional<base::Instant> updated_at;
};

// The patched fields of `current`. Contributors alone take an author line along that was made of
// them. invalid_book when the result would break a rule (series without
// a name, extra over its limits) or a read-only claim differs from the current book.
Result<BookFields> apply(const BookPatch& patch, const Book& current);

}  // namespace catalog

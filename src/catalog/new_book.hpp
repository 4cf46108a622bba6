// A book as a client sends it on POST or PUT: validated fields plus what it claims of the members
// that only the server sets. Values; any thread.
#pragma once

#include <optional>

#include "catalog/book.hpp"
#include "catalog/problem.hpp"

namespace catalog {

// Read-only members found in a body: accepted when they equal the current value, else refused.
struct Claims {
  std::optional<Version> version;
  std::optional<base::Instant> created_at;
  std::optional<base::Instant> updated_at;
  bool operator==(const Claims&) const = default;
};

struct NewBook {
  std::optional<BookId> id;  // chosen by the client; allowed on POST
  base::Shared<BookFields> fields;
  Claims claims;
};

// An id in a body that is not the one of the book.
FieldError refuted_id(BookId sent);
Problem foreign_id(BookId sent);

// Nothing when every claim equals `current`, else one read_only error per claim that differs.
std::vector<FieldError> refuted_claims(const Claims& claims, const Book& current);

// When a book that is loaded was made and last changed: as it claims, the rest from `now`. A change
// before the making is an invalid book.
struct Lifetime {
  base::Instant created_at;
  base::Instant updated_at;
};
Result<Lifetime> claimed_lifetime(const Claims& claims, base::Instant now);

}  // namespace catalog

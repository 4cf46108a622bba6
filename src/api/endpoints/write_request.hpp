// The common part of requests that write: preconditions, idempotency key, the current year that
// body readers check against. Pure functions.
#pragma once

#include <cstdint>
#include <optional>

#include "api/answer/plan.hpp"
#include "api/answer/query.hpp"
#include "catalog/problem.hpp"
#include "store/store.hpp"

namespace api {

// If-Match, If-None-Match and If-Unmodified-Since of a write to a book, or to the catalogue.
// Failure: bad_parameter.
catalog::Result<store::Precondition> precondition_of(
    const Request& request, std::optional<catalog::BookId> book = std::nullopt);

// What a write to one book says before its body: the book, its conditions, its key.
struct WriteHead {
  catalog::BookId id;
  store::Precondition precondition;
  std::optional<store::IdempotencyKey> idempotency;
};
catalog::Result<WriteHead> read_book_head(const Request& request);

// The same of PUT, PATCH and DELETE: precondition_required when the settings ask for If-Match and
// none came, unless If-None-Match: * makes the book.
enum class MayCreate : std::uint8_t { no, yes };
catalog::Result<WriteHead> read_write_head(const Request& request,
                                           MayCreate may_create = MayCreate::no);

// What was read is not wanted yet.
template <class Head>
catalog::Result<base::Done> only_checked(const catalog::Result<Head>& head) {
  if (!head) {
    return catalog::fail(head.error());
  }
  return base::Done{};
}

// Idempotency-Key, 1…255 printable ASCII characters, with the SHA-256 of method, target and body;
// nullopt inside when the header is absent.
catalog::Result<std::optional<store::IdempotencyKey>> idempotency_of(const Request& request);

// The parameter `duplicado`. Failure: bad_parameter.
catalog::Result<store::Duplicates> duplicates_in(const Query& query);

int current_year(const Request& request);

}  // namespace api

// The common part of requests that write: the media type, the current year that body readers check
// against, preconditions, idempotency key. Pure functions.
#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>

#include "api/answer/plan.hpp"
#include "catalog/problem.hpp"
#include "store/store.hpp"

namespace api {

// 415, and what would be taken, unless Content-Type is one of `allowed` (or absent) and the body is
// not encoded; a charset other than UTF-8 is refused too.
std::optional<http::Response> wrong_media_type(const Request& request,
                                               std::initializer_list<std::string_view> allowed);

// bad_parameter when there is an If-None-Match.
catalog::Result<base::Done> refuse_if_none_match(const Request& request);

// If-Match as a precondition, If-None-Match refused; precondition_required when the settings ask
// for one and none came.
catalog::Result<store::Precondition> precondition_of(const Request& request, catalog::BookId id);

// Idempotency-Key, 1…255 printable ASCII characters, with the SHA-256 of method, target and body;
// nullopt inside when the header is absent.
catalog::Result<std::optional<store::IdempotencyKey>> idempotency_of(const Request& request);

int current_year(const Request& request);

}  // namespace api

// Entity tags: "7-3" is book 7 in version 3, "s42" the catalogue at sequence 42; "-gzip" or "-zstd"
// before the closing quote marks an encoded representation (RFC 9110 section 8.8.3.3). Pure
// functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "catalog/book.hpp"
#include "catalog/identity.hpp"
#include "catalog/problem.hpp"
#include "http/message.hpp"
#include "http/negotiate.hpp"
#include "store/store.hpp"

namespace api {

std::string etag_of(catalog::problem::VersionOf book);
std::string etag_of(catalog::Sequence sequence);

// The client's tag that equals `etag` by weak comparison, whatever its coding suffix: answer 304
// with it. nullopt: send the representation. A malformed If-None-Match matches nothing.
std::optional<std::string> matched_none(const http::Request& request, std::string_view etag);

// If-Match of a write to `id`, strong comparison; tags of other resources never match.
// Failure: bad_parameter naming the header.
catalog::Result<store::Precondition> if_match(const http::Request& request, catalog::BookId id);

// `"7-3"` with its coding: `"7-3-gzip"`.
std::string with_coding(std::string_view etag, http::Coding coding);

}  // namespace api

// Entity tags: "7-3" is book 7 in version 3, "s42" the catalogue at sequence 42, both as JSON;
// "7-3.marc" the same in another format. "-gzip" or "-zstd" before the closing quote marks an
// encoded representation (RFC 9110 section 8.8.3.3). Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "catalog/book.hpp"
#include "catalog/identity.hpp"
#include "catalog/problem.hpp"
#include "formats/format_names.hpp"
#include "http/message.hpp"
#include "http/negotiate.hpp"
#include "store/store.hpp"

namespace api {

// What marks the tags of a format: its name, and nothing for JSON.
std::string_view tag_name(formats::Format format) noexcept;
std::string etag_of(catalog::problem::VersionOf book, std::string_view name = {});
std::string etag_of(catalog::Sequence sequence, std::string_view name = {});

// The client's tag that equals `etag` by weak comparison, whatever its coding suffix: answer 304
// with it. nullopt: send the representation. A malformed If-None-Match matches nothing.
std::optional<std::string> matched_none(const http::Request& request, std::string_view etag);

// If-Match (strong comparison) or If-None-Match (weak) of a write to a book, or to the catalogue;
// tags of other resources never match. Failure: bad_parameter naming the header.
enum class TagField : std::uint8_t { if_match, if_none_match };
catalog::Result<store::Condition> condition_in(const http::Request& request, TagField field,
                                               std::optional<catalog::BookId> book);

// Compares If-Match, which must be there, with `etag`; an empty one is no tag.
// Failure: bad_parameter.
enum class Matches : std::uint8_t { no, yes };
catalog::Result<Matches> matches_any(const http::Request& request, std::string_view etag);

// The date of If-Unmodified-Since. One that is none is ignored, and so is any beside If-Match
// (RFC 9110 section 13.1.4).
std::optional<base::Instant> unmodified_since(const http::Request& request, base::Instant now);

// The tag in finished header lines; empty when there is none.
std::string_view etag_in(std::string_view headers) noexcept;

// Gives finished header lines that have the tag of a sequence number that of another, in place.
// False when they have none.
bool renew_tag(std::string& headers, catalog::Sequence sequence);

// `"7-3"` with its coding: `"7-3-gzip"`.
std::string with_coding(std::string_view etag, http::Coding coding);

}  // namespace api

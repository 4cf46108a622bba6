// The answers that carry data of the catalogue or refuse a write; shared by the handlers.
// Pure functions, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "api/answer/plan.hpp"
#include "api/answer/problem_json.hpp"
#include "catalog/book.hpp"
#include "catalog/book_patch.hpp"
#include "catalog/field.hpp"
#include "formats/format_names.hpp"
#include "http/message.hpp"
#include "store/store.hpp"

namespace api {

// Content-Type, Cache-Control and Vary of everything that is data of the catalogue.
void add_data_headers(http::Response& response, formats::Format format = formats::Format::json);

// A JSON array of numbers.
void append_ids(std::string& out, std::span<const catalog::BookId> ids);

// The book with its ETag. 200 unless `status` says otherwise.
http::Response book_response(store::BookDocument book, unsigned status = 200);

// 304 when If-None-Match knows `etag`; nullopt: send the representation.
std::optional<http::Response> not_modified(const http::Request& request, std::string_view etag,
                                           formats::Format format = formats::Format::json);

// 304 when If-None-Match knows `etag`, else 200 with the finished JSON.
http::Response tagged_response(const AnswerContext& context, std::string_view etag,
                               std::string body);

// The header lines of the 200 that shows a living book, but for those that every answer has.
void append_book_lines(std::string& out, catalog::BookId id, std::string_view etag);

// 304 when If-None-Match knows the book, 412 when it changed since If-Unmodified-Since, else 200.
http::Response found_book(const AnswerContext& context, store::BookDocument book);

struct TaggedBook {
  const store::BookDocument& document;
  std::string_view etag;
};
// 412 when the book changed since If-Unmodified-Since.
std::optional<http::Response> changed_since(const AnswerContext& context, const TaggedBook& book);
// The value of Link that leads to a book's page.
std::string link_to_page(catalog::BookId id);

// The refusal as problem+json; 412 carries the current book and the keys in conflict, 409
// `duplicado` the candidates.
// `touched` are the fields the request would have changed.
http::Response refused(const AnswerContext& context, const store::Refused& refused,
                       catalog::FieldSet touched = catalog::FieldSet::all());

// What a patch would change.
catalog::FieldSet touched_by(const catalog::BookPatch& patch);

// The version number to restore came in the body: a wrong one is a wrong body, not a missing
// resource.
http::Response not_restored(const AnswerContext& context, const store::Refused& why);

// A path parameter that counts from 1. Each number has one address: "04" and "+4" are none.
std::optional<std::int64_t> ordinal_in(std::string_view text) noexcept;

// Path parameter {id}; 404 for anything that cannot be one.
catalog::Result<catalog::BookId> book_id_in(std::string_view text);

}  // namespace api

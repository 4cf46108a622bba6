// Answers in HTML: their header lines and entity tags. Pure functions, any thread.
// A page is as old as the oldest of its reads, and is kept as long as the catalogue is that old.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/answer/plan.hpp"
#include "api/pages/view.hpp"
#include "http/message.hpp"
#include "search/store.hpp"
#include "web/policy.hpp"

namespace api {

// "s42-81-0a1b2c3d": the catalogue at sequence 42, the variant, the release's assets.
std::string page_etag(catalog::Sequence sequence, PageVariant variant);
// 304 when the client has it already.
std::optional<http::Response> page_not_modified(const http::Request& request,
                                                std::string_view etag);

// A page that shows the catalogue as it was at `as_of`; nullopt: as of no one moment, without a
// tag.
struct Shown {
  std::string html;
  PageVariant variant;
  std::optional<catalog::Sequence> as_of;
  web::Policy policy = web::Policy::page;
};
http::Response page_answer(const http::Request& request, Shown shown);
// One that depends on its reader and nothing else: never kept.
// `origins`: which other servers its scripts may ask.
http::Response private_page(const http::Request& request, std::string html,
                            web::Policy policy = web::Policy::page, std::string_view origins = {});

inline AnswerContext context_of(const Request& request) noexcept {
  return {request.http, request.language, request.id};
}
// The moment of a read, unless its parts come from several.
std::optional<catalog::Sequence> moment_of(const search::ReadAnswer& answer) noexcept;

}  // namespace api

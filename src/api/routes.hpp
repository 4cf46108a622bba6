// THE route table: every path of the API, in one place (routes.cpp). The first pattern that fits a
// path owns it. Immutable; any thread.
#pragma once

#include <span>
#include <string_view>

#include "api/access/access_rules.hpp"
#include "api/answer/media.hpp"
#include "api/answer/plan.hpp"
#include "api/answer/settings.hpp"
#include "http/message.hpp"

namespace api {

// What Accept is held against. fixed: the document is given whatever Accept says (RFC 9110,
// 12.5.1), because scrapers and tools ask for its type by names and parameters of their own.
// Where an answer has no body, nothing is unacceptable: no_body never has one, json_or_no_body has
// none for who prefers so (`Prefer: return=minimal`).
// json_or_html: JSON, or HTML for browsers. json_or_events: JSON, or a live stream.
// by_handler: books in any format, which `formato` names before Accept does.
enum class Negotiation : std::uint8_t {
  json,
  json_or_html,
  json_or_events,
  fixed,
  by_handler,
  no_body,
  json_or_no_body,
};

// page: for people. Whatever goes wrong under it is told in HTML too. opds: who brings no good key
// is told how to show one in a document of OPDS.
enum class Shape : std::uint8_t { api, page, opds };

struct Route {
  http::Method method;
  std::string_view pattern;  // "{…}" segments are parameters; also the metrics' label
  Handler handler;
  Negotiation negotiation = Negotiation::json;
  Access access = Access::by_method;
  Takes takes = Takes::nothing;
  HeadCheck check = nullptr;  // what the handler refuses before it looks at the body
  Shape shape = Shape::api;
  Reads reads = Reads::shared;  // newest: no standby answers, whatever else it may
};

std::span<const Route> routes() noexcept;

}  // namespace api

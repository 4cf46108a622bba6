// THE route table: every path of the API, in one place (routes.cpp). The first pattern that fits a
// path owns it. Immutable; any thread.
#pragma once

#include <span>
#include <string_view>

#include "api/answer/plan.hpp"
#include "http/message.hpp"

namespace api {

// What Accept is held against. one_form: the document is given whatever Accept says (RFC 9110,
// 12.5.1), because scrapers and tools ask for its type by names and parameters of their own.
enum class Negotiation : std::uint8_t { json, fixed };

// What a request must bring beside its path, under --auth=keys. by_method: reads need nothing, or
// with --private a key that may read; everything else needs one that may write. nothing: never, but
// a key that is sent is checked. unguarded: probes, which are neither checked nor limited.
enum class Access : std::uint8_t { by_method, nothing, unchecked };

// What a body may be. merge_patch: also application/merge-patch+json (RFC 7396).
enum class Takes : std::uint8_t { nothing, json, merge_patch };

struct Route {
  http::Method method;
  std::string_view pattern;  // "{…}" segments are parameters; also the metrics' label
  Handler handler;
  Negotiation negotiation = Negotiation::json;
  Access access = Access::by_method;
  Takes takes = Takes::nothing;
  HeadCheck check = nullptr;  // what the handler refuses before it looks at the body
};

std::span<const Route> routes() noexcept;

}  // namespace api

// THE route table: every path of the API, in one place (routes.cpp). The first pattern that fits a
// path owns it. Immutable; any thread.
#pragma once

#include <span>
#include <string_view>

#include "api/plan.hpp"
#include "http/message.hpp"

namespace api {

// What Accept is held against. one_form: the document is given whatever Accept says (RFC 9110,
// 12.5.1), because scrapers and tools ask for its type by names and parameters of their own.
enum class Offers : std::uint8_t { json, one_form };

// What a request must bring beside its path, under --auth=keys. by_method: reads need nothing, or
// with --private a key that may read; everything else needs one that may write. nothing: never, but
// a key that is sent is checked. unguarded: probes, which are neither checked nor limited.
enum class Needs : std::uint8_t { by_method, nothing, unguarded };

struct Route {
  http::Method method;
  std::string_view pattern;  // "{…}" segments are parameters; also the metrics' label
  Handler handler;
  Offers offers = Offers::json;
  Needs needs = Needs::by_method;
};

std::span<const Route> routes() noexcept;

}  // namespace api

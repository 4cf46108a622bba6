// THE route table: every path of the API, in one place (routes.cpp). Immutable; any thread.
#pragma once

#include <span>
#include <string_view>

#include "api/plan.hpp"
#include "http/message.hpp"

namespace api {

// Which kept bytes may answer before a handler runs, and which media the route can offer.
enum class Offers : std::uint8_t { json, yaml, text };

struct Route {
  http::Method method;
  std::string_view pattern;  // "{…}" segments are parameters; also the metrics' label
  Handler handler;
  Offers offers = Offers::json;
};

std::span<const Route> routes() noexcept;

}  // namespace api

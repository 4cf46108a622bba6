// Which entry of a route table a path and a method mean. It knows no domain: an entry is anything
// with `.method` and `.pattern` ("/things/{id}/parts/{n}"). Immutable after construction; any
// thread. The FIRST pattern of the table that fits the path owns it, so literal patterns stand
// before those with parameters. GET answers HEAD too. A path with a slash at its end is another
// path: unknown.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/check.hpp"
#include "http/message.hpp"
#include "http/syntax.hpp"

namespace http {

// The path segments behind "{…}" in order, still percent-encoded: decode_path_part() before use.
class PathParameters {
 public:
  static constexpr std::size_t parameters_max = 4;
  constexpr std::size_t size() const noexcept { return size_; }
  // Empty beyond size().
  constexpr std::string_view operator[](std::size_t index) const noexcept {
    return index < size_ ? values_[index] : std::string_view{};
  }
  constexpr void push(std::string_view value) noexcept { values_[size_++] = value; }

 private:
  std::array<std::string_view, parameters_max> values_{};
  std::size_t size_ = 0;
};

// True when `path` fits `pattern`; a parameter takes exactly one segment of at least one character.
// An escaped literal character equals the plain one, but "%2F" is no separator (RFC 3986, 6.2.2).
constexpr bool match_path(std::string_view pattern, std::string_view path,
                          PathParameters& parameters) noexcept {
  parameters = {};
  std::size_t at = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '{') {
      const std::size_t slash = path.find('/', at);
      const std::size_t end = slash == std::string_view::npos ? path.size() : slash;
      if (end == at) {
        return false;
      }
      parameters.push(path.substr(at, end - at));
      at = end;
      i = pattern.find('}', i);
      continue;
    }
    if (at == path.size()) {
      return false;
    }
    if (path[at] == pattern[i]) {
      ++at;
      continue;
    }
    if (path[at] != '%' || path.size() - at < 3 || pattern[i] == '/') {
      return false;
    }
    const int high = hex_value(path[at + 1]);
    const int low = hex_value(path[at + 2]);
    if (high < 0 || low < 0 || high * 16 + low != static_cast<unsigned char>(pattern[i])) {
      return false;
    }
    at += 3;
  }
  return at == path.size();
}

// Starts with '/', every "{name}" fills a segment of its own, no more than parameters_max of them.
constexpr bool is_route_pattern(std::string_view pattern) noexcept {
  std::size_t parameters = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '{') {
      continue;
    }
    const std::size_t close = pattern.find('}', i);
    const bool whole_segment = close != std::string_view::npos && pattern[i - 1] == '/' &&
                               (close + 1 == pattern.size() || pattern[close + 1] == '/');
    if (i == 0 || !whole_segment || ++parameters > PathParameters::parameters_max) {
      return false;
    }
    i = close;
  }
  return pattern.starts_with('/');
}

template <class Route>
concept RouteEntry = requires(const Route& route) {
  { route.method } -> std::convertible_to<Method>;
  { route.pattern } -> std::convertible_to<std::string_view>;
};

// other_method: 405 (or 204 to OPTIONS), with Router::allow(); unknown_path: 404.
enum class Routed : std::uint8_t { found, other_method, unknown_path };

template <RouteEntry Route>
struct RouteMatch {
  Routed routed = Routed::unknown_path;
  const Route* route = nullptr;  // set when found
  PathParameters parameters;
};

template <RouteEntry Route>
class Router {
 public:
  // The table outlives the router.
  constexpr explicit Router(std::span<const Route> routes) noexcept : routes_(routes) {
    for (const Route& route : routes_) {
      if (!is_route_pattern(route.pattern)) {
        check(false);  // a compile-time error where the router is a constant
      }
    }
  }

  // "*" (RFC 9112 section 3.2.4) is a known path without methods of its own.
  constexpr RouteMatch<Route> find(Method method, std::string_view path) const noexcept {
    RouteMatch<Route> match;
    if (path == "*") {
      match.routed = Routed::other_method;
      return match;
    }
    const Method wanted = method == Method::head ? Method::get : method;
    std::string_view owner;
    for (const Route& route : routes_) {
      if (owner.empty() && match_path(route.pattern, path, match.parameters)) {
        owner = route.pattern;
        match.routed = Routed::other_method;
      }
      if (!owner.empty() && route.method == wanted && route.pattern == owner) {
        match.routed = Routed::found;
        match.route = &route;
        return match;
      }
    }
    return match;
  }

  // The Allow field's value: "GET, HEAD, PUT, OPTIONS"; of all paths together for "*".
  std::string allow(std::string_view path) const {
    std::array<bool, method_count> methods{};
    std::string_view owner;
    PathParameters ignored;
    for (const Route& route : routes_) {
      if (owner.empty() && path != "*" && match_path(route.pattern, path, ignored)) {
        owner = route.pattern;
      }
      if (path == "*" || route.pattern == owner) {
        methods[static_cast<std::size_t>(route.method)] = true;
      }
    }
    const auto at = [&](Method method) -> bool& {
      return methods[static_cast<std::size_t>(method)];
    };
    at(Method::head) = at(Method::get);
    at(Method::options) = true;
    std::string text;
    for (std::size_t i = 0; i < methods.size(); ++i) {
      if (methods[i]) {
        text.append(text.empty() ? "" : ", ").append(to_string(static_cast<Method>(i)));
      }
    }
    return text;
  }

 private:
  std::span<const Route> routes_;
};

}  // namespace http

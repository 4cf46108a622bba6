// Who looks at a page, and how: the cookies, the language asked for, whether a key came along. What
// of it changes the bytes of a page is its variant, which names it in caches. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/answer/plan.hpp"
#include "catalog/identity.hpp"
#include "http/message.hpp"
#include "web/layout.hpp"

namespace api {

inline constexpr std::string_view language_cookie = "livros_idioma";
inline constexpr std::string_view theme_cookie = "livros_tema";

// What the server knows of who asks.
struct Visitor {
  Keys keys = Keys::unused;
  bool is_signed_in = false;
};
inline Visitor visitor_of(const Request& request) noexcept {
  return {request.settings.keys, request.sender != nullptr};
}

// The language of ?lang=, else of the cookie, else of Accept-Language; the theme likewise.
web::View view_of(const http::Request& request, const Visitor& visitor);
PageVariant variant_of(const web::View& view) noexcept;

// Set-Cookie lines that make a choice of the address last; empty when it makes none.
std::string choice_lines(const http::Request& request);
// The query without what every page understands (lang, tema): what is left is the page's own. Ends
// in '&' unless it is empty.
std::string own_query(std::string_view query);

}  // namespace api

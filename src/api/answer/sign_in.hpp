// A key in a cookie, for pages: what POST /sessao brings, and the cookie it leaves. The cookie
// stands for `Authorization: Bearer`; no script can read it. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "api/answer/plan.hpp"
#include "catalog/problem.hpp"
#include "http/message.hpp"

namespace api {

inline constexpr std::string_view session_path = "/sessao";
inline constexpr std::size_t sign_in_body_bytes_max = 4096;

// A form, or {"chave": "lv_…", "lembrar": true}.
struct SignIn {
  enum class Wish : std::uint8_t { sign_in, sign_out } wish = Wish::sign_in;
  std::string key;      // empty: none came
  bool lasts = false;   // 30 days instead of as long as the browser runs
  std::string back_to;  // a path of this host, safe in Location
};
// Failure: malformed_json, invalid_book.
catalog::Result<SignIn> read_sign_in(const http::Request& request);
// True for what a form without a script sends: it is answered by a page.
bool is_form(const http::Request& request);

// The key of the cookie; empty: none came.
std::string_view session_key_in(const http::Request& request) noexcept;
// Set-Cookie lines. By TLS the cookie's name keeps everybody but this host from setting it
// (draft-ietf-httpbis-rfc6265bis section 4.1.3).
std::string session_lines(const http::Request& request, const SignIn& sign_in);
std::string no_session_lines(const http::Request& request);

// `target` as a path of this host that a header may hold; "/" when it is none.
std::string path_of_this_host(std::string_view target);

}  // namespace api

#include "api/seen_state.hpp"

#include <algorithm>

#include "api/answer/query_values.hpp"
#include "http/cookie.hpp"

namespace api {
namespace {

using http::Header;

constexpr std::string_view cookie_name = "livros_visto";
constexpr std::uint64_t state_max = INT64_MAX;

std::optional<std::uint64_t> number_in(std::string_view text) noexcept {
  std::uint64_t number = 0;
  return read_number(text, number) && number <= state_max ? std::optional(number) : std::nullopt;
}

}  // namespace

std::optional<std::uint64_t> named_state(const http::Request& request) noexcept {
  const auto in_header = number_in(request.header(Header::catalogue_sequence));
  const auto in_cookie = number_in(http::cookie_value(request.header(Header::cookie), cookie_name));
  return std::max(in_header, in_cookie);  // nothing is less than any number
}

bool is_of_browser(const http::Request& request) noexcept {
  return request.has_any<Header::sec_fetch_site, Header::cookie, Header::origin>();
}

std::string seen_state_line(std::uint64_t state) {
  return "Set-Cookie: " + std::string(cookie_name) + "=" + std::to_string(state) +
         "; Path=/; Max-Age=10; HttpOnly; SameSite=Strict\r\n";
}

}  // namespace api

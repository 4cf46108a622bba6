#include "http/cookie.hpp"

#include "http/syntax.hpp"

namespace http {

std::string_view cookie_value(std::string_view field, std::string_view name) noexcept {
  ListReader cookies(field, ';');
  while (const auto cookie = cookies.next()) {
    const std::size_t equals = cookie->find('=');
    if (equals != std::string_view::npos && cookie->substr(0, equals) == name) {
      return cookie->substr(equals + 1);
    }
  }
  return {};
}

}  // namespace http

// The state of the catalogue that a client must see again where standbys share the reading: it
// names it in X-Catalogo-Seq, or a browser does by a cookie that its last change left. Pure
// functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "http/message.hpp"

namespace api {

// nullopt: none is named, or what is named is no number.
std::optional<std::uint64_t> named_state(const http::Request& request) noexcept;
bool is_of_browser(const http::Request& request) noexcept;
// Set-Cookie, for as long as a standby may be behind.
std::string seen_state_line(std::uint64_t state);

}  // namespace api

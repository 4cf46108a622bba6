// Cookies of a request (RFC 6265 section 5.4). Pure function, any thread.
// Values are taken as they came: whoever reads one checks it.
#pragma once

#include <string_view>

namespace http {

// The first cookie of that name in a Cookie field; data() is nullptr when there is none.
std::string_view cookie_value(std::string_view field, std::string_view name) noexcept;

}  // namespace http

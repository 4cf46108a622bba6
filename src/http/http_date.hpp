// HTTP-date as requests may bring it, in its three forms (RFC 9110 section 5.6.7).
// Pure function, any thread; nothing is allocated.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace http {

// "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994";
// nullopt for anything else. A year of two digits is at most 50 years after `now`.
std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text,
                                                        std::chrono::sys_seconds now) noexcept;

}  // namespace http

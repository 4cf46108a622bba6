// The alphabet of base64url (RFC 4648 section 5), in which cursors and access keys are written.
// A constant, any thread.
#pragma once

#include <string_view>

namespace catalog {

inline constexpr std::string_view base64url_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

}  // namespace catalog

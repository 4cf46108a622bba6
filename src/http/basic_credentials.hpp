// The credentials of HTTP Basic (RFC 7617): base64 (RFC 4648 section 4) of "user:password". Pure
// functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace http {

struct BasicCredentials {
  std::string user;
  std::string password;
};
// The value of an Authorization field; nullopt: another scheme, or not of the form. The user's name
// ends at the first colon; '=' at the end may be missing.
std::optional<BasicCredentials> read_basic(std::string_view credential);

}  // namespace http

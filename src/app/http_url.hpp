// The address of a running server as `check --url` takes it: http:// and nothing that a plain
// socket could not speak to. A value; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace app {

struct HttpUrl {
  std::string host;       // without the brackets of an IPv6 address
  std::string port;       // "80" unless the text says
  std::string authority;  // as it was written: what the Host field needs
  std::string target;     // path and query, at least "/"

  // Nothing for https, for user names, and for bytes that would end a request line early.
  static std::optional<HttpUrl> parse(std::string_view text);
};

}  // namespace app

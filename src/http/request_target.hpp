// The four forms of a request target (RFC 9112 section 3.2) brought to one: origin-form, split at
// '?'. Pure function, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace http {

struct TargetParts {
  std::string_view target;     // origin-form, or "*"
  std::string_view path;       // "*" for OPTIONS * and for CONNECT's authority-form
  std::string_view query;      // without '?'
  std::string_view authority;  // of an absolute-form, overrides Host; data() nullptr otherwise
};

// nullopt (400): a space, control or '#', bytes that are not UTF-8, another scheme than http(s),
// userinfo, or a form that does not belong to the method. `storage` holds the path when the sender
// left it out; the views point into it or into `raw`.
std::optional<TargetParts> split_target(Method method, std::string_view method_token,
                                        std::string_view raw, std::string& storage);

}  // namespace http

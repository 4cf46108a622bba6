// Percent-encoding (RFC 3986 section 2.1). Pure function, any thread.
// What is encoded is safe in a path, a query and a header.
#pragma once

#include <string>
#include <string_view>

namespace base {

// Percent-encodes all but RFC 3986's unreserved characters.
std::string percent_encode(std::string_view text);

}  // namespace base

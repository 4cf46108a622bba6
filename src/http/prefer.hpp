// The Prefer request field (RFC 7240), as far as this service honours it. Pure function, any
// thread. Unknown preferences are ignored, as section 2 demands.
#pragma once

#include <string_view>

namespace http {

// `return=minimal`; of several `return` preferences the first counts (RFC 7240 section 2).
bool prefers_minimal(std::string_view prefer) noexcept;

}  // namespace http

// Addresses on the web, as far as the catalogue cares. A pure function, any thread.
// What passes here may be put into a link or an image by any client: no other scheme gets through.
#pragma once

#include <string_view>

namespace catalog {

// An absolute http or https URL (RFC 3986) with a host and, if given, a port of 1 to 65535. Letters
// outside ASCII are accepted (RFC 3987); white space, controls and the delimiters <>"\^`{|} are
// not.
bool is_web_url(std::string_view text) noexcept;

}  // namespace catalog

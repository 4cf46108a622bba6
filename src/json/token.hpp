// The spelling of JSON tokens (RFC 8259 sections 6 and 7), checked on the text itself.
// Pure functions, any thread.
#pragma once

#include <cstddef>
#include <string_view>

namespace json {

// Section 6: "-0.5e+3" yes; "01", "1.", "+1", ".5", "1e" no.
bool is_number(std::string_view token) noexcept;

// True when a number has neither fraction nor exponent.
bool is_integer_spelling(std::string_view number) noexcept;

// Bytes before the quote that closes the string whose content starts at `content`; the caller knows
// that there is one.
std::size_t string_content_size(const char* content) noexcept;

// Position of the first \uXXXX escape in the content of a string that is half a surrogate pair
// without its other half; npos when there is none. Malformed escapes are somebody else's business.
std::size_t find_lone_surrogate(std::string_view content) noexcept;

// Position of the first control character inside a string of `text`, where it must be escaped; npos
// when there is none.
std::size_t find_control_in_string(std::string_view text) noexcept;

}  // namespace json

// Content-Type taken apart (RFC 9110 section 8.3.1). Pure function, any thread.
// Essence and charset come lower-cased; all other parameters are checked for syntax and dropped.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace http {

struct MediaType {
  std::string essence;  // "application/json"
  std::string charset;  // "utf-8"; empty when not given
};

// nullopt when the text is no media type, or names two charsets.
std::optional<MediaType> parse_media_type(std::string_view text);

}  // namespace http

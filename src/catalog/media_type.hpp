// Media types (RFC 6838 section 4.2, RFC 9110 section 8.3.1) as values of a book. A pure function;
// any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace catalog {

// "Application/PDF" -> "application/pdf", "text/html; charset=utf-8" -> "text/html;charset=utf-8":
// type and subtype in lower case, no blanks, parameters as they are. nullopt: it is no media type.
std::optional<std::string> canonical_media_type(std::string_view text);

}  // namespace catalog

// Language tags (BCP 47) as the catalogue keeps them: well-formed and in canonical case.
// Pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace catalog {

// `text` in the case that RFC 5646 section 2.1.1 recommends ("pt-BR", "zh-Hant"); nullopt when it
// does not follow the grammar of section 2.1 or repeats a variant or a singleton. Irregular
// grandfathered tags are not accepted.
std::optional<std::string> canonical_language_tag(std::string_view text);

// The primary language of a canonical tag: "pt" of "pt-BR".
std::string_view primary_language(std::string_view tag) noexcept;

}  // namespace catalog

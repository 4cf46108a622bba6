// Language tags (BCP 47) as the catalogue keeps them: one tag for one language, however it was
// written. Pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace catalog {

// `text` in its canonical form (RFC 5646 section 4.5): the shortest and newest code of a language
// ("por" and "PT" are "pt", "iw" is "he", "zh-yue" is "yue", "i-klingon" is "tlh"), extensions in
// order, the case of section 2.1.1 ("pt-BR", "zh-Hant"). nullopt when it does not follow the
// grammar of section 2.1, repeats a variant or a singleton, or holds a word of five letters and
// more, an extended language or a variant that nobody registered. Other codes need not be
// registered: there will be newer ones than this program.
std::optional<std::string> canonical_language_tag(std::string_view text);

// The primary language of a canonical tag: "pt" of "pt-BR".
std::string_view primary_language(std::string_view tag) noexcept;

}  // namespace catalog

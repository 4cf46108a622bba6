// The fields of a book as people call them, and the values that need words of their own: languages,
// roles, identifiers. Pure functions and constants; any thread.
#pragma once

#include <string>
#include <string_view>

#include "catalog/book.hpp"
#include "catalog/field.hpp"
#include "catalog/problem.hpp"

namespace web {

const catalog::Wording& name_of(catalog::Field field) noexcept;

// "ISSN", "DOI", …
const catalog::Wording& name_of(catalog::IdentifierType type) noexcept;

// What a link gives: "texto completo", "compra", …
const catalog::Wording& name_of(catalog::LinkRelation relation) noexcept;

// "pt-BR" -> "português (Brasil)"; a tag without a name is shown as it is.
std::string language_name(std::string_view tag, catalog::Language language);
// "trl" -> "tradutor"; empty for an author, and the code itself when it has no name here.
std::string_view role_name(std::string_view code, catalog::Language language) noexcept;

}  // namespace web

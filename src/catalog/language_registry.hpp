// What the parts of language tags are called by today, out of languages.txt beside this file.
// Constant tables; any thread.
#pragma once

#include <optional>
#include <string_view>

namespace catalog {

// The text of languages.txt.
std::string_view language_table() noexcept;

// As languages.txt calls them: whole tags and parts of a tag.
enum class SubtagKind : unsigned char { extlang, language, region, tag, variant };

// What stands behind a name, which is given in lower case: its present name, empty when it is still
// called so; an extlang's prefix first. nullopt: the table does not know the name.
std::optional<std::string_view> find_subtag(SubtagKind kind, std::string_view name);

}  // namespace catalog

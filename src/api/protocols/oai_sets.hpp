// The sets of OAI-PMH: one for each label in use. `etiqueta:ficcao-cientifica` holds what the
// filter etiqueta=ficcao+cientifica finds, so that its pages come out of the search index. Pure
// functions, any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace api::oai {

// The set of a label; empty for a label without any word.
std::string set_of(std::string_view label);

// The folded words of a set's name with blanks between them; nullopt: no label has such a set.
std::optional<std::string> words_in_set(std::string_view set);
// The folded words of a set's name, as a filter takes them; nullopt: no label has such a set.
std::optional<std::vector<std::string>> words_of_set(std::string_view set);

// The sets of a book with these labels, each once.
std::vector<std::string> sets_of(std::span<const std::string> labels);

// True when each word is one of a label's.
bool has_words(std::span<const std::string> labels, std::span<const std::string> words);

}  // namespace api::oai

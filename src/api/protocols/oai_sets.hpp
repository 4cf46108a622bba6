// The sets of OAI-PMH: one for each label in use. `etiqueta:ficcao-cientifica` holds the books with
// a label of just these words, `etiqueta:c~2b~2b` those labelled C++: the search index tells them
// apart in the same way, so that pages come out of it. Pure functions, any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace api::oai {

// The set of a label; empty for one that has none (catalog::label_words).
std::string set_of(std::string_view label);
std::string set_of_words(std::span<const std::string> words);

// The words of a set's name, as a filter takes them; nullopt: no label has such a set.
std::optional<std::vector<std::string>> words_of_set(std::string_view set);

// The sets of a book with these labels, each once.
std::vector<std::string> sets_of(std::span<const std::string> labels);

}  // namespace api::oai

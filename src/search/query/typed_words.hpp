// The words of a half-typed search, what may be meant instead of them, and whether a text holds
// them. Values; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/search_query.hpp"
#include "search/index/index.hpp"

namespace search {

struct TypedWords {
  std::vector<std::string> words;  // folded
  bool is_open = false;            // the last one may go on

  bool empty() const noexcept { return words.empty(); }
  // With a blank between them.
  std::string text() const;
  // Without dates, unless there is nothing else.
  TypedWords without_numbers() const;
};

// What stands in a suggestion, or must not.
struct TypedSearch {
  TypedWords typed;
  std::vector<std::string> signed_words;           // "c++": the text has each
  std::vector<std::vector<std::string>> unwanted;  // the text has none of these, all its words
  bool asks_titles = true;
  bool asks_authors = true;
  bool asks_subjects = true;
};
TypedSearch typed_search(const catalog::SearchQuery& query);
// True when the text has the signed words as they were typed: "c++" is not "c".
bool has_signed_words(const std::string& text, const TypedSearch& typed);

// How a folded text holds the words in any order; nullopt: it does not. related: one of them as
// another word of its spelling family. One thread.
enum class Held : std::uint8_t { whole, begun, related };
class WordHolder {
 public:
  WordHolder(const TypedWords& typed, const Snapshot& snapshot);
  std::optional<Held> held_in(std::string_view folded);

 private:
  const TypedWords typed_;
  std::vector<std::vector<std::string>> relatives_;  // by word
  std::vector<std::string_view> held_;               // the words at hand, their memory kept
};

// The same with words of the same spelling families that the catalogue has; few.
std::vector<TypedWords> other_spellings(const TypedWords& typed, const Snapshot& snapshot);
// The same with one slip put right; few, of the commonest words first.
std::vector<TypedWords> without_slip(const TypedWords& typed, const Snapshot& snapshot);

}  // namespace search

// What a half-typed search may become: persons, subjects and titles that begin with its words or
// hold them. The cost does not grow with how many begin so: the best of a range are found by the
// highest counts of its blocks (index/completion_columns.hpp), and what lies inside a text is
// looked for in a bounded number of documents. Used by one thread; the snapshot must outlive it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "catalog/identity.hpp"
#include "catalog/search_query.hpp"
#include "search/index/index.hpp"
#include "search/query/reads.hpp"

namespace search {

struct Completion {
  std::string key;   // folded
  std::string text;  // as it is written most often; of a title its book knows
  std::uint64_t books;
  catalog::BookId book{};  // of a title
};

// The best first, at most `most` of each kind.
struct Completions {
  std::vector<Completion> titles;
  std::vector<Completion> authors;
  std::vector<Completion> subjects;
  bool empty() const noexcept { return titles.empty() && authors.empty() && subjects.empty(); }
};
// Other spellings of the words stand behind the words as they are typed; words with one slip are
// looked for when nothing else is found.
Completions complete(const Snapshot& snapshot, const catalog::SearchQuery& typed, std::size_t most);

// True when `text` has the signs of the words that were typed: "c++" is not "c".
bool has_signs_of(const std::string& text, const catalog::SearchQuery& typed);

// True when `text` is a title with this key.
bool is_title_of(const std::string& text, const Completion& title);

}  // namespace search

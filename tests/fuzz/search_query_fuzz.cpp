// Any bytes make a query within its limits whose words are such as the index holds: folded, whole,
// never empty. A word that folds to something else would never be found.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.hpp"
#include "base/text.hpp"
#include "catalog/search_query.hpp"

namespace {

using catalog::SearchTerm;

void check_word(const std::string& word) {
  check(!word.empty() && word.size() <= catalog::search_word_bytes_max);
  check(base::fold(word) == word);
  std::vector<std::string_view> words;
  catalog::append_search_words(words, word);
  check(words.size() == 1 && words.front() == word);
}

bool asks_the_same(const SearchTerm& left, const SearchTerm& right) {
  return left.field == right.field && left.demand == right.demand && left.words == right.words;
}

void check_terms(const std::vector<SearchTerm>& terms) {
  check(terms.size() <= catalog::search_terms_max);
  std::size_t words = 0;
  for (auto term = terms.begin(); term != terms.end(); ++term) {
    check(!term->words.empty());
    words += term->words.size();
    std::ranges::for_each(term->words, check_word);
    const bool open = term->end == SearchTerm::End::open;
    check(!open || (term + 1 == terms.end() && term->words.size() == 1 &&
                    term->demand == SearchTerm::Demand::present));
    check(std::none_of(terms.begin(), term,
                       [&](const SearchTerm& other) { return asks_the_same(other, *term); }));
  }
  check(words <= catalog::search_words_max);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  const catalog::SearchQuery query = catalog::parse_search(text);
  check_terms(query.terms);
  check(catalog::parse_search(" " + text + "\n") == query);
  return 0;
}

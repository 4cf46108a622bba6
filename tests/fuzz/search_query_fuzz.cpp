// Any bytes make a query within its limits whose words are such as the index holds: folded, whole,
// never empty. A word that folds to something else would never be found. What is shown as the
// search that was meant asks for the same.
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.hpp"
#include "base/text.hpp"
#include "catalog/isbn.hpp"
#include "catalog/search_query.hpp"
#include "catalog/search_words.hpp"
#include "support/fuzz_target.hpp"

namespace {

using catalog::SearchTerm;

void check_word(const std::string& word) {
  check(!word.empty() && word.size() <= catalog::search_word_bytes_max);
  const bool has_signs = word == catalog::signs_alone || catalog::signed_word(word) == word;
  check(has_signs || base::fold(word) == word);
  std::vector<std::string_view> words;
  catalog::append_search_words(words, word);
  check(words.size() == 1 && words.front() == word);
}

// Whether the last word is open is not written down.
bool asks_the_same(const SearchTerm& left, const SearchTerm& right) {
  return left.field == right.field && left.demand == right.demand && left.words == right.words;
}

auto count_isbns(const catalog::SearchQuery& query) {
  return std::ranges::count_if(query.terms, [](const SearchTerm& term) {
    const auto isbn = catalog::Isbn::parse(term.words.front());
    return term.words.size() == 1 && isbn && isbn->digits() == term.words.front();
  });
}

void check_terms(const std::vector<SearchTerm>& terms) {
  check(terms.size() <= catalog::search_terms_max);
  std::size_t words = 0;
  for (const SearchTerm& term : terms) {
    check(!term.words.empty());
    words += term.words.size();
    std::ranges::for_each(term.words, check_word);
    const bool open = term.end == SearchTerm::End::open;
    check(!open || (&term == &terms.back() && term.words.size() == 1 &&
                    term.demand == SearchTerm::Demand::present));
  }
  check(words <= catalog::search_words_max);
}

// Digits that something held apart or to a word, as in "x:85…", may come to be an ISBN.
void check_text(const catalog::SearchQuery& query) {
  const catalog::SearchQuery again = catalog::parse_search(catalog::search_text(query));
  check(std::ranges::equal(query.terms, again.terms, asks_the_same) ||
        count_isbns(again) > count_isbns(query));
}

}  // namespace

FUZZ_TARGET(search_query) {
  const std::string text(input);
  const catalog::SearchQuery query = catalog::parse_search(text);
  check_terms(query.terms);
  check_text(query);
  check(catalog::parse_search(" " + text + "\n") == query);
}

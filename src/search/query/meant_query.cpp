#include "search/query/meant_query.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <ranges>

#include "catalog/sort_key.hpp"
#include "catalog/word_tables.hpp"

namespace search {
namespace {

using catalog::SearchQuery;
using catalog::SearchTerm;
using catalog::Telling;

// True for a word of grammar that joined a word of asking, left out now, to the rest.
bool goes_with_ignored(const LooseQuery& loose, const std::vector<Likeness>& likeness,
                       std::size_t word) {
  const auto is_ignored = [&](std::size_t other) {
    return other < likeness.size() && likeness[other] == Likeness::left_out;
  };
  return loose.words[word].weight == 0 && (is_ignored(word - 1) || is_ignored(word + 1));
}

bool is_plain(const SearchTerm& term, Telling telling) {
  return term.field == catalog::SearchField::any && term.demand == SearchTerm::Demand::present &&
         term.spelling == SearchTerm::Spelling::any && term.words.size() == 1 &&
         catalog::telling_of(term.words.front()) == telling;
}

bool is_asking(const SearchTerm& term) { return is_plain(term, Telling::asking); }

// "obras de", but not the article of a title: "o livro | a pedra da lua".
bool joins_behind(const SearchTerm& term) {
  return is_plain(term, Telling::stop) && !catalog::is_article(term.words.front());
}
bool joins_before(const SearchTerm& term) { return is_plain(term, Telling::stop); }

// The place behind the words of asking that the terms begin with, and what joins them to the rest.
template <class Iterator, class Joins>
Iterator behind_asking(Iterator first, Iterator last, Joins joins) {
  if (first == last || !is_asking(*first)) {
    return first;
  }
  return std::find_if_not(first, last,
                          [&](const SearchTerm& term) { return is_asking(term) || joins(term); });
}

}  // namespace

std::optional<SearchQuery> without_asking(const SearchQuery& asked) {
  const auto begin = behind_asking(asked.terms.begin(), asked.terms.end(), joins_behind);
  const auto end =
      behind_asking(asked.terms.rbegin(), std::make_reverse_iterator(begin), joins_before).base();
  if (begin == end || static_cast<std::size_t>(end - begin) == asked.terms.size()) {
    return std::nullopt;
  }
  return SearchQuery{std::vector<SearchTerm>(begin, end), asked.reader_language};
}

MeantQuery meant_query(const catalog::SearchQuery& asked, const LooseQuery& loose,
                       const std::vector<Likeness>& likeness, const BookWords& found) {
  MeantQuery meant{asked, {}};
  std::vector<catalog::SearchTerm>& terms = meant.query.terms;
  std::vector<std::size_t> present;  // places of the present terms
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (terms[i].demand == catalog::SearchTerm::Demand::present) {
      present.push_back(i);
    }
  }
  std::vector<std::size_t> ignored;
  for (std::size_t word = 0; word < loose.words.size(); ++word) {
    const LooseWord& one = loose.words[word];
    if (likeness[word] == Likeness::left_out) {
      meant.ignored.push_back(one.word.text);
      ignored.push_back(present[one.term]);
    } else if (goes_with_ignored(loose, likeness, word)) {
      ignored.push_back(present[one.term]);
    } else if (likeness[word] >= Likeness::near_slip) {
      const auto& close = likeness[word] == Likeness::near_slip ? one.close.near : one.close.far;
      const auto held = std::ranges::find_if(
          close, [&](const std::string& text) { return found.holds(text, one.fields); });
      if (held != close.end()) {
        terms[present[one.term]].words = {*held};
      }
    }
  }
  for (const std::size_t at : ignored | std::views::reverse) {
    terms.erase(terms.begin() + static_cast<std::ptrdiff_t>(at));
  }
  return meant;
}

}  // namespace search

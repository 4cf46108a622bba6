#include "search/query/meant_query.hpp"

#include <algorithm>
#include <cstddef>

namespace search {

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
    } else if (likeness[word] >= Likeness::near_slip) {
      const auto& close = likeness[word] == Likeness::near_slip ? one.close.near : one.close.far;
      const auto held = std::ranges::find_if(
          close, [&](const std::string& text) { return found.holds(text, one.fields); });
      if (held != close.end()) {
        terms[present[one.term]].words = {*held};
      }
    }
  }
  for (auto at = ignored.rbegin(); at != ignored.rend(); ++at) {
    terms.erase(terms.begin() + static_cast<std::ptrdiff_t>(*at));
  }
  return meant;
}

}  // namespace search

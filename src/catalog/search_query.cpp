#include "catalog/search_query.hpp"

#include "base/text.hpp"

namespace catalog {

void append_search_words(std::vector<std::string_view>& out, std::string_view folded) {
  for (const std::string_view word : base::words(folded)) {
    out.push_back(base::clip_bytes(word, search_word_bytes_max));
  }
}

SearchQuery parse_search(std::string_view text) {
  SearchQuery query;
  const std::string folded = base::fold(text);
  std::vector<std::string_view> words;
  append_search_words(words, folded);
  for (const std::string_view word : words) {
    if (query.terms.size() == search_terms_max) {
      break;
    }
    query.terms.push_back({SearchField::any, SearchTerm::Demand::present, SearchTerm::End::whole,
                           {std::string(word)}});
  }
  if (!query.terms.empty()) {
    query.terms.back().end = SearchTerm::End::open;
  }
  return query;
}

std::string search_text(const SearchQuery& query) {
  std::string text;
  for (const SearchTerm& term : query.terms) {
    for (const std::string& word : term.words) {
      text += (text.empty() ? "" : " ") + word;
    }
  }
  return text;
}

}  // namespace catalog

#include "search/query/bound_query.hpp"

#include "catalog/search_words.hpp"
#include "catalog/spelling.hpp"

namespace search {
namespace {

using catalog::SearchField;
using catalog::SearchTerm;

QueryWord exactly(std::string_view word) { return {std::string(word), {}, {}, {}}; }

QueryTerm of_term(const SearchTerm& term) {
  QueryTerm made;
  made.fields = mask_of(term.field);
  made.ranks = term.field == SearchField::any ? QueryTerm::Ranks::yes : QueryTerm::Ranks::no;
  // Quoted and excluded terms match their exact spelling only.
  const bool has_families = term.words.size() == 1 && term.demand == SearchTerm::Demand::present;
  for (const std::string& word : term.words) {
    made.words.push_back(exactly(word));
    if (has_families) {
      made.words.back().family = catalog::spelling_family(word);
    }
  }
  made.words.back().end = term.end;
  return made;
}

QueryTerm of_filter(const std::string& word, FieldMask fields) {
  return {{exactly(word)}, fields, QueryTerm::Ranks::no};
}

}  // namespace

BoundQuery bind_query(const std::optional<catalog::SearchQuery>& search,
                      const catalog::Filter& filter) {
  BoundQuery made;
  if (search) {
    for (const SearchTerm& term : search->terms) {
      const bool is_present = term.demand == SearchTerm::Demand::present;
      (is_present ? made.present : made.absent).push_back(of_term(term));
    }
  }
  for (const catalog::TextFilter& text : filter.texts) {
    for (const std::string& word : text.words) {
      std::vector<std::string_view> parts;
      catalog::append_search_words(parts, word);
      for (const std::string_view part : parts) {
        made.filters.push_back(of_filter(std::string(part), mask_of(text.field)));
      }
    }
  }
  if (filter.isbn) {
    made.filters.push_back(of_filter(std::string(filter.isbn->digits()), mask_of(Field::isbn)));
  }
  made.bounds = {year_range(filter), filter.language, filter.ids, {}};
  if (filter.updated_since) {
    made.bounds.updated_since_ms = filter.updated_since->time_since_epoch().count();
  }
  return made;
}

}  // namespace search

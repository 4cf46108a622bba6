#include "search/query/bound_query.hpp"

#include <algorithm>
#include <utility>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "catalog/search_words.hpp"
#include "catalog/spelling.hpp"
#include "catalog/word_forms.hpp"
#include "catalog/word_tables.hpp"

namespace search {
namespace {

using catalog::SearchField;
using catalog::SearchTerm;

QueryTerm of_term(const SearchTerm& term) {
  QueryTerm made;
  made.fields = mask_of(term.field);
  made.ranks = term.field == SearchField::any ? QueryTerm::Ranks::yes : QueryTerm::Ranks::no;
  made.is_literal = term.spelling == SearchTerm::Spelling::exact || term.words.size() > 1;
  made.is_initial = term.form == SearchTerm::Form::initial;
  const bool is_exact = term.spelling == SearchTerm::Spelling::exact;
  for (const std::string& word : term.words) {
    made.words.push_back(is_exact ? QueryWord{word, SearchTerm::End::whole, {}, {}}
                                  : with_relatives(word, term.end));
  }
  return made;
}

// A letter that is a word of grammar too ("e", "a") is an initial with its full stop alone.
void mark_initials(std::vector<QueryTerm>& terms) {
  const auto is_letter = [](const QueryTerm& term) {
    const std::string& text = term.words.front().text;
    return !term.is_literal && base::code_points(text) == 1 && !base::is_digit(text.front()) &&
           (term.fields & mask_of(Field::author)) != 0 &&
           (term.is_initial || catalog::telling_of(text) == catalog::Telling::much);
  };
  const bool is_all = std::ranges::all_of(terms, is_letter);
  for (QueryTerm& term : terms) {
    term.is_initial = !is_all && is_letter(term);
  }
}

QueryTerm of_filter(const std::string& word, FieldMask fields) {
  return {{{word, SearchTerm::End::whole, {}, {}}}, fields, QueryTerm::Ranks::no, true};
}

void add_filter(std::vector<QueryTerm>& filters, const catalog::TextFilter& filter) {
  const FieldMask fields = mask_of(filter.field);
  std::vector<std::string_view> parts;
  for (const std::string& word : filter.words) {
    catalog::append_search_words(parts, word);
  }
  if (filter.of == catalog::TextFilter::Of::words) {
    for (const std::string_view part : parts) {
      filters.push_back(of_filter(std::string(part), fields));
    }
    return;
  }
  QueryTerm value{{}, fields, QueryTerm::Ranks::no, true};
  value.is_value = true;
  for (const std::string_view part : parts) {
    value.words.push_back({std::string(part), SearchTerm::End::whole, {}, {}});
  }
  filters.push_back(std::move(value));
}

}  // namespace

QueryWord with_relatives(std::string text, SearchTerm::End end) {
  QueryWord word{std::move(text), end, {}, {}};
  const auto add_family = [&word](std::string_view of) {
    std::string family = catalog::spelling_family(of);
    if (!family.empty() && std::ranges::find(word.families, family) == word.families.end()) {
      word.families.push_back(std::move(family));
    }
  };
  add_family(word.text);
  if (catalog::telling_of(word.text) != catalog::Telling::stop) {
    word.relatives = catalog::word_forms(word.text);
    std::ranges::for_each(word.relatives, add_family);
    for (const std::string_view equal : catalog::equal_words(word.text)) {
      word.relatives.emplace_back(equal);
    }
  }
  return word;
}

BoundQuery bind_query(const std::optional<catalog::SearchQuery>& search,
                      const catalog::Filter& filter) {
  BoundQuery made;
  if (search) {
    made.reader_language = search->reader_language;
    for (const SearchTerm& term : search->terms) {
      const bool is_present = term.demand == SearchTerm::Demand::present;
      (is_present ? made.present : made.absent).push_back(of_term(term));
    }
  }
  mark_initials(made.present);
  for (const catalog::TextFilter& text : filter.texts) {
    add_filter(made.filters, text);
  }
  if (filter.isbn) {
    made.filters.push_back(of_filter(std::string(filter.isbn->digits()), mask_of(Field::number)));
  }
  if (filter.holdings == catalog::Holdings::linked_text) {
    made.filters.push_back(of_filter(std::string(linked_text_mark), mask_of(Field::number)));
  }
  made.bounds = {year_range(filter), filter.language, filter.ids, {}};
  if (filter.updated_since) {
    made.bounds.updated_since_ms = filter.updated_since->time_since_epoch().count();
  }
  return made;
}

}  // namespace search

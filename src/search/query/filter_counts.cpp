#include "search/query/filter_counts.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "catalog/search_words.hpp"

namespace search {

FieldMask filtered_fields(Facet facet) noexcept {
  switch (facet) {
    case Facet::author:
      return mask_of(Field::author);
    case Facet::publisher:
      return mask_of(Field::publisher);
    case Facet::subject:
      return mask_of(Field::subject);
    case Facet::tag:
      return mask_of(Field::tag);
    case Facet::language:
    case Facet::year:
      return 0;
  }
  return 0;
}

FilterCounts::FilterCounts(FieldMask fields, const std::vector<FacetValue>& values)
    : fields_(fields), counts_(values.size(), 0) {
  for (const FacetValue& value : values) {
    std::string folded;
    fields == mask_of(Field::tag) ? catalog::append_search_fold(folded, value.text)
                                  : base::append_fold(folded, value.text);
    std::vector<std::string_view> words;
    catalog::append_search_words(words, folded);
    words_.emplace_back(words.begin(), words.end());
  }
}

void FilterCounts::begin_segment(const Segment& segment) {
  by_rarest_.clear();
  numbers_.assign(words_.size(), {});
  for (std::size_t value = 0; value < words_.size(); ++value) {
    std::vector<TermId>& numbers = numbers_[value];
    for (const std::string& word : words_[value]) {
      if (const auto number = segment.words.find(word)) {
        numbers.push_back(*number);
      }
    }
    if (numbers.empty() || numbers.size() < words_[value].size()) {
      continue;
    }
    const auto rarest = std::ranges::min_element(
        numbers, {}, [&](TermId number) { return segment.postings.count(number); });
    by_rarest_[*rarest].push_back(value);
  }
}

void FilterCounts::add(std::vector<TermId>& words) {
  std::ranges::sort(words);
  words.erase(std::unique(words.begin(), words.end()), words.end());
  for (const TermId word : words) {
    const auto values = by_rarest_.find(word);
    if (values == by_rarest_.end()) {
      continue;
    }
    for (const std::size_t value : values->second) {
      counts_[value] += std::ranges::all_of(numbers_[value], [&](TermId number) {
        return std::ranges::binary_search(words, number);
      });
    }
  }
}

}  // namespace search

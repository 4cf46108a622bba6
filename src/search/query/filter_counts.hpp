// Counts the books that the filter of each value of a facet finds: those that have all its words in
// the field, be it in several values. So a list that is filtered by a value has as many books as
// its facet counted. Used by one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "search/index/segment.hpp"
#include "search/query/reads.hpp"

namespace search {

// Where a facet's filter looks for the words of a value; 0 where it compares something else.
FieldMask filtered_fields(Facet facet) noexcept;

class FilterCounts {
 public:
  FilterCounts(FieldMask fields, const std::vector<FacetValue>& values);

  void begin_segment(const Segment& segment);
  FieldMask fields() const noexcept { return fields_; }
  // Counts a document that has these words in its fields; they are put in order.
  void add(std::vector<TermId>& words);

  std::uint64_t count(std::size_t value) const noexcept { return counts_[value]; }
  // True for a value without a word, which no filter takes.
  bool is_wordless(std::size_t value) const noexcept { return words_[value].empty(); }

 private:
  const FieldMask fields_;
  std::vector<std::uint64_t> counts_;
  std::vector<std::vector<std::string>> words_;
  // In the segment at hand: the words' numbers by value, and the values by their rarest word.
  std::vector<std::vector<TermId>> numbers_;
  std::unordered_map<TermId, std::vector<std::size_t>> by_rarest_;
};

}  // namespace search

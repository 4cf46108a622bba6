// The documents of one segment that a boolean query finds, as a set. Words are taken as they are
// spelled. Of parts that must all hold the rarest is looked for first, and the others only among
// what it found. Used by one thread; segment, query and budget must outlive it.
#pragma once

#include <cstdint>
#include <vector>

#include "catalog/boolean_query.hpp"
#include "search/index/segment_merger.hpp"
#include "search/index/term_set.hpp"
#include "search/query/doc_bits.hpp"
#include "search/query/work_budget.hpp"

namespace search {

class BooleanMatcher {
 public:
  BooleanMatcher(const LivingSegment& segment, const catalog::BooleanQuery& query,
                 WorkBudget& budget);

  // Worth nothing once the budget is exhausted.
  DocBits find();

 private:
  // A part of the query with the terms that this segment has for its words.
  struct Part {
    const catalog::BooleanQuery* query;
    std::vector<TermSet> words = {};
    std::vector<std::uint64_t> postings = {};  // of each of the words
    std::uint64_t documents = 0;               // at most so many are found, as far as it is known
    std::vector<Part> parts = {};
  };

  Part bind(const catalog::BooleanQuery& query);
  void bind_words(Part& part);
  // The documents of `within` that the part finds.
  DocBits found(const Part& part, const DocBits& within);
  DocBits all_of(const Part& part, const DocBits& within);
  DocBits any_of(const Part& part, const DocBits& within);
  DocBits but_not(const Part& part, const DocBits& within);
  DocBits condition(const Part& part, const DocBits& within);
  DocBits holding(const Part& part, std::size_t word, const DocBits& within);
  DocBits marked(const TermSet& words, FieldMask fields, const DocBits& within);
  DocBits in_order(const Part& part, const DocBits& within);
  DocBits of_language(const std::string& language, const DocBits& within);
  bool has_phrase(const Part& part, DocNumber doc);
  bool is_whole_value(const Part& part, DocNumber doc);
  std::size_t composed(const TermSet& word);
  void read_fields(DocNumber doc, FieldMask fields);
  template <class Holds>
  DocBits tested(const DocBits& within, std::uint64_t cost, Holds holds);
  bool spend(std::uint64_t steps) noexcept { return budget_.spend(steps); }

  const Segment& segment_;
  const DeletedDocs& deleted_;
  WorkBudget& budget_;
  std::vector<std::uint32_t> read_;  // the words of a document, its memory kept
  Part root_;
};

}  // namespace search

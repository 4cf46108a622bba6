// The words of a query that rank its hits, in their order: how a title holds them, and whether one
// person's name does. Used by one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "search/index/document_columns.hpp"
#include "search/index/term_set.hpp"
#include "search/query/rank.hpp"

namespace search {

class RankedWords {
 public:
  // `last` is what the last word is when a title ends with it.
  void append(std::vector<TermSet> words, TermSet last);
  bool empty() const noexcept { return words_.empty(); }
  const TermSet& first() const noexcept { return words_.front(); }

  // A look into two columns, where reading the title costs a hundred times as much.
  bool has_exact_length(const DocumentColumns& documents, DocNumber doc) const noexcept;
  // The tier among title tiers, of a document that has all words in its titles. `work` grows by the
  // words that were read or compared.
  Tier title_tier(const DocumentColumns& documents, DocNumber doc, std::uint64_t& work) const;
  // True when all words are of one name in the author field.
  bool is_one_person(const DocumentColumns& documents, DocNumber doc, std::uint64_t& work) const;

 private:
  bool begins_at(std::size_t place, std::uint64_t& work) const;
  bool is_phrase_from(std::size_t place, std::uint64_t& work) const;
  bool is_in_order(std::uint64_t& work) const;

  std::vector<TermSet> words_;
  TermSet last_;
  mutable std::vector<std::uint32_t> read_;  // the words looked at, its memory kept
};

}  // namespace search

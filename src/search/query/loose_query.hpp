// A question of which not every word need be held as it is: each word may be another form of
// itself, a slip of the finger, or left out, at a cost. Values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "search/query/bound_query.hpp"
#include "search/query/fuzzy_terms.hpp"

namespace search {

// What a word of the question may be in a book, cheapest first.
enum class Likeness : std::uint8_t { same, relative, near_slip, far_slip, left_out };
inline constexpr std::size_t likenesses = 4;  // of those that hold the word

struct LooseWord {
  QueryWord word;
  FieldMask fields;
  QueryTerm::Ranks ranks;
  std::size_t term;  // its place among the present terms
  // A letter beside a name stands for names that begin with it.
  bool is_initial = false;
  CloseWords close;
  // How much it tells of the book: 1 for words of grammar and of asking, 0 for those of grammar
  // beside one of asking.
  std::uint32_t weight = 1;

  // What a book costs that holds the word so: of the weight, in sixteenths.
  std::uint32_t cost(Likeness likeness) const noexcept {
    constexpr std::uint32_t of_weight[]{0, 1, 4, 7, 16};
    return weight * of_weight[static_cast<std::size_t>(likeness)];
  }
  bool is_needed() const noexcept { return weight > 1; }
};

struct LooseQuery {
  std::vector<LooseWord> words;
  // Phrases, excluded words, filters: they hold in every hit.
  BoundQuery required;
  std::uint32_t cost_all = 0;  // of leaving out everything, phrases too

  // True when a book may hold none of the words.
  bool may_lack_all() const noexcept {
    std::uint32_t cost = 0;
    for (const LooseWord& one : words) {
      cost += one.cost(Likeness::left_out);
    }
    return cost <= cost_allowed();
  }
  // At most half of the question's weight may be left out.
  std::uint32_t cost_allowed() const noexcept { return cost_all / 2; }
};

// Whose slips are looked for. nullopt: no word of the query may be spelled otherwise.
std::optional<LooseQuery> loosen(const BoundQuery& query, const Snapshot& snapshot,
                                 Correctable whose);

}  // namespace search

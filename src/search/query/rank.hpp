// Where a book stands among the hits of a search: how much was forgiven of the question, how well
// what was found lies in the book, and of equals the book that readers mean most often. Values; any
// thread.
#pragma once

#include <algorithm>
#include <cstdint>

#include "search/index/document_columns.hpp"

namespace search {

// What a search reads into a question, strictest first. The hits of a pass are among those of the
// next one.
enum class Pass : std::uint8_t {
  whole,   // the words as they are
  open,    // and those that begin with the last one
  family,  // and other spellings, forms and equals of each word
  loose,   // slips of the finger, words left out
};

// How well a book matches, best first (openapi.yaml, `q`). A query that does not rank puts every
// hit into `anywhere`.
enum class Tier : std::uint8_t {
  exact_title = 1,
  title_prefix_or_author = 2,
  title_phrase = 3,
  title_in_order = 4,
  title = 5,
  title_and_author = 6,
  anywhere = 7,
};

// The less, the better: the pass, then what a loose hit costs, then the tier, then the static rank.
using Rank = std::int64_t;
using Cost = std::uint32_t;
inline constexpr Cost cost_max = 1023;
inline constexpr std::uint32_t static_rank_max = (1U << 24U) - 1;

constexpr Rank rank_of(Pass pass, Cost cost, Tier tier, std::uint32_t static_rank) noexcept {
  return (((static_cast<Rank>(pass) << 10 | static_cast<Rank>(cost)) << 4 | static_cast<Rank>(tier))
          << 24) |
         static_cast<Rank>(static_rank);
}
constexpr Pass pass_of(Rank rank) noexcept { return static_cast<Pass>(rank >> 38); }
constexpr Cost cost_of(Rank rank) noexcept { return static_cast<Cost>(rank >> 28 & 0x3FF); }
constexpr Tier tier_of(Rank rank) noexcept { return static_cast<Tier>(rank >> 24 & 0xF); }
// The last rank of what is found as it is spelled.
inline constexpr Rank spelled_rank_max =
    rank_of(Pass::family, cost_max, Tier::anywhere, static_rank_max);
inline constexpr Rank rank_max = rank_of(Pass::loose, cost_max, Tier::anywhere, static_rank_max);

// Whatever is asked for: the shorter title first, then the newer year.
inline std::uint32_t static_rank(const DocumentColumns& documents, DocNumber doc) noexcept {
  const auto age = static_cast<std::uint32_t>(0x7FFF - documents.years[doc]);
  return static_cast<std::uint32_t>(documents.title_words[doc]) << 16U | (age & 0xFFFFU);
}

struct Hit {
  Rank rank;
  std::int64_t id;
  bool operator<(const Hit& other) const noexcept {
    return rank < other.rank || (rank == other.rank && id < other.id);
  }
};

}  // namespace search

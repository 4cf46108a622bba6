// Where a book stands among the hits of a search: how much was forgiven of the question, how well
// what was found lies in the book, and of equals the book that readers mean most often. Values; any
// thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "search/index/index.hpp"

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
inline constexpr unsigned static_rank_bits = 25;
inline constexpr std::uint32_t static_rank_max = (1U << static_rank_bits) - 1;

constexpr Rank rank_of(Pass pass, Cost cost, Tier tier, std::uint32_t static_rank) noexcept {
  return (((static_cast<Rank>(pass) << 10 | static_cast<Rank>(cost)) << 4 | static_cast<Rank>(tier))
          << static_rank_bits) |
         static_cast<Rank>(static_rank);
}
constexpr Pass pass_of(Rank rank) noexcept {
  return static_cast<Pass>(rank >> (static_rank_bits + 14));
}
constexpr Cost cost_of(Rank rank) noexcept {
  return static_cast<Cost>(rank >> (static_rank_bits + 4) & 0x3FF);
}
constexpr Tier tier_of(Rank rank) noexcept {
  return static_cast<Tier>(rank >> static_rank_bits & 0xF);
}
// The last rank of what is found as it is spelled.
inline constexpr Rank spelled_rank_max =
    rank_of(Pass::family, cost_max, Tier::anywhere, static_rank_max);
// Before everything that is found loosely.
inline constexpr Rank loose_rank_min = static_cast<Rank>(Pass::loose) << (static_rank_bits + 14);
inline constexpr Rank rank_max = rank_of(Pass::loose, cost_max, Tier::anywhere, static_rank_max);

// Whatever is asked for: books in the reader's language first and those that name none, then the
// shorter title, then the newer year. The snapshot must outlive it.
class StaticRank {
 public:
  // A reader of no known language reads that of most books.
  StaticRank(const Snapshot& snapshot, std::size_t number, std::string_view reader_language)
      : documents_(snapshot.segments[number].segment->documents) {
    const Segment& segment = *snapshot.segments[number].segment;
    const std::string_view language =
        reader_language.empty() ? snapshot.main_language : reader_language;
    has_reader_ = !language.empty();
    const auto found = std::ranges::find(segment.languages, language, &LanguageCount::language);
    if (found != segment.languages.end()) {
      tags_ = found->tags;
    }
  }

  std::uint32_t of(DocNumber doc) const noexcept {
    const auto age = static_cast<std::uint32_t>(0x7FFF - documents_.years[doc]);
    return (is_foreign(doc) ? 1U << 24U : 0U) |
           static_cast<std::uint32_t>(documents_.title_words[doc]) << 16U | (age & 0xFFFFU);
  }

 private:
  bool is_foreign(DocNumber doc) const noexcept {
    const std::uint32_t language = documents_.languages[doc];
    return has_reader_ && language != 0 && std::ranges::find(tags_, language - 1) == tags_.end();
  }

  const DocumentColumns& documents_;
  bool has_reader_ = false;
  std::span<const TermId> tags_;  // the values that stand for the reader's language
};

struct Hit {
  Rank rank;
  std::int64_t id;
  bool operator<(const Hit& other) const noexcept {
    return rank < other.rank || (rank == other.rank && id < other.id);
  }
};

}  // namespace search

// Values, persons by surname and titles of a segment that begin with a text: ranges of sorted
// sequences, and the best of a range. What it costs does not depend on how long the range is. Pure
// functions; any thread.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "search/index/segment.hpp"

namespace search {

// The numbers of a sorted sequence whose texts begin with a prefix, and those of them whose last
// word ends there: they come first, because no letter or digit stands before '!'.
struct Begun {
  std::uint32_t begin;
  std::uint32_t whole_end;
  std::uint32_t end;
};

Begun begun_values(const Segment& segment, const std::string& text);
Begun begun_surnames(const Segment& segment, const std::string& text);
// Places in the order of titles; `text` is the beginning of a sort key.
Begun begun_titles(const Segment& segment, const std::string& text);
// The place of the first title that is not before this sort key.
std::uint32_t title_place(const Segment& segment, const std::string& key);

struct PlaceBooks {
  std::uint32_t place;
  std::uint32_t books;
};

// The places of a range with the most books, up to `most`; `books`: of a place. Only the best
// blocks are looked into, and those at the ends.
template <class Books>
std::vector<PlaceBooks> best_places(NumberRange range, std::span<const std::uint8_t> tops,
                                    std::size_t most, Books books) {
  std::vector<PlaceBooks> best;
  if (range.empty() || most == 0) {
    return best;
  }
  const std::uint32_t first = range.begin / tops_block;
  const std::uint32_t last = (range.end - 1) / tops_block;
  std::array<std::uint32_t, 256> blocks{};
  for (std::uint32_t block = first; block <= last; ++block) {
    ++blocks[tops[block]];
  }
  std::size_t higher = 0;
  unsigned threshold = 255;
  while (threshold > 1 && higher + blocks[threshold] < most) {
    higher += blocks[threshold--];
  }
  std::size_t at_threshold = 0;
  for (std::uint32_t block = first; block <= last; ++block) {
    const bool is_end = block == first || block == last;
    at_threshold += tops[block] == threshold ? 1U : 0U;
    if (!is_end && (tops[block] < threshold || (tops[block] == threshold && at_threshold > most))) {
      continue;
    }
    const std::uint32_t end = std::min(range.end, (block + 1) * tops_block);
    for (std::uint32_t place = std::max(range.begin, block * tops_block); place < end; ++place) {
      if (const std::uint32_t count = books(place); count > 0) {
        best.push_back({place, count});
      }
    }
  }
  std::ranges::stable_sort(best, std::ranges::greater(), &PlaceBooks::books);
  best.resize(std::min(best.size(), most));
  return best;
}

}  // namespace search

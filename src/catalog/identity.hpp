// The numbers that identify things in the catalogue, each its own type so that none is passed for
// another. Values; any thread.
#pragma once

#include <compare>
#include <cstdint>

namespace catalog {

// 1 … 2^53 - 1 (exact in every JSON reader); given by the server, never reused.
struct BookId {
  std::int64_t value = 0;
  auto operator<=>(const BookId&) const = default;
};
inline constexpr std::int64_t book_id_max = (std::int64_t{1} << 53) - 1;

// 1 for a new book, +1 per change; a deletion and a restoration are changes too.
struct Version {
  std::int64_t value = 0;
  auto operator<=>(const Version&) const = default;
};
// The highest version that a loaded book may claim: its changes have room below 2^53 - 1.
inline constexpr std::int64_t claimed_version_max = (std::int64_t{1} << 53) - (1 << 20);

// The catalogue's sequence number: +1 per committed change of any book.
struct Sequence {
  std::int64_t value = 0;
  auto operator<=>(const Sequence&) const = default;
};

}  // namespace catalog

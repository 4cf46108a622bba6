// What both stores do alike when they keep the search index: it is cut into parts, so that no write
// is large, and one row says which parts are the whole of it. Pure functions and values, any
// thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "catalog/identity.hpp"
#include "store/index_store.hpp"

namespace store {

// A writer's turn, and with it every write that waits, is longer by one part.
inline constexpr std::size_t index_part_bytes_max = std::size_t{256} * 1024;

std::size_t index_parts(std::size_t bytes) noexcept;
std::string_view index_part(std::string_view bytes, std::size_t number) noexcept;

// The row of search_index, and beside it how far the catalogue is.
struct StoredIndex {
  IndexStamp stamp{};
  std::int64_t generation = 0;  // of its parts; 0: nothing is kept
  std::int64_t bytes = 0;
  std::int64_t checksum = 0;

  // Of the stamp too: bytes under a wrong stamp are a wrong index.
  static StoredIndex of(const IndexStamp& stamp, std::string_view bytes) noexcept;
  bool is_made_of(std::string_view whole) const noexcept;
  // Whether so many parts could be all of it.
  bool has_parts(std::int64_t count) const noexcept;
};

// An index that knows changes the catalogue does not is of another catalogue, or of a past that was
// lost.
bool is_usable(const StoredIndex& kept, catalog::Sequence catalogue) noexcept;
bool may_replace(const StoredIndex& kept, const IndexStamp& stamp,
                 catalog::Sequence catalogue) noexcept;

}  // namespace store

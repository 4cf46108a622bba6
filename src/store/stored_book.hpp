// A book, its end or its idempotency key as a SQL store keeps them: more than a client sees.
// Values; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "catalog/book.hpp"
#include "catalog/identity.hpp"
#include "store/store.hpp"

namespace store {

// How a version came about.
struct Lifecycle {
  Change change = Change::created;
  std::string actor;
  Sequence sequence;
};

struct StoredBook {
  Book book;
  Lifecycle lifecycle;
  std::string document;  // of the book

  BookDocument as_document() const { return {book.id, book.version, document}; }
};

struct Tombstone {
  Version version;
  Sequence sequence;
  base::Instant at;
  std::string actor;
};

// The record of a successful write with an idempotency key, or of a group of writes.
struct IdempotencyRecord {
  std::array<std::uint8_t, 32> request{};
  BookId book;
  Version version;
  Change change = Change::created;
  Sequence sequence;
  std::vector<BookId> duplicates;
  std::string results = {};  // of a group, packed (store/group_results.hpp); the others are unset
};

// What an idempotency key keeps of a group of writes.
struct GroupRecord {
  std::string results;
  Sequence sequence;
};

// The version that an answer to a remembered write shows: a deletion answered with the last state,
// under the deletion's own version.
inline Version shown_version(const IdempotencyRecord& idempotency_record) noexcept {
  return {idempotency_record.version.value -
          (idempotency_record.change == Change::deleted ? 1 : 0)};
}

inline std::int64_t to_ms(base::Instant instant) { return instant.time_since_epoch().count(); }
inline base::Instant from_ms(std::int64_t ms) {
  return base::Instant(std::chrono::milliseconds(ms));
}

}  // namespace store

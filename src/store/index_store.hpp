// Where the search index is kept beside the books it was made from: derived bytes with a stamp, in
// the same database, so that a start need not read every book. Losing them loses nothing. Calls
// block; a broken environment throws (store/*/connection). One thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "catalog/identity.hpp"

namespace store {

struct IndexStamp {
  std::uint32_t rules;         // catalog::search_rules of whoever made it
  catalog::Sequence sequence;  // every change up to this one is in it
};

// The bytes of an index to save. save() reads them from front to end at most twice: for the
// checksum, then for the parts.
struct IndexBytes {
  std::string_view all;
  // Called after each part was read, so that the caller may drop its pages from memory.
  std::function<void()> release_pages = [] {};
};

class IndexReceiver {
 public:
  virtual ~IndexReceiver() = default;
  // True when the receiver wants this index; `bytes` bytes follow.
  virtual bool begin(const IndexStamp& stamp, std::size_t bytes) = 0;
  virtual void take(std::string_view part) = 0;

 protected:
  IndexReceiver() = default;
  IndexReceiver(const IndexReceiver&) = default;
  IndexReceiver& operator=(const IndexReceiver&) = default;
};

class IndexStore {
 public:
  virtual ~IndexStore() = default;
  IndexStore() = default;
  IndexStore(const IndexStore&) = delete;
  IndexStore& operator=(const IndexStore&) = delete;

  // The stamp of the index that load() would give, unless that index is damaged.
  virtual std::optional<IndexStamp> stamp() = 0;
  // Gives `receiver` the stored index, part by part. nullopt when there is none, when its stamp is
  // ahead of the catalogue, when the receiver does not want it, or when it is damaged; the receiver
  // must then drop the parts it got.
  virtual std::optional<IndexStamp> load(IndexReceiver& receiver) = 0;
  // Replaces the stored index, unless that index is newer and by the same rules, or `stamp` is
  // ahead of the catalogue. Until save() returns, and when it throws, the former index is there.
  virtual void save(const IndexStamp& stamp, const IndexBytes& bytes) = 0;
};

}  // namespace store

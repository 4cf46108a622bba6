// The stored form of the search index, the same in both stores. The index is cut into parts, so
// that no write is large; each part is packed, and one row names the parts of the whole index.
// Values, each used by one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "catalog/identity.hpp"
#include "store/index_store.hpp"

struct ZSTD_CCtx_s;
struct ZSTD_DCtx_s;

namespace store {

// Before they are packed. A writer's turn, and with it every write that waits, is longer by one
// part.
inline constexpr std::size_t index_part_bytes_max = std::size_t{256} * 1024;

std::size_t index_parts(std::size_t bytes) noexcept;
// Calls visit(part, its number) for each.
void each_index_part(const IndexBytes& bytes,
                     const std::function<void(std::string_view, std::int64_t)>& visit);

// The checksum covers the stamp too: bytes under a wrong stamp are a wrong index.
class IndexChecksum {
 public:
  explicit IndexChecksum(const IndexStamp& stamp) noexcept;
  // Every part but the last is of a multiple of eight bytes.
  void add(std::string_view part) noexcept;
  std::int64_t value() const noexcept;

 private:
  void add_word(std::uint64_t word) noexcept;

  std::uint64_t hash_ = 0xCBF29CE484222325;
  std::uint64_t bytes_ = 0;
};

// The row of search_index, and beside it how far the catalogue is.
struct StoredIndex {
  IndexStamp stamp{};
  std::int64_t generation = 0;  // of its parts; 0: nothing is kept
  std::int64_t bytes = 0;       // of all parts before they were packed
  std::int64_t checksum = 0;

  static StoredIndex of(const IndexStamp& stamp, const IndexBytes& bytes);
  // True when so many parts could make the whole index.
  bool has_parts(std::int64_t count) const noexcept;
};

class PartPacker {
 public:
  PartPacker();
  ~PartPacker();
  PartPacker(const PartPacker&) = delete;
  PartPacker& operator=(const PartPacker&) = delete;

  // Valid until the next call.
  std::string_view pack(std::string_view part);

 private:
  ZSTD_CCtx_s* const context_;
  std::string packed_;
};

// Unpacks the parts of an index in their order and gives them to a receiver.
class PartUnpacker {
 public:
  PartUnpacker(const StoredIndex& index, IndexReceiver& receiver);
  ~PartUnpacker();
  PartUnpacker(const PartUnpacker&) = delete;
  PartUnpacker& operator=(const PartUnpacker&) = delete;

  // false: it is damaged.
  bool take(std::string_view packed);
  // True when the parts taken are the whole index.
  bool is_whole() const noexcept;

 private:
  const StoredIndex& index_;
  IndexReceiver& receiver_;
  IndexChecksum checksum_;
  ZSTD_DCtx_s* const context_;
  std::string part_;
  std::size_t bytes_ = 0;
};

// False for an index with changes that the catalogue lacks. Such an index belongs to another
// catalogue or to a lost history.
bool is_usable(const StoredIndex& kept, catalog::Sequence catalogue) noexcept;
bool may_replace(const StoredIndex& kept, const IndexStamp& stamp,
                 catalog::Sequence catalogue) noexcept;

}  // namespace store

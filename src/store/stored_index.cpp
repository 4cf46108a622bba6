#include "store/stored_index.hpp"

#include <algorithm>
#include <cstring>

namespace store {
namespace {

// FNV-1a (64 bits) over words of eight bytes instead of single bytes: no less good at finding
// damage, and eight times as fast. What follows the last whole word is taken as if zeros came after
// it; the length is summed as well.
class Checksum {
 public:
  void add(std::uint64_t word) noexcept { hash_ = (hash_ ^ word) * 0x00000100000001B3; }
  void add(std::string_view bytes) noexcept {
    add(std::uint64_t{bytes.size()});
    while (!bytes.empty()) {
      std::uint64_t word = 0;
      const std::size_t count = std::min(bytes.size(), sizeof word);
      std::memcpy(&word, bytes.data(), count);
      add(word);
      bytes.remove_prefix(count);
    }
  }
  std::int64_t value() const noexcept { return static_cast<std::int64_t>(hash_); }

 private:
  std::uint64_t hash_ = 0xCBF29CE484222325;
};

}  // namespace

std::size_t index_parts(std::size_t bytes) noexcept {
  return (bytes + index_part_bytes_max - 1) / index_part_bytes_max;
}

std::string_view index_part(std::string_view bytes, std::size_t number) noexcept {
  return bytes.substr(number * index_part_bytes_max, index_part_bytes_max);
}

StoredIndex StoredIndex::of(const IndexStamp& stamp, std::string_view bytes) noexcept {
  Checksum checksum;
  checksum.add(stamp.rules);
  checksum.add(static_cast<std::uint64_t>(stamp.sequence.value));
  checksum.add(bytes);
  return {stamp, 0, static_cast<std::int64_t>(bytes.size()), checksum.value()};
}

bool StoredIndex::is_made_of(std::string_view whole) const noexcept {
  const StoredIndex made = of(stamp, whole);
  return made.bytes == bytes && made.checksum == checksum;
}

bool StoredIndex::has_parts(std::int64_t count) const noexcept {
  return bytes >= 0 &&
         index_parts(static_cast<std::size_t>(bytes)) == static_cast<std::size_t>(count);
}

bool is_usable(const StoredIndex& kept, catalog::Sequence catalogue) noexcept {
  return kept.generation > 0 && kept.stamp.sequence <= catalogue;
}

bool may_replace(const StoredIndex& kept, const IndexStamp& stamp,
                 catalog::Sequence catalogue) noexcept {
  const bool is_newer = kept.stamp.rules == stamp.rules && kept.stamp.sequence > stamp.sequence;
  return stamp.sequence <= catalogue && !(is_usable(kept, catalogue) && is_newer);
}

}  // namespace store

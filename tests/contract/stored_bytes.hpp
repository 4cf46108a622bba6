// A stored index as one string, for tests that compare it; and strings that no packing makes
// smaller. Pure functions.
#pragma once

#include <optional>
#include <string>

#include "store/index_store.hpp"

namespace contract {

struct StoredBytes final : store::IndexReceiver {
  bool begin(const store::IndexStamp& of, std::size_t size) override {
    stamp = of;
    expected = size;
    return true;
  }
  void take(std::string_view part) override { bytes += part; }

  store::IndexStamp stamp{};
  std::size_t expected = 0;
  std::string bytes;
};

inline std::optional<StoredBytes> load_stored(store::IndexStore& index_store) {
  StoredBytes stored;
  return index_store.load(stored) ? std::optional(std::move(stored)) : std::nullopt;
}

inline std::string random_bytes(std::size_t size, unsigned seed) {
  std::string bytes(size, '\0');
  std::uint32_t state = seed;
  for (char& byte : bytes) {
    state = state * 1664525 + 1013904223;
    byte = static_cast<char>(state >> 24);
  }
  return bytes;
}

}  // namespace contract

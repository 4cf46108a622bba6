// A dry run of an import, slice by slice: what the slices before would have left is kept in memory,
// so that later records are compared with it. The thread of whoever runs the import.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/import_slice.hpp"
#include "store/tried_tables.hpp"

namespace store {

inline constexpr std::string_view partly_compared = "simulacao-parcial";

class Trial {
 public:
  explicit Trial(std::size_t bytes_max = tried_bytes_max) : bytes_max_(bytes_max) {}

  // What becomes of the slice over these tables, which are only read. A slice that does not follow
  // the one before begins anew.
  SliceWork apply(const ImportSlice& slice, WriteTables& base, ControlIndex& controls);
  void forget() noexcept { tables_.reset(); }
  // A remark for the end of the import, where its records were not all compared with each other.
  std::optional<ImportFault> remark(ImportId id) const;

 private:
  class KnownControls;

  const std::size_t bytes_max_;
  std::optional<TriedTables> tables_;
  std::unordered_multimap<std::string, BookId> controls_;
  ImportId import_ = 0;
  std::int64_t first_ = 0;            // records before it were tried by somebody else
  std::int64_t records_ = 0;          // up to the end of the last slice
  std::optional<std::int64_t> kept_;  // so many are compared with, when not all are
};

}  // namespace store

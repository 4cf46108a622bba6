// Loads many books at once into a catalogue that nobody else has open. An empty catalogue gets its
// rows first and its indexes afterwards. Memory is bounded by the page cache, whatever is loaded.
// One thread, for the loader's whole life.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "base/clock.hpp"
#include "store/maintenance.hpp"
#include "store/sqlite/counters.hpp"
#include "store/sqlite/write_tables.hpp"

namespace sqlite {

class Loader final : public store::Loader {
 public:
  // `connection` has Access::load and, like `clock`, outlives the loader.
  Loader(Connection& connection, const base::Clock& clock, store::LoadEffect effect);
  // Without finish(): keeps what was committed in slices, drops the rest. What is only tried is one
  // slice.
  ~Loader() override;

  std::vector<std::optional<catalog::Problem>> add(
      std::span<const catalog::NewBook> books) override;
  std::vector<store::Merged> merge(std::span<const catalog::NewBook> books,
                                   store::IfKnown if_known) override;
  void finish() override;

 private:
  enum class Indexes { dropped_if_empty, kept };
  void drop_indexes();
  void begin_slice(Indexes indexes);
  void count_row();
  void end_slice();

  Connection& connection_;
  const base::Clock& clock_;
  const store::LoadEffect effect_;
  CountersRow counters_row_;
  WriteTables tables_;
  Counters counters_;
  std::size_t rows_in_slice_ = 0;
};

}  // namespace sqlite

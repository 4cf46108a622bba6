// Loads books by COPY, a transaction per call. Into an empty catalogue the secondary indexes are
// made last; a load that is cut short leaves their definitions in dropped_indexes, and the next
// load, or a release that migrates, makes them. Instances may serve meanwhile. One thread.
#pragma once

#include <optional>
#include <set>

#include "base/clock.hpp"
#include "store/maintenance.hpp"
#include "store/postgres/client.hpp"
#include "store/postgres/merge.hpp"

namespace postgres {

class Loader final : public store::Loader {
 public:
  Loader(Client& client, const Options& options, const base::Clock& clock,
         store::LoadEffect effect);
  ~Loader() override = default;
  Loader(const Loader&) = delete;
  Loader& operator=(const Loader&) = delete;

  std::vector<std::optional<catalog::Problem>> add(
      std::span<const catalog::NewBook> books) override;
  std::vector<store::Merged> merge(std::span<const catalog::NewBook> books,
                                   store::IfKnown if_known) override;
  void finish() override;

 private:
  struct Place {
    catalog::BookId id;
    const catalog::NewBook* book;
    catalog::Lifetime lifetime;
  };
  void begin();
  // Where each book goes, or in `outcomes` why nowhere.
  std::vector<Place> places_of(std::span<const catalog::NewBook> books,
                               std::vector<std::optional<catalog::Problem>>& outcomes);
  std::set<catalog::BookId> used_among(std::span<const catalog::NewBook> books);
  std::vector<catalog::BookId> unused_ids(std::size_t count);
  void copy(const std::vector<Place>& places, std::int64_t sequence);

  Client& client_;
  const Options& options_;
  const base::Clock& clock_;
  const store::LoadEffect effect_;
  Merge merge_;
  // From the first row that is copied until the load ends.
  std::optional<Client> locking_client_;
  std::optional<Transaction> lock_;
};

// Makes indexes that a load has dropped, unless one is still at work.
void restore_dropped_indexes(Client& client);

}  // namespace postgres

// The PostgreSQL side of store/import_store.hpp, on a connection of its own that is made anew when
// it has broken. The file of an import lies in the database in parts, and whoever runs it holds a
// lease in its row, so that another instance can take it over (docs/adr/0017). Blocks its thread.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "store/import_store.hpp"
#include "store/postgres/client.hpp"
#include "store/postgres/import_slices.hpp"
#include "store/postgres/options.hpp"

namespace postgres {

// How long an instance keeps what it runs without showing that it is alive.
inline constexpr std::chrono::seconds import_lease{5};

class ImportStore final : public store::ImportStore {
 public:
  // `owner` names the instance: a number that nobody else has. Until `is_prepared` every call
  // throws: books of the release before are still being copied.
  ImportStore(Options options, std::int64_t owner, std::function<bool()> is_prepared);

  store::SpoolPlace spool_place() override;
  // The lease tells what an instance that is gone has left.
  void recover(base::Instant /*now*/) override {}
  Added add(const store::NewImport& import, base::Instant now) override;
  std::optional<store::Import> find(store::ImportId id) override;
  std::vector<store::Import> list(store::ImportId before, std::size_t most) override;
  std::vector<store::ImportFault> faults(store::ImportId id) override;
  std::vector<store::ImportWarning> warnings(store::ImportId id) override;
  std::vector<store::KeptBook> kept(store::ImportId id) override;
  std::string refused(store::ImportId id, std::int64_t& part, std::size_t bytes) override;
  bool cancel(store::ImportId id, base::Instant now) override;
  Resumed resume(store::ImportId id) override;
  std::optional<store::UndoOutcome> undo(store::ImportId id, std::size_t most,
                                         base::Instant now) override;
  std::optional<store::Import> claim(base::Instant now) override;
  std::optional<store::SliceOutcome> carry_out(const store::ImportSlice& slice) override;
  void finish(store::ImportId id, const store::ImportEnd& end, base::Instant now) override;
  std::optional<store::Import> keep_alive(base::Instant now) override;
  std::string read_file(store::ImportId id, std::int64_t offset, std::size_t bytes) override;
  std::int64_t queued() override;
  bool is_shared() const noexcept override { return true; }

 private:
  struct OthersImport {
    store::ImportId id;
    std::int64_t owner;
  };
  // Calls work(client) on a connection that is there; a broken one is dropped and the exception
  // goes on.
  template <class Work>
  auto with_client(Work work);
  bool take_over(Client& client, const OthersImport& other);
  void interrupt(Client& client, const OthersImport& other, base::Instant now);
  void copy_file(Client& client, store::ImportId id, const store::NewImport& import);
  // A transaction, begun anew where other instances came between.
  void in_transaction(const std::function<void(Client&)>& work);

  const Options options_;
  const std::int64_t owner_;
  const std::function<bool()> is_prepared_;
  std::optional<Client> client_;
  ImportSlices slices_;
  std::string began_;  // when this store was first asked, by the database's clock
};

}  // namespace postgres

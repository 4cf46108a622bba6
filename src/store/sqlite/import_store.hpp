// The SQLite side of store/import_store.hpp. Rows lie in the catalogue's file and are written by
// the writer, between its batches; uploaded files lie in a folder beside it, FILE.importacoes. One
// thread.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "store/import_store.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/write_queue.hpp"
#include "store/sqlite/write_tables.hpp"
#include "store/trial.hpp"

namespace sqlite {

class ImportStore final : public store::ImportStore {
 public:
  ImportStore(const ConnectionOptions& reading, WriteQueue& queue);

  store::SpoolPlace spool_place() override;
  void recover(base::Instant now) override;
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
  // One process alone has the file: nobody else can be gone.
  std::optional<store::Import> keep_alive(base::Instant /*now*/) override { return std::nullopt; }
  std::string read_file(store::ImportId id, std::int64_t offset, std::size_t bytes) override;
  std::int64_t queued() override;
  bool is_shared() const noexcept override { return false; }

 private:
  BookStep::Done by_writer(std::string_view doing, std::function<void(const BookStep::Tools&)> run);
  std::filesystem::path file_of(store::ImportId id) const;
  void remove_file(store::ImportId id) const noexcept;
  void remove_files_of_nothing();
  store::SliceWork try_slice(const store::ImportSlice& slice);

  const std::filesystem::path folder_;
  WriteQueue& queue_;
  Connection reading_;
  std::optional<WriteTables> base_;  // what a slice that is only tried reads
  store::Trial trial_;
};

}  // namespace sqlite

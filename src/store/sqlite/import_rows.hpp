// Rows of imports in the catalogue's file. The thread of the connection, inside whatever
// transaction is open; failures throw StorageError.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/import_store.hpp"
#include "store/sqlite/connection.hpp"

namespace sqlite {

class ImportRows {
 public:
  explicit ImportRows(Connection& connection) : connection_(connection) {}

  std::optional<store::Import> find(store::ImportId id);
  std::vector<store::Import> list(store::ImportId before, std::size_t most);
  std::vector<store::ImportFault> faults(store::ImportId id);
  std::vector<store::KeptBook> kept(store::ImportId id);
  std::string refused(store::ImportId id, std::int64_t& part, std::size_t bytes);
  std::int64_t count(store::ImportState state);
  std::optional<store::Import> with_key(const std::string& key, base::Instant since,
                                        std::string& request);
  std::optional<store::Import> first_queued();

  store::ImportId add(const store::NewImport& import, base::Instant now);
  // Removes imports older than what is kept, but for what is under way. Returns their ids.
  std::vector<store::ImportId> forget_old(store::ImportId newest);
  void set_queued(store::ImportId id);
  void set_started(store::ImportId id, base::Instant now);
  void set_finished(store::ImportId id, store::ImportState state, base::Instant now);
  // `row` as it was before the slice; moved on.
  void add_slice(store::Import& row, const store::ImportSlice& slice, const store::SliceWork& work);
  // Nothing for no bytes.
  void add_refused(store::ImportId id, std::string_view bytes);
  void add_faults(store::Import& row, const std::vector<store::ImportFault>& faults);

  std::vector<store::ImportedBook> books_to_undo(store::ImportId id, std::size_t most);
  void note_undone(store::Import& row, const std::vector<store::ImportedBook>& books,
                   const std::vector<store::Undone>& undone);
  void set_undone(store::ImportId id, base::Instant now);

 private:
  void add_books(store::ImportId id, const store::SliceWork& work);

  Connection& connection_;
};

// Books by control number.
class Controls final : public store::ControlIndex {
 public:
  explicit Controls(Connection& connection) : connection_(connection) {}
  std::vector<catalog::BookId> with_control(const std::string& control) override;

 private:
  Connection& connection_;
};

}  // namespace sqlite

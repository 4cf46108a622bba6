// Rows of imports in the database, and the parts of their files. On the client's thread, inside the
// caller's transaction; failures throw StorageError.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/import_store.hpp"
#include "store/postgres/client.hpp"

namespace postgres {

class ImportRows {
 public:
  explicit ImportRows(Client& client) : client_(client) {}

  std::optional<store::Import> find(store::ImportId id);
  // Held until the transaction ends; nullopt unless it runs, and by this owner.
  std::optional<store::Import> lock_running(store::ImportId id, std::int64_t owner);
  std::optional<store::Import> lock(store::ImportId id);
  std::vector<store::Import> list(store::ImportId before, std::size_t most);
  std::vector<store::ImportFault> faults(store::ImportId id);
  std::vector<store::KeptBook> kept(store::ImportId id);
  std::string refused(store::ImportId id, std::int64_t& part, std::size_t bytes);
  std::int64_t count(store::ImportState state);
  struct Known {
    store::Import import;
    std::string request;
  };
  std::optional<Known> with_key(const std::string& key, base::Instant since);

  store::ImportId fresh_id();
  void add_file_part(store::ImportId id, std::int64_t part, std::string_view bytes);
  std::string file_part(store::ImportId id, std::int64_t part);
  void remove_file(store::ImportId id);
  void add(store::ImportId id, const store::NewImport& import, base::Instant now);
  void forget_old(store::ImportId newest);
  void set_finished(store::ImportId id, store::ImportState state, base::Instant now);
  void set_queued(store::ImportId id);
  void add_slice(store::Import& row, const store::ImportSlice& slice, const store::SliceWork& work);
  // Nothing for no bytes.
  void add_refused(store::ImportId id, std::string_view bytes);
  void add_faults(store::Import& row, const std::vector<store::ImportFault>& faults);

  std::vector<store::ImportedBook> books_to_undo(store::ImportId id, std::size_t most);
  void note_undone(store::Import& row, const std::vector<store::ImportedBook>& books,
                   const std::vector<store::Undone>& undone);
  void set_undone(store::ImportId id, base::Instant now);

 private:
  std::optional<store::Import> one(const std::string& rest, const Parameters& parameters);
  void add_books(store::ImportId id, const store::SliceWork& work);

  Client& client_;
};

}  // namespace postgres

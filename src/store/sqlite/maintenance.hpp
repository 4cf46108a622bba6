// The SQLite side of store/maintenance.hpp: whole-catalogue work on a file that this process alone
// has open. Used by one thread; everything handed out must be gone before its Maintenance. Throws
// CannotOpen and StorageError.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/cannot_open.hpp"
#include "store/maintenance.hpp"
#include "store/sqlite/catalogue_file.hpp"
#include "store/sqlite/counters.hpp"
#include "store/sqlite/options.hpp"

namespace sqlite {

class Maintenance final : public store::Maintenance {
 public:
  // Takes the file's lock and brings the schema up to date; makes the file when it is missing.
  Maintenance(const Options& options, const base::Clock& clock);

  const std::vector<std::string>& migrations_run() const noexcept override {
    return file_.migrations_run();
  }
  std::uint64_t book_count() override { return scan()->total(); }
  std::unique_ptr<store::Loader> loader(store::LoadEffect effect) override;
  std::optional<store::ImportedFile> imported_before(const std::string& sha256) override;
  void note_import(const store::ImportedFile& file) override;
  std::unique_ptr<store::Scan> scan() override;
  store::Findings check() override;
  std::unique_ptr<store::IndexStore> index_store() override;
  std::unique_ptr<store::KeyStore> keys() override;
  std::unique_ptr<store::CopyReader> copy_reader() override;
  std::unique_ptr<store::CopyWriter> copy_writer() override;
  // A copy of the catalogue as one file, durable when this returns. Refuses (exists) to overwrite.
  void backup(const std::filesystem::path& target);
  // Goes on after the catalogue that this one takes the place of: no sequence number, and no id
  // that the server gave, comes up again for something else. nullopt: nobody knows how far that one
  // had come.
  void continue_after(const std::optional<Counters>& replaced);

 private:
  const Options options_;
  const base::Clock& clock_;
  CatalogueFile file_;
};

// Puts a backup, or any catalogue nobody has open, with its logs, in the place of a catalogue,
// after checking a copy of it: CannotOpen newer, not_a_catalogue or unsound leave everything as it
// was. What was there is kept beside it under the name that is returned; empty when no catalogue
// was (a log that had lost it is moved as well). Sequence numbers go on; versions of books go back.
std::filesystem::path restore(const std::filesystem::path& backup, const Options& target,
                              const base::Clock& clock);

}  // namespace sqlite

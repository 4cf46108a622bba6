// The PostgreSQL side of store/maintenance.hpp: whole-catalogue work over one connection of its
// own, beside whatever instances serve. Used by one thread. Throws store::CannotOpen and
// StorageError.
#pragma once

#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/maintenance.hpp"
#include "store/postgres/client.hpp"
#include "store/postgres/options.hpp"

namespace postgres {

class Maintenance final : public store::Maintenance {
 public:
  // Brings the schema up to date. Books of the release before are copied by the first that needs
  // them all.
  Maintenance(const Options& options, const base::Clock& clock);

  const std::vector<std::string>& migrations_run() const noexcept override {
    return migrations_run_;
  }
  std::uint64_t book_count() override;
  std::unique_ptr<store::Loader> loader(store::LoadEffect effect) override;
  std::optional<store::ImportedFile> imported_before(const std::string& sha256) override;
  void note_import(const store::ImportedFile& file) override;
  std::unique_ptr<store::Scan> scan() override;
  store::Findings check() override;
  std::unique_ptr<store::IndexStore> index_store() override;
  std::unique_ptr<store::KeyStore> keys() override;
  std::unique_ptr<store::CopyReader> copy_reader() override;
  std::unique_ptr<store::CopyWriter> copy_writer() override;

 private:
  // With every book in the form of this release.
  Client& whole();

  const Options options_;
  const base::Clock& clock_;
  const std::string name_;  // without secrets
  Client client_;
  const std::vector<std::string> migrations_run_;
};

}  // namespace postgres

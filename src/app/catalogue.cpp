#include "app/catalogue.hpp"

#include <filesystem>
#include <stdexcept>

namespace app {

sqlite::Options options_of(const std::string& database) {
  if (database.starts_with("postgresql://") || database.starts_with("postgres://")) {
    throw std::invalid_argument(
        "--database: esta versão só conhece arquivos SQLite / this release knows SQLite files "
        "only");
  }
  sqlite::Options options;
  options.file = database;
  return options;
}

void require_existing(const std::string& database) {
  if (!std::filesystem::exists(options_of(database).file)) {
    throw std::invalid_argument("não existe / does not exist: " + database);
  }
}

}  // namespace app

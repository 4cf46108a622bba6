#include "store/sqlite/catalogue_file.hpp"

#include <sqlite3.h>

#include "store/sqlite/released_catalogue.hpp"
#include "store/sqlite/schema.hpp"
#include "store/sqlite/statement.hpp"

namespace sqlite {
namespace {

FileLock lock_in_folder(const std::filesystem::path& file) {
  make_folder_of(file);
  return FileLock(file);
}

// Ready to be opened: a catalogue, or nothing yet, of this release's form.
ConnectionOptions prepared(const Options& options, Access access, const base::Clock& clock) {
  ConnectionOptions connection = connection_options(options, access);
  verify_identity(connection);
  replace_released_catalogue(options, clock);
  return connection;
}

}  // namespace

ConnectionOptions connection_options(const Options& options, Access access) {
  return {options.file, access,
          access == Access::read ? options.reader_cache_bytes : options.writer_cache_bytes,
          options.mmap_bytes, options.vfs};
}

CatalogueFile::CatalogueFile(const Options& options, Access access, const base::Clock& clock)
    : lock_(lock_in_folder(options.file)), connection_(prepared(options, access, clock)) {
  migrations_run_ = migrate(connection_, options.file, {clock});
  if (!migrations_run_.empty()) {
    // The names of a new file and of its log.
    sync_path(folder_of(options.file));
  }
  restore_dropped_indexes(connection_);
}

CatalogueFile::~CatalogueFile() {
  if (!abandoned_) {
    // Closing as the last connection writes the log back. A failure leaves the log for the next
    // opening, which reads it.
    sqlite3_db_config(connection_.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
  }
}

void restore_dropped_indexes(Connection& connection) {
  std::string sql;
  {
    Statement dropped = connection.prepare("SELECT sql FROM dropped_indexes");
    Query query(dropped);
    while (query.step()) {
      sql.append(query->text(0)).append(";");
    }
  }
  if (sql.empty()) {
    return;
  }
  Transaction transaction(connection);
  connection.run(sql + "DELETE FROM dropped_indexes;");
  transaction.commit();
}

}  // namespace sqlite

#include "store/postgres/imported_files.hpp"

#include "store/stored_book.hpp"

namespace postgres {

std::optional<store::ImportedFile> imported_before(Client& client, const std::string& sha256) {
  if (!client.query("SELECT to_regclass('imported_files') IS NOT NULL").boolean(0, 0)) {
    return std::nullopt;
  }
  const Rows rows = client.query("SELECT name, at_ms, books FROM imported_files WHERE sha256 = $1",
                                 Parameters().add(sha256));
  if (rows.count() == 0) {
    return std::nullopt;
  }
  return store::ImportedFile{sha256, std::string(rows.text(0, 0)),
                             store::from_ms(rows.integer(0, 1)), rows.integer(0, 2)};
}

void note_import(Client& client, const store::ImportedFile& file) {
  client.run(
      "CREATE TABLE IF NOT EXISTS imported_files (sha256 text PRIMARY KEY, name text NOT NULL,"
      " at_ms bigint NOT NULL, books bigint NOT NULL)");
  client.query(
      "INSERT INTO imported_files VALUES ($1, $2, $3, $4) ON CONFLICT (sha256) DO UPDATE SET"
      " name = excluded.name, at_ms = excluded.at_ms, books = excluded.books",
      Parameters().add(file.sha256).add(file.name).add(store::to_ms(file.at)).add(file.books));
}

}  // namespace postgres

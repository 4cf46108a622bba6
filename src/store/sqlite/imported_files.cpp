#include "store/sqlite/imported_files.hpp"

#include "store/sqlite/statement.hpp"
#include "store/stored_book.hpp"

namespace sqlite {

std::optional<store::ImportedFile> imported_before(Connection& connection,
                                                   const std::string& sha256) {
  if (single_integer(connection,
                     "SELECT count(*) FROM sqlite_schema WHERE name = 'imported_files'") == 0) {
    return std::nullopt;
  }
  Statement statement =
      connection.prepare("SELECT name, at_ms, books FROM imported_files WHERE sha256 = ?1");
  const std::string_view wanted = sha256;
  Query query(statement, wanted);
  if (!query.step()) {
    return std::nullopt;
  }
  return store::ImportedFile{sha256, std::string(query->text(0)), store::from_ms(query->integer(1)),
                             query->integer(2)};
}

void note_import(Connection& connection, const store::ImportedFile& file) {
  connection.run(
      "CREATE TABLE IF NOT EXISTS imported_files (sha256 TEXT PRIMARY KEY, name TEXT NOT NULL,"
      " at_ms INTEGER NOT NULL, books INTEGER NOT NULL) STRICT");
  Statement statement =
      connection.prepare("INSERT OR REPLACE INTO imported_files VALUES (?1, ?2, ?3, ?4)");
  const std::string_view sha256 = file.sha256;
  const std::string_view name = file.name;
  execute(statement, sha256, name, store::to_ms(file.at), file.books);
}

}  // namespace sqlite

#include "app/database_options.hpp"

#include <CLI/CLI.hpp>

#include "app/language.hpp"
#include "app/option_words.hpp"

namespace app {

std::string file_type() { return say({"ARQUIVO", "FILE"}); }

void add_database(CLI::App& command, DatabaseConfig& database) {
  const std::string group = say({"Catálogo", "Catalogue"});
  command
      .add_option("--database", database.where,
                  say({"arquivo SQLite ou postgresql://…", "SQLite file or postgresql://…"}))
      ->capture_default_str()
      ->group(group);
  command
      .add_option("--database-password-file", database.password_file,
                  say({"arquivo com a senha do PostgreSQL, lido a cada conexão",
                       "file with PostgreSQL's password, read at each connection"}))
      ->type_name(file_type())
      ->group(group);
  add_word(command, "--database-prepared", database.prepared,
           Words<postgres::Options::Prepared>{{"on", postgres::Options::Prepared::by_name},
                                              {"off", postgres::Options::Prepared::never}})
      ->description(say(
          {"off: para o PgBouncer em modo transaction", "off: for PgBouncer in transaction mode"}))
      ->group(group);
}

void add_index_folder(CLI::App& command, DatabaseConfig& database) {
  command
      .add_option("--index-folder", database.index_folder,
                  say({"pasta dos arquivos do índice de busca; senão, a do arquivo SQLite ou a "
                       "temporária do sistema",
                       "folder of the search index's files; else the SQLite file's or the system's "
                       "temporary one"}))
      ->type_name(say({"PASTA", "FOLDER"}))
      ->group(say({"Catálogo", "Catalogue"}));
}

}  // namespace app

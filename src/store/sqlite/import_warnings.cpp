#include "store/sqlite/import_warnings.hpp"

#include <string>
#include <utility>

#include "store/import_rows.hpp"
#include "store/sqlite/statement.hpp"

namespace sqlite {

std::vector<store::ImportWarning> warnings_of(Connection& connection, store::ImportId id) {
  Statement statement =
      connection.prepare("SELECT " + std::string(store::warning_columns) +
                         " FROM import_warnings WHERE import = ?1 ORDER BY place");
  std::vector<store::ImportWarning> warnings;
  Query query(statement, id);
  while (query.step()) {
    store::ImportWarning warning;
    warning.record = query->integer(0);
    warning.line = query->integer(1);
    warning.column = query->text(2);
    warning.value = query->text(3);
    store::unpack_why(warning, query->text(4));
    warnings.push_back(std::move(warning));
  }
  return warnings;
}

void add_warnings(Connection& connection, const store::Import& import,
                  const store::SliceWork& work) {
  const std::vector<store::ImportWarning>& warnings = work.warnings;
  std::int64_t place = import.counts.warnings - work.counts.warnings;
  if (warnings.empty() || place >= store::import_warnings_max) {
    return;
  }
  Statement insert = connection.prepare("INSERT INTO import_warnings (import, place, " +
                                        std::string(store::warning_columns) +
                                        ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
  for (const store::ImportWarning& warning : warnings) {
    if (place >= store::import_warnings_max) {
      return;
    }
    const std::string why = store::packed_why(warning);
    Query query(insert, import.id, place++, warning.record, warning.line);
    query->bind_or_null(5, warning.column);
    query->bind_or_null(6, warning.value);
    query->bind(7, std::string_view(why));
    query.step();
  }
}

}  // namespace sqlite

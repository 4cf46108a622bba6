#include "store/postgres/history_sql.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "store/book_columns.hpp"

namespace postgres {
namespace {

namespace problem = catalog::problem;

// The sequence number first, so that even a book that never was has a row. A tombstone and a
// deletion that was undone are rows without a title.
const std::string& history_sql() {
  static const std::string sql = [] {
    const std::string columns = store::book_columns("v.") + ", v.change, v.actor, v.seq";
    std::string nulls;
    for (std::size_t field = 0; field < store::field_columns.size(); ++field) {
      const std::string_view name = store::field_columns[field];
      nulls.append(name == "year" || name == "pages" ? ", NULL::integer" : ", NULL::text");
    }
    return "SELECT c.seq, e.* FROM catalogue AS c LEFT JOIN ("
           "SELECT " +
           columns + " FROM book_versions AS v WHERE v.id = $1 UNION ALL SELECT " + columns +
           " FROM books AS v WHERE v.id = $1 UNION ALL SELECT v.id, v.version, v.at_ms, v.at_ms" +
           nulls +
           ", 2::smallint, v.actor, v.seq FROM tombstones AS v WHERE v.id = $1"
           ") AS e ON true ORDER BY e.version";
  }();
  return sql;
}
static_assert(static_cast<int>(store::Change::deleted) == 2);
constexpr int entry_column = 1;
constexpr int title_column = entry_column + 4;

store::VersionEntry read_entry(const Rows& rows, int row) {
  catalog::Book book;
  RowReader reader(rows, row, entry_column);
  const bool has_fields = !rows.is_null(row, title_column);
  read_book(reader, book);
  store::Lifecycle lifecycle = read_lifecycle(reader);
  store::VersionEntry entry{book.version, lifecycle.change, book.updated_at,
                            std::move(lifecycle.actor), std::nullopt};
  if (has_fields) {
    entry.book = std::move(book);
  }
  return entry;
}

}  // namespace

std::vector<Statement> history_statements(const store::ListVersions& command) {
  std::vector<Statement> statements;
  statements.push_back({history_sql(), std::move(Parameters().add(command.id.value))});
  return statements;
}

store::ReadOutcome read_history(const store::ListVersions& command, const std::vector<Rows>& all) {
  const Rows& rows = all.front();
  if (rows.is_null(0, entry_column)) {
    return catalog::fail(problem::book_not_found(command.id));
  }
  store::History history;
  for (int row = 0; row < rows.count(); ++row) {
    history.push_back(read_entry(rows, row));
  }
  return store::ReadAnswer{std::move(history), {rows.integer(0, 0)}};
}

std::vector<Statement> version_statements(const store::GetVersion& command) {
  return history_statements({command.id});
}

store::ReadOutcome read_version(const store::GetVersion& command, const std::vector<Rows>& rows) {
  auto all = read_history({command.id}, rows);
  if (!all) {
    return catalog::fail(all.error());
  }
  auto& history = std::get<store::History>(all->value);
  const auto found = std::find_if(
      history.begin(), history.end(),
      [&](const store::VersionEntry& entry) { return entry.version == command.version; });
  if (found == history.end()) {
    return catalog::fail(problem::version_not_found({command.id, command.version}));
  }
  return store::ReadAnswer{std::move(*found), all->as_of};
}

std::vector<Statement> changes_statements(const store::ListChanges& command) {
  // One statement, one snapshot. The sequence number has a row even when nothing follows.
  static const std::string sql =
      "SELECT c.seq, e.* FROM catalogue AS c LEFT JOIN LATERAL ("
      "(SELECT seq, change, id, version, updated_ms FROM books WHERE seq > $1"
      " ORDER BY seq LIMIT $2) UNION ALL"
      " (SELECT seq, 2::smallint, id, version, at_ms FROM tombstones WHERE seq > $1"
      " ORDER BY seq LIMIT $2) ORDER BY seq LIMIT $2) AS e ON true ORDER BY e.seq";
  std::vector<Statement> statements;
  const auto most = static_cast<std::int64_t>(command.limit) + 1;
  statements.push_back({sql, std::move(Parameters().add(command.after.value).add(most))});
  return statements;
}

store::ReadOutcome read_changes(const store::ListChanges& command, const std::vector<Rows>& all) {
  const Rows& rows = all.front();
  store::Changes changes;
  const int found = rows.is_null(0, entry_column) ? 0 : rows.count();
  for (int row = 0; row < found; ++row) {
    if (changes.entries.size() == command.limit) {
      changes.end = store::Changes::End::more;
      break;
    }
    changes.entries.push_back({{rows.integer(row, 1)},
                               static_cast<store::Change>(rows.integer(row, 2)),
                               {rows.integer(row, 3)},
                               {rows.integer(row, 4)},
                               store::from_ms(rows.integer(row, 5))});
  }
  return store::ReadAnswer{std::move(changes), {rows.integer(0, 0)}};
}

}  // namespace postgres

#include "store/postgres/history_sql.hpp"

#include <string>
#include <utility>

#include "store/page_budget.hpp"

namespace postgres {
namespace {

namespace problem = catalog::problem;

// Every version of a book, the current one and the deletion among them. A tombstone and a deletion
// that was undone are rows without a document.
// `which` goes on behind each source's "WHERE v.id = $1".
std::string entries_sql(std::string_view which) {
  const std::string where = " AS v WHERE v.id = $1" + std::string(which) + ")";
  const std::string columns = stored_columns("v.") + ", v.updated_ms";
  return "((SELECT " + columns + " FROM document_versions" + where + " UNION ALL (SELECT " +
         columns + " FROM documents" + where +
         " UNION ALL (SELECT v.id, v.version, NULL::json, 2::smallint, v.actor, v.seq, v.at_ms"
         " FROM tombstones" +
         where + ")";
}
static_assert(static_cast<int>(store::Change::deleted) == 2);

// The sequence number first, so that even a book that never was has a row.
constexpr int entry_column = 1;
constexpr int entry_document_column = entry_column + 2;
constexpr int is_known_column = entry_column + 7;

std::string with_catalogue(const std::string& entries) {
  return "SELECT c.seq, e.*, EXISTS (SELECT 1 FROM documents WHERE id = $1)"
         " OR EXISTS (SELECT 1 FROM tombstones WHERE id = $1)"
         " FROM catalogue AS c LEFT JOIN " +
         entries + " AS e ON true ORDER BY e.version";
}

const std::string& history_sql() {
  static const std::string sql =
      with_catalogue(entries_sql(" AND v.version > $2 ORDER BY v.version LIMIT $3"));
  return sql;
}

const std::string& version_sql() {
  static const std::string sql = with_catalogue(entries_sql(" AND v.version = $2"));
  return sql;
}

store::VersionEntry read_entry(const Rows& rows, int row) {
  RowReader reader(rows, row, entry_column);
  store::BookDocument document = read_document(reader);
  store::Lifecycle lifecycle = read_lifecycle(reader);
  store::VersionEntry entry{document.version, lifecycle.change, store::from_ms(reader.integer()),
                            std::move(lifecycle.actor), std::nullopt};
  if (!rows.is_null(row, entry_document_column)) {
    entry.book = std::move(document);
  }
  return entry;
}

}  // namespace

std::vector<Statement> scan_statements(const store::ScanBooks& command) {
  // One statement, one snapshot. The sequence number has a row even when no book follows.
  static const std::string sql =
      "SELECT c.seq, b.* FROM catalogue AS c LEFT JOIN LATERAL (SELECT " + document_columns() +
      " FROM documents WHERE id > $1 ORDER BY id LIMIT $2) AS b"
      " ON true ORDER BY b.id";
  const auto most = static_cast<std::int64_t>(command.limit);
  return {{sql, Parameters().add(command.after.value).add(most)}};
}

store::ReadOutcome read_scan(const store::ScanBooks& command, const std::vector<Rows>& all) {
  const Rows& rows = all.front();
  const catalog::Sequence as_of = sequence_in(rows);
  store::Page page;
  store::PageBudget room(command.limit);
  const int found = rows.is_null(0, entry_column) ? 0 : rows.count();
  for (int row = 0; row < found && room.has_room(); ++row) {
    RowReader reader(rows, row, entry_column);
    page.books.push_back(read_document(reader));
    room.take(page.books.back().json.size());
  }
  return store::ReadAnswer{std::move(page), as_of};
}

std::vector<Statement> history_statements(const store::ListVersions& command) {
  const auto most = static_cast<std::int64_t>(command.limit) + 1;
  return {{history_sql(), Parameters().add(command.id.value).add(command.after.value).add(most)}};
}

store::ReadOutcome read_history(const store::ListVersions& command, const std::vector<Rows>& all) {
  const Rows& rows = all.front();
  const catalog::Sequence as_of = sequence_in(rows);
  if (!rows.boolean(0, is_known_column)) {
    return catalog::fail(problem::book_not_found(command.id));
  }
  store::History history;
  store::PageBudget room(command.limit);
  const int found = rows.is_null(0, entry_column) ? 0 : rows.count();
  for (int row = 0; row < found && history.end == store::End::reached; ++row) {
    store::append(history, room, read_entry(rows, row));
  }
  return store::ReadAnswer{std::move(history), as_of};
}

std::vector<Statement> version_statements(const store::GetVersion& command) {
  return {{version_sql(), Parameters().add(command.id.value).add(command.version.value)}};
}

store::ReadOutcome read_version(const store::GetVersion& command, const std::vector<Rows>& all) {
  const Rows& rows = all.front();
  const catalog::Sequence as_of = sequence_in(rows);
  if (!rows.boolean(0, is_known_column)) {
    return catalog::fail(problem::book_not_found(command.id));
  }
  if (rows.is_null(0, entry_column)) {
    return catalog::fail(problem::version_not_found({command.id, command.version}));
  }
  return store::ReadAnswer{read_entry(rows, 0), as_of};
}

std::vector<Statement> deletions_statements(const store::ListDeletions& command) {
  static const std::string begin =
      "SELECT c.seq, e.* FROM catalogue AS c LEFT JOIN LATERAL ("
      "SELECT v.id, v.version, v.doc, t.id AS gone_id, t.version AS gone_version, t.at_ms"
      " FROM tombstones AS t LEFT JOIN document_versions AS v"
      " ON v.id = t.id AND v.version = t.version - 1 WHERE ";
  static const std::string end = ") AS e ON true ORDER BY e.at_ms, e.gone_id";
  static const std::string one = begin + "t.id = $1" + end;
  static const std::string behind =
      begin + "(t.at_ms, t.id) > ($1, $2) ORDER BY t.at_ms, t.id LIMIT $3" + end;
  if (command.of) {
    return {{one, Parameters().add(command.of->value)}};
  }
  const auto most = static_cast<std::int64_t>(command.limit) + 1;
  return {{behind, Parameters().add(command.after.at_ms).add(command.after.id.value).add(most)}};
}

store::ReadOutcome read_deletions(const store::ListDeletions& command,
                                  const std::vector<Rows>& all) {
  constexpr int gone_column = entry_column + 3;
  const Rows& rows = all.front();
  store::Deletions deletions;
  store::PageBudget room(command.limit);
  const int found = rows.is_null(0, gone_column) ? 0 : rows.count();
  for (int row = 0; row < found; ++row) {
    if (!room.has_room()) {
      deletions.end = store::End::more;
      break;
    }
    store::Deletion deletion{{rows.integer(row, gone_column)},
                             {rows.integer(row, gone_column + 1)},
                             store::from_ms(rows.integer(row, gone_column + 2)),
                             {}};
    if (!rows.is_null(row, entry_document_column)) {
      RowReader reader(rows, row, entry_column);
      deletion.last = read_document(reader);
    }
    room.take(deletion.last ? deletion.last->json.size() : 0);
    deletions.entries.push_back(std::move(deletion));
  }
  return store::ReadAnswer{std::move(deletions), sequence_in(rows)};
}

std::vector<Statement> changes_statements(const store::ListChanges& command) {
  // One statement, one snapshot. The sequence number has a row even when nothing follows.
  static const std::string sql =
      "SELECT c.seq, e.* FROM catalogue AS c LEFT JOIN LATERAL ("
      "(SELECT seq, change, id, version, updated_ms FROM documents WHERE seq > $1"
      " ORDER BY seq LIMIT $2) UNION ALL"
      " (SELECT seq, 2::smallint, id, version, at_ms FROM tombstones WHERE seq > $1"
      " ORDER BY seq LIMIT $2) ORDER BY seq LIMIT $2) AS e ON true ORDER BY e.seq";
  const auto most = static_cast<std::int64_t>(command.limit) + 1;
  return {{sql, Parameters().add(command.after.value).add(most)}};
}

store::ReadOutcome read_changes(const store::ListChanges& command, const std::vector<Rows>& all) {
  const Rows& rows = all.front();
  store::Changes changes;
  const int found = rows.is_null(0, entry_column) ? 0 : rows.count();
  for (int row = 0; row < found; ++row) {
    if (changes.entries.size() == command.limit) {
      changes.end = store::End::more;
      break;
    }
    changes.entries.push_back({{rows.integer(row, 1)},
                               static_cast<store::Change>(rows.integer(row, 2)),
                               {rows.integer(row, 3)},
                               {rows.integer(row, 4)},
                               store::from_ms(rows.integer(row, 5))});
  }
  return store::ReadAnswer{std::move(changes), sequence_in(rows)};
}

std::vector<Statement> cover_statements(const store::GetCover& command) {
  return {
      {"SELECT c.seq, k.hash, k.type, k.data FROM catalogue AS c"
       " LEFT JOIN covers AS k ON k.hash = $1",
       Parameters().add(std::string_view(command.hash))}};
}

std::vector<Statement> cover_type_statements(const store::GetCoverTypes& command) {
  Column hashes(Type::text);
  for (const std::string& hash : command.hashes) {
    hashes.add(std::string_view(hash));
  }
  return {
      {"SELECT c.seq, k.hash, k.type FROM catalogue AS c LEFT JOIN covers AS k"
       " ON k.hash = ANY($1)",
       Parameters().add(hashes)}};
}

store::ReadOutcome read_cover_types(const std::vector<Rows>& all) {
  const Rows& rows = all.front();
  store::CoverTypes types;
  for (int row = 0; row < rows.count(); ++row) {
    if (!rows.is_null(row, 1)) {
      types.emplace(rows.text(row, 1), static_cast<catalog::ImageType>(rows.integer(row, 2)));
    }
  }
  return store::ReadAnswer{std::move(types), sequence_in(rows)};
}

store::ReadOutcome read_cover_answer(const store::GetCover& command, const std::vector<Rows>& all) {
  const Rows& rows = all.front();
  const catalog::Sequence as_of = sequence_in(rows);
  if (rows.is_null(0, entry_column)) {
    return catalog::fail(problem::cover_not_found(command.book));
  }
  RowReader reader(rows, 0, entry_column);
  return store::ReadAnswer{read_cover(reader), as_of};
}

}  // namespace postgres

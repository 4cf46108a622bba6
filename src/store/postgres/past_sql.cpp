#include "store/postgres/past_sql.hpp"

#include <string>
#include <utility>

#include "store/postgres/history_sql.hpp"
#include "store/postgres/write_load_sql.hpp"

namespace postgres {
namespace {

// The query over `tables`: `live` are rows of documents, `gone` ids of deleted books, `edge` a row
// with the id that ends the part, or NULL when nothing more follows; $1 the sequence number. The
// sequence number of the catalogue and the edge have a row even when no book does.
std::string past_sql(const std::string& tables) {
  return "WITH " + tables +
         ", changed AS (SELECT id FROM live WHERE seq > $1 UNION ALL SELECT id FROM gone),"
         " past AS (SELECT id, version, doc FROM live WHERE seq <= $1 UNION ALL"
         " SELECT v.id, v.version, v.doc FROM changed AS g CROSS JOIN LATERAL"
         " (SELECT * FROM document_versions AS d WHERE d.id = g.id AND d.seq <= $1"
         "  ORDER BY d.version DESC LIMIT 1) AS v WHERE v.doc IS NOT NULL)"
         " SELECT c.seq, e.id, p.id, p.version, p.doc FROM catalogue AS c CROSS JOIN edge AS e"
         " LEFT JOIN past AS p ON e.id IS NULL OR p.id <= e.id ORDER BY p.id";
}

const std::string& scan_sql() {
  static const std::string sql = past_sql(
      "live AS MATERIALIZED (SELECT id, version, doc, seq FROM documents WHERE id > $2"
      " ORDER BY id LIMIT $3),"
      " last AS (SELECT CASE WHEN count(*) = $3 THEN max(id) END AS id FROM live),"
      " gone AS MATERIALIZED (SELECT t.id FROM tombstones AS t, last WHERE t.id > $2"
      "  AND (last.id IS NULL OR t.id <= last.id) AND t.seq > $1 ORDER BY t.id LIMIT $3),"
      " edge AS (SELECT CASE WHEN (SELECT count(*) FROM gone) = $3"
      "  THEN (SELECT max(id) FROM gone) ELSE (SELECT id FROM last) END AS id)");
  return sql;
}

const std::string& get_sql() {
  static const std::string sql = past_sql(
      "live AS MATERIALIZED (SELECT id, version, doc, seq FROM documents"
      " WHERE id = ANY($2::bigint[])),"
      " gone AS (SELECT id FROM tombstones WHERE id = ANY($2::bigint[]) AND seq > $1),"
      " edge AS (SELECT NULL::bigint AS id)");
  return sql;
}

constexpr int edge_column = 1;
constexpr int past_book_column = 2;

}  // namespace

std::vector<Statement> past_statements(const store::ScanPast& command) {
  const auto limit = static_cast<std::int64_t>(command.limit);
  return {{scan_sql(), Parameters().add(command.as_of.value).add(command.after.value).add(limit)}};
}

std::vector<Statement> past_statements(const store::GetPast& command) {
  return {{get_sql(), Parameters().add(command.as_of.value).add(column_of(command.ids))}};
}

store::ReadOutcome read_past(const std::vector<Rows>& all) {
  const Rows& rows = all.front();
  const catalog::Sequence as_of = sequence_in(rows);
  store::PastPage page;
  if (!rows.is_null(0, edge_column)) {
    page.go_on_after = catalog::BookId{rows.integer(0, edge_column)};
  }
  const int found = rows.is_null(0, past_book_column) ? 0 : rows.count();
  page.books.reserve(static_cast<std::size_t>(found));
  for (int row = 0; row < found; ++row) {
    RowReader reader(rows, row, past_book_column);
    page.books.push_back(read_document(reader));
  }
  return store::ReadAnswer{std::move(page), as_of};
}

}  // namespace postgres

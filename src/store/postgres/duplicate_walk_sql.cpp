#include "store/postgres/duplicate_walk_sql.hpp"

#include <string>
#include <utility>

#include "store/page_budget.hpp"

namespace postgres {
namespace {

using By = store::DuplicatePlace::By;

// `entries` gives k and id in their order, $2 of them at most. The last value may go on behind
// them: it is left to the next walk, unless it is the only one. A row without a book tells of the
// walk where nothing was found.
std::string walk_sql(const std::string& entries) {
  static_assert(store::duplicate_group_max == 20);
  return "WITH walked AS MATERIALIZED (" + entries +
         "), tail AS (SELECT count(*) AS entries, max(k) AS last FROM walked),"
         " edge AS (SELECT entries, last, (SELECT max(k) FROM walked WHERE k < last) AS before"
         "  FROM tail),"
         " shared AS (SELECT w.k FROM walked AS w, edge"
         "  WHERE edge.entries < $2 OR w.k < edge.last OR edge.before IS NULL"
         "  GROUP BY w.k HAVING count(*) > 1 ORDER BY w.k LIMIT $3),"
         " listed AS (SELECT w.k, w.id, row_number() OVER (PARTITION BY w.k ORDER BY w.id) AS place"
         "  FROM shared AS s JOIN walked AS w ON w.k = s.k)"
         " SELECT c.seq, e.entries, e.last, e.before, l.k, b.id, b.version, b.doc"
         " FROM catalogue AS c CROSS JOIN edge AS e"
         " LEFT JOIN (listed AS l JOIN documents AS b ON b.id = l.id AND l.place <= 20) ON true"
         " ORDER BY l.k, b.id";
}

const std::string& isbns_sql() {
  static const std::string sql = walk_sql(
      "SELECT isbn AS k, book AS id FROM book_isbns WHERE isbn > $1 ORDER BY isbn, book LIMIT $2");
  return sql;
}

const std::string& keys_sql() {
  static const std::string sql = walk_sql(
      "SELECT duplicate_key AS k, id FROM documents WHERE duplicate_key > $1"
      " ORDER BY duplicate_key, id LIMIT $2");
  return sql;
}

constexpr int entries_column = 1;
constexpr int last_column = 2;
constexpr int before_column = 3;
constexpr int value_column = 4;

store::DuplicatePlace place_in(const Rows& rows, int row, int column, By by) {
  store::DuplicatePlace place{by, {}};
  if (by == By::isbn) {
    place.isbn = rows.text(row, column);
  } else {
    place.key = rows.integer(row, column);
  }
  return place;
}

}  // namespace

std::vector<Statement> duplicate_walk_statements(const store::ListDuplicates& command) {
  Parameters parameters;
  if (command.after.by == By::isbn) {
    parameters.add(std::string_view(command.after.isbn));
  } else {
    parameters.add(command.after.key);
  }
  parameters.add(static_cast<std::int64_t>(store::duplicate_entries_max));
  parameters.add(static_cast<std::int64_t>(command.limit));
  return {{command.after.by == By::isbn ? isbns_sql() : keys_sql(), std::move(parameters)}};
}

store::ReadOutcome read_duplicate_walk(const store::ListDuplicates& command,
                                       const std::vector<Rows>& all) {
  const Rows& rows = all.front();
  const By by = command.after.by;
  store::DuplicateGroups answer;
  store::DuplicatePlace value = command.after;
  std::size_t bytes = 0;
  const int found = rows.is_null(0, value_column) ? 0 : rows.count();
  for (int row = 0; row < found; ++row) {
    store::DuplicatePlace here = place_in(rows, row, value_column, by);
    if (here != value && bytes >= store::page_bytes_max) {
      answer.next = value;
      return store::ReadAnswer{std::move(answer), sequence_in(rows)};
    }
    if (here != value) {
      value = std::move(here);
      answer.groups.emplace_back();
    }
    RowReader reader(rows, row, value_column + 1);
    answer.groups.back().push_back(read_document(reader));
    bytes += answer.groups.back().back().json.size();
  }
  const bool is_cut =
      rows.integer(0, entries_column) == static_cast<std::int64_t>(store::duplicate_entries_max);
  if (answer.groups.size() == command.limit) {
    answer.next = value;
  } else if (is_cut) {
    answer.next =
        place_in(rows, 0, rows.is_null(0, before_column) ? last_column : before_column, by);
  }
  return store::ReadAnswer{std::move(answer), sequence_in(rows)};
}

}  // namespace postgres

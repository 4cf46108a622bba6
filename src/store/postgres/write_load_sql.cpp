#include "store/postgres/write_load_sql.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "store/duplicate_key.hpp"
#include "store/packed_text.hpp"

namespace postgres {
namespace {

using catalog::BookId;
using store::to_ms;

// Keys of advisory locks: "LIVR" and the next.
constexpr std::int64_t lock_class_books = 0x4C495652;
constexpr std::int64_t lock_class_keys = 0x4C495653;
constexpr std::int64_t lock_mask = 0x7FFFFFFF;

// The result is what could not be had: another instance, frozen perhaps, must stop no other write.
const std::string book_locks_sql =
    "SELECT k::bigint FROM unnest($1::integer[]) AS k WHERE NOT pg_try_advisory_xact_lock(" +
    std::to_string(lock_class_books) + ", k)";
const std::string key_locks_sql =
    "SELECT k FROM unnest($1::text[]) AS k WHERE NOT pg_try_advisory_xact_lock(" +
    std::to_string(lock_class_keys) + ", hashtext(k))";

// Sessions that are none of ours lock rows. Their rows are skipped, and told by present_sql.
constexpr std::string_view unless_locked = " WHERE id = ANY($1::bigint[]) FOR UPDATE SKIP LOCKED";
const std::string& load_live_sql() {
  static const std::string sql =
      "SELECT " + stored_columns() + " FROM documents" + std::string(unless_locked);
  return sql;
}
constexpr std::string_view present_sql =
    "SELECT id FROM documents WHERE id = ANY($1::bigint[]) UNION ALL"
    " SELECT id FROM tombstones WHERE id = ANY($1::bigint[])";

const std::string& superseded_sql() {
  static const std::string sql =
      "SELECT " + document_columns("v.") +
      " FROM unnest($1::bigint[], $2::bigint[]) AS w(id, version)"
      " JOIN document_versions AS v ON v.id = w.id AND v.version = w.version"
      " WHERE v.doc IS NOT NULL";
  return sql;
}

constexpr std::string_view remembered_sql =
    "SELECT key, request, book, version, change, seq, duplicates, results FROM idempotency"
    " WHERE key = ANY($1::text[]) AND at_ms > $2";

const std::string& remembered_live_sql() {
  static const std::string sql =
      "SELECT " + stored_columns("b.") +
      " FROM idempotency AS i JOIN documents AS b ON b.id = i.book WHERE i.key = ANY($1::text[])";
  return sql;
}

// The books that the results of a group name (store/group_results.hpp).
const std::string& results_live_sql() {
  static const std::string sql =
      "SELECT " + stored_columns("b.") +
      " FROM documents AS b WHERE b.id IN (SELECT (r.one->>'b')::bigint FROM idempotency AS i,"
      " json_array_elements(i.results) AS r(one) WHERE i.key = ANY($1::text[]))";
  return sql;
}

const std::string& results_superseded_sql() {
  static const std::string sql =
      "SELECT " + document_columns("v.") +
      " FROM document_versions AS v WHERE (v.id, v.version) IN"
      " (SELECT (r.one->>'b')::bigint, (r.one->>'v')::bigint FROM idempotency AS i,"
      " json_array_elements(i.results) AS r(one) WHERE i.key = ANY($1::text[]))"
      " AND v.doc IS NOT NULL";
  return sql;
}

const std::string deleted_sql = "SELECT id, " + std::string(tombstone_columns) +
                                " FROM tombstones" + std::string(unless_locked);

// What an answer shows of a deletion is the version before it.
const std::string& remembered_superseded_sql() {
  static const std::string sql =
      "SELECT " + document_columns("v.") +
      " FROM idempotency AS i JOIN document_versions AS v ON v.id = i.book"
      " AND v.version = i.version - CASE i.change WHEN 2 THEN 1 ELSE 0 END"
      " WHERE i.key = ANY($1::text[]) AND v.doc IS NOT NULL";
  return sql;
}
static_assert(static_cast<int>(store::Change::deleted) == 2);

// The books too, because what they say decides. One statement for both questions: each costs a
// batch as much as three books.
const std::string& duplicates_sql() {
  static const std::string sql =
      "SELECT w.key, '' AS isbn, " + stored_columns("b.") +
      " FROM unnest($1::bigint[]) AS w(key) CROSS JOIN LATERAL"
      " (SELECT * FROM documents AS d WHERE d.duplicate_key = w.key"
      "  ORDER BY d.duplicate_key, id LIMIT 50) AS b"
      " UNION ALL SELECT 0, w.isbn, " +
      stored_columns("b.") +
      " FROM unnest($2::text[]) AS w(isbn) CROSS JOIN LATERAL"
      " (SELECT book FROM book_isbns WHERE book_isbns.isbn = w.isbn"
      "  ORDER BY book_isbns.isbn, book LIMIT 50) AS i JOIN documents AS b ON b.id = i.book";
  return sql;
}
static_assert(store::duplicate_candidates_max == 50);

constexpr std::string_view ids_sql =
    "WITH given AS MATERIALIZED (SELECT unnest($1::bigint[]) AS id UNION ALL"
    " SELECT nextval('book_ids') FROM generate_series(1, $2::bigint))"
    " SELECT id, EXISTS (SELECT 1 FROM documents AS b WHERE b.id = given.id)"
    " OR EXISTS (SELECT 1 FROM tombstones AS t WHERE t.id = given.id) FROM given";

constexpr std::string_view skip_used_ids_sql =
    "SELECT setval('book_ids', greatest(s.last_value, (SELECT min(u.id) FROM"
    " (SELECT id FROM documents WHERE id >= s.last_value UNION ALL"
    "  SELECT id FROM tombstones WHERE id >= s.last_value) AS u"
    " WHERE NOT EXISTS (SELECT 1 FROM documents AS b WHERE b.id = u.id + 1)"
    " AND NOT EXISTS (SELECT 1 FROM tombstones AS t WHERE t.id = u.id + 1)))) FROM book_ids AS s";

std::int64_t lock_of(BookId id) noexcept { return id.value & lock_mask; }

Column texts(const std::set<std::string>& values) {
  Column column(Type::text);
  for (const std::string& value : values) {
    column.add(std::string_view(value));
  }
  return column;
}

template <class Value>
std::vector<Value> each_once(std::vector<Value> values) {
  std::ranges::sort(values);
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

Column book_locks(const Needs& needs) {
  std::set<std::int64_t> keys;
  for (const BookId id : needs.books) {
    keys.insert(lock_of(id));
  }
  Column column(Type::integer);
  for (const std::int64_t key : keys) {
    column.add(key);
  }
  return column;
}

Column book_ids(const Needs& needs) {
  Column column(Type::big);
  for (const BookId id : needs.books) {
    column.add(id.value);
  }
  return column;
}

Parameters version_ids(const Needs& needs) {
  Column ids(Type::big);
  Column versions(Type::big);
  for (const auto& [id, version] : needs.versions) {
    ids.add(id.value);
    versions.add(version.value);
  }
  return std::move(Parameters().add(ids).add(versions));
}

void fill_remembered(WriteBatchTables& tables, const Rows& rows) {
  for (int row = 0; row < rows.count(); ++row) {
    RowReader reader(rows, row);
    const std::string key(reader.text());
    store::IdempotencyRecord idempotency_record;
    const std::string_view request = reader.text();
    if (request.size() != idempotency_record.request.size()) {
      RowReader::damaged("request");
    }
    std::copy(request.begin(), request.end(), idempotency_record.request.begin());
    idempotency_record.book.value = reader.integer();
    idempotency_record.version.value = reader.integer();
    idempotency_record.change = static_cast<store::Change>(reader.integer());
    idempotency_record.sequence.value = reader.integer();
    idempotency_record.duplicates =
        store::unpack_ids(reader.text()).value_or(std::vector<BookId>{});
    idempotency_record.results = reader.text();
    tables.add_idempotency_record(key, std::move(idempotency_record));
  }
}

Ids fill_ids(WriteBatchTables& tables, const Rows& rows) {
  Ids ids = Ids::free;
  for (int row = 0; row < rows.count(); ++row) {
    if (rows.boolean(row, 1)) {
      ids = Ids::used;
    } else {
      tables.add_unused_id({rows.integer(row, 0)});
    }
  }
  return ids;
}

// Calls `add` for each row.
template <class Add>
void for_each_row(const Rows& rows, Add add) {
  for (int row = 0; row < rows.count(); ++row) {
    add(RowReader(rows, row));
  }
}

void fill_duplicates(WriteBatchTables& tables, const Rows& rows) {
  for_each_row(rows, [&](RowReader row) {
    const std::int64_t key = row.integer();
    const std::string isbn(row.text());
    store::StoredBook book = read_stored(row);
    if (tables.has_changed(book.book.id)) {
      return;
    }
    if (isbn.empty()) {
      tables.add_duplicate(key, book.book.id);
    } else {
      tables.add_with_isbn(isbn, book.book.id);
    }
    tables.add_live(std::move(book));
  });
}

}  // namespace

Column column_of(const std::vector<BookId>& ids) {
  Column column(Type::big);
  for (const BookId id : ids) {
    column.add(id.value);
  }
  return column;
}

bool is_blocked(const Needs& needs, const WriteBatchTables::Blocked& blocked) {
  return std::any_of(needs.books.begin(), needs.books.end(),
                     [&](BookId id) {
                       return blocked.locks.count(lock_of(id)) > 0 || blocked.books.count(id) > 0;
                     }) ||
         std::any_of(needs.keys.begin(), needs.keys.end(),
                     [&](const std::string& key) { return blocked.keys.count(key) > 0; });
}

void Loading::add(Part part, std::string_view sql, Parameters parameters) {
  statements.push_back({std::string(sql), std::move(parameters)});
  parts.push_back(part);
}

void Loading::add_duplicates(const Needs& needs) {
  if (needs.duplicate_keys.empty()) {
    return;
  }
  Column keys(Type::big);
  for (const std::int64_t key : each_once(needs.duplicate_keys)) {
    keys.add(key);
  }
  Column isbns(Type::text);
  for (const catalog::Isbn& isbn : each_once(needs.isbns)) {
    isbns.add(isbn.digits());
  }
  add(Part::duplicates, duplicates_sql(),
      std::move(Parameters().add(std::move(keys)).add(std::move(isbns))));
}

Loading load_statements(const Needs& needs, const std::vector<BookId>& spare_ids,
                        base::Instant now) {
  Loading loading;
  loading.add(Part::none, "BEGIN");
  const Column keys = texts(needs.keys);
  // Every lock before the first reading.
  if (!needs.books.empty()) {
    loading.add(Part::blocked_locks, book_locks_sql,
                std::move(Parameters().add(book_locks(needs))));
  }
  if (!keys.empty()) {
    loading.add(Part::blocked_keys, key_locks_sql, std::move(Parameters().add(keys)));
  }
  if (needs.sequence) {
    loading.add(Part::sequence, "SELECT seq FROM catalogue FOR UPDATE");
  }
  if (!needs.books.empty()) {
    const Column ids = book_ids(needs);
    loading.add(Part::live, load_live_sql(), std::move(Parameters().add(ids)));
    loading.add(Part::deleted, deleted_sql, std::move(Parameters().add(ids)));
    loading.add(Part::present, present_sql, std::move(Parameters().add(ids)));
  }
  if (!needs.versions.empty()) {
    loading.add(Part::superseded, superseded_sql(), version_ids(needs));
  }
  if (!keys.empty()) {
    const std::int64_t oldest = to_ms(now - store::idempotency_lifetime);
    loading.add(Part::idempotency_record, remembered_sql,
                std::move(Parameters().add(keys).add(oldest)));
    loading.add(Part::live, remembered_live_sql(), std::move(Parameters().add(keys)));
    loading.add(Part::superseded, remembered_superseded_sql(), std::move(Parameters().add(keys)));
  }
  if (!needs.group_keys.empty()) {
    const Column group_keys = texts(needs.group_keys);
    loading.add(Part::live, results_live_sql(), std::move(Parameters().add(group_keys)));
    loading.add(Part::superseded, results_superseded_sql(),
                std::move(Parameters().add(group_keys)));
  }
  loading.add_duplicates(needs);
  if (needs.given_ids > 0) {
    const std::size_t fresh =
        needs.given_ids > spare_ids.size() ? needs.given_ids - spare_ids.size() : 0;
    loading.add(
        Part::ids, ids_sql,
        std::move(Parameters().add(column_of(spare_ids)).add(static_cast<std::int64_t>(fresh))));
  }
  return loading;
}

Ids fill(WriteBatchTables& tables, const std::vector<Part>& parts, const std::vector<Rows>& rows) {
  Ids ids = Ids::free;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    switch (parts[i]) {
      case Part::none:
      case Part::counted:
      case Part::given_ids:
        break;
      case Part::blocked_locks:
        for_each_row(rows.at(i), [&](RowReader row) { tables.add_blocked_lock(row.integer()); });
        break;
      case Part::blocked_keys:
        for_each_row(rows.at(i),
                     [&](RowReader row) { tables.add_blocked_key(std::string(row.text())); });
        break;
      case Part::present:
        for_each_row(rows.at(i), [&](RowReader row) { tables.add_present({row.integer()}); });
        break;
      case Part::live:
        for_each_row(rows.at(i), [&](RowReader row) { tables.add_live(read_stored(row)); });
        break;
      case Part::sequence:
        tables.set_sequence_before({rows.at(i).integer(0, 0)});
        break;
      case Part::deleted:
        for_each_row(rows.at(i), [&](RowReader row) {
          const BookId id{row.integer()};
          tables.add_deleted(id, read_tombstone(row));
        });
        break;
      case Part::superseded:
        for_each_row(rows.at(i), [&](RowReader row) { tables.add_superseded(read_document(row)); });
        break;
      case Part::idempotency_record:
        fill_remembered(tables, rows.at(i));
        break;
      case Part::duplicates:
        fill_duplicates(tables, rows.at(i));
        break;
      case Part::ids:
        ids = fill_ids(tables, rows.at(i));
        break;
    }
  }
  return ids;
}

Statement skip_used_ids() { return {std::string(skip_used_ids_sql), {}}; }

Statement forget_old_keys(base::Instant now) {
  return {
      "DELETE FROM idempotency WHERE key IN (SELECT key FROM idempotency"
      " WHERE at_ms <= $1 ORDER BY at_ms LIMIT 1000)",
      std::move(Parameters().add(to_ms(now - store::idempotency_lifetime)))};
}

}  // namespace postgres

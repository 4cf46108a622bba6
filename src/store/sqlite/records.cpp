#include "store/sqlite/records.hpp"

#include "store/book_columns.hpp"
#include "store/sqlite/list_index.hpp"

namespace sqlite {
namespace {

store::RecordTotals count(Connection& connection) {
  store::RecordTotals totals;
  totals.books = single_integer(connection, "SELECT count(*) FROM books");
  totals.tombstones = single_integer(connection, "SELECT count(*) FROM tombstones");
  totals.versions = single_integer(connection, "SELECT count(*) FROM book_versions");
  totals.sequence_sum = single_integer(connection,
                                       "SELECT (SELECT coalesce(sum(seq), 0) FROM books)"
                                       " + (SELECT coalesce(sum(seq), 0) FROM tombstones)"
                                       " + (SELECT coalesce(sum(seq), 0) FROM book_versions)");
  return totals;
}

std::string insert_version_sql() {
  std::string values = "?1";
  for (int parameter = 2; parameter <= 7 + field_column_count; ++parameter) {
    values += ", ?" + std::to_string(parameter);
  }
  return "INSERT INTO book_versions (id, version, seq, change, created_ms, updated_ms, actor, " +
         joined(field_columns) + ") VALUES (" + values + ")";
}
constexpr int version_actor_parameter = 7;
constexpr int version_field_parameter = 8;

}  // namespace

bool is_unfinished_copy(Connection& connection) {
  return single_integer(connection, store::unfinished_copy_sql) == 1;
}

RecordReader::RecordReader(Connection& connection)
    : connection_(connection),
      lookup_(connection),
      ids_(connection,
           "SELECT id FROM books WHERE id > ?1 UNION ALL SELECT id FROM tombstones WHERE id > ?1"
           " ORDER BY id LIMIT ?2"),
      versions_(connection, "SELECT " + book_columns() + ", " + std::string(lifecycle_columns) +
                                " FROM book_versions WHERE id = ?1 ORDER BY version") {}

store::RecordTotals RecordReader::totals() {
  store::RecordTotals totals = count(connection_);
  const Counters counters = CountersRow(connection_).read();
  totals.sequence = counters.sequence;
  totals.last_id = counters.last_id;
  return totals;
}

store::BookRecord RecordReader::record(catalog::BookId id) {
  constexpr int title_column = 4;
  store::BookRecord record{id, {}, lookup_.live_with_lifecycle(id), lookup_.deleted(id)};
  Query query(versions_, id.value);
  while (query.step()) {
    store::SupersededVersion& version = record.versions.emplace_back();
    if (query->is_null(title_column)) {
      version.holds = store::SupersededVersion::Holds::nothing;
      version.book.book.id = id;
      version.book.book.version.value = query->integer(1);
      version.book.book.created_at = from_ms(query->integer(2));
      version.book.book.updated_at = from_ms(query->integer(3));
    } else {
      read_book(query.row(), version.book.book);
    }
    version.book.lifecycle = read_lifecycle(query.row(), book_column_count);
  }
  return record;
}

std::vector<store::BookRecord> RecordReader::read(catalog::BookId after, std::size_t most) {
  std::vector<catalog::BookId> ids;
  {
    Query query(ids_, after.value, static_cast<std::int64_t>(most));
    while (query.step()) {
      ids.push_back({query->integer(0)});
    }
  }
  std::vector<store::BookRecord> records;
  records.reserve(ids.size());
  for (const catalog::BookId id : ids) {
    records.push_back(record(id));
  }
  return records;
}

RecordWriter::RecordWriter(Connection& connection)
    : connection_(connection),
      counters_row_(connection),
      books_(connection),
      insert_version_(connection, insert_version_sql()) {}

catalog::BookId RecordWriter::reached() {
  return {single_integer(connection_,
                         "SELECT max(coalesce((SELECT max(id) FROM books), 0),"
                         " coalesce((SELECT max(id) FROM tombstones), 0))")};
}

void RecordWriter::add_version(const store::SupersededVersion& version) {
  const catalog::Book& book = version.book.book;
  const store::Lifecycle& lifecycle = version.book.lifecycle;
  Query query(insert_version_, book.id.value, book.version.value, lifecycle.sequence.value,
              static_cast<std::int64_t>(lifecycle.change), to_ms(book.created_at),
              to_ms(book.updated_at), lifecycle.actor);
  query->bind_or_null(version_actor_parameter, lifecycle.actor);
  const BoundFields fields(insert_version_, version_field_parameter, book.fields);
  if (version.holds == store::SupersededVersion::Holds::nothing) {
    query->bind_null(version_field_parameter);
  }
  query.step();
}

void RecordWriter::add(std::span<const store::BookRecord> records) {
  Transaction transaction(connection_);
  for (const store::BookRecord& record : records) {
    for (const store::SupersededVersion& version : record.versions) {
      add_version(version);
    }
    if (record.live) {
      books_.insert(*record.live, store::likeness(store::sort_keys(record.live->book.fields)));
    }
    if (record.deleted) {
      books_.insert_tombstone(record.id, *record.deleted);
    }
  }
  transaction.commit();
}

store::RecordTotals RecordWriter::counted() { return count(connection_); }

void RecordWriter::finish(const store::RecordTotals& totals) {
  {
    Transaction transaction(connection_);
    Counters counters;
    counters.sequence = totals.sequence;
    counters.last_id = totals.last_id;
    counters.books = totals.books;
    counters_row_.write(counters);
    transaction.commit();
  }
  follow_in_bulk(connection_, counters_row_);
}

}  // namespace sqlite

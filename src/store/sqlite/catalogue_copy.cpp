#include "store/sqlite/catalogue_copy.hpp"

#include "store/duplicate_key.hpp"
#include "store/sqlite/book_rows.hpp"

namespace sqlite {
namespace {

store::CopyTotals counted_in(Connection& connection) {
  store::CopyTotals totals;
  totals.books = single_integer(connection, "SELECT count(*) FROM books");
  totals.tombstones = single_integer(connection, "SELECT count(*) FROM tombstones");
  totals.versions = single_integer(connection, "SELECT count(*) FROM book_versions");
  totals.sequence_sum = single_integer(connection,
                                       "SELECT (SELECT coalesce(sum(seq), 0) FROM books)"
                                       " + (SELECT coalesce(sum(seq), 0) FROM tombstones)"
                                       " + (SELECT coalesce(sum(seq), 0) FROM book_versions)");
  return totals;
}

}  // namespace

bool is_unfinished_copy(Connection& connection) {
  return single_integer(connection, store::with_names(store::unfinished_copy_sql, table_names)) ==
         1;
}

CopyReader::CopyReader(Connection& connection)
    : connection_(connection),
      book_reads_(connection),
      ids_(connection,
           "SELECT id FROM books WHERE id > ?1 UNION ALL SELECT id FROM tombstones WHERE id > ?1"
           " ORDER BY id LIMIT ?2"),
      versions_(connection,
                "SELECT " + std::string(document_columns) + ", " + std::string(lifecycle_columns) +
                    ", created_ms, updated_ms FROM book_versions WHERE id = ?1 ORDER BY version") {}

store::CopyTotals copy_totals(Connection& connection) {
  store::CopyTotals totals = counted_in(connection);
  Statement counters = connection.prepare("SELECT seq, last_id FROM catalogue WHERE one = 1");
  Query query(counters);
  if (!query.step()) {
    throw_damaged("the catalogue has no counters");
  }
  totals.sequence.value = query->integer(0);
  totals.last_id.value = query->integer(1);
  return totals;
}

store::CopyTotals CopyReader::totals() { return copy_totals(connection_); }

store::BookHistory CopyReader::record(catalog::BookId id) {
  store::BookHistory record{id, {}, book_reads_.live_with_lifecycle(id), book_reads_.deleted(id)};
  Query query(versions_, id.value);
  while (query.step()) {
    store::SupersededVersion& version = record.versions.emplace_back();
    if (query->is_null(2)) {
      version.holds = store::SupersededVersion::Holds::nothing;
      version.book.book.id = id;
      version.book.book.version.value = query->integer(1);
      version.book.book.created_at = from_ms(query->integer(6));
      version.book.book.updated_at = from_ms(query->integer(7));
    } else {
      BookDocument document = read_document(query.row());
      version.book.book = parsed(document);
      version.book.document = std::move(document.json);
    }
    version.book.lifecycle = read_lifecycle(query.row(), 3);
  }
  return record;
}

std::vector<store::BookHistory> CopyReader::read(catalog::BookId after, std::size_t most) {
  std::vector<catalog::BookId> ids;
  {
    Query query(ids_, after.value, static_cast<std::int64_t>(most));
    while (query.step()) {
      ids.push_back({query->integer(0)});
    }
  }
  std::vector<store::BookHistory> records;
  records.reserve(ids.size());
  for (const catalog::BookId id : ids) {
    records.push_back(record(id));
  }
  return records;
}

std::vector<store::Cover> CopyReader::read_covers(const std::string& after, std::size_t most) {
  Statement covers = connection_.prepare(
      "SELECT hash, type, data FROM covers WHERE hash > ?1 ORDER BY hash LIMIT ?2");
  Query query(covers, std::string_view(after), static_cast<std::int64_t>(most));
  std::vector<store::Cover> found;
  while (query.step()) {
    found.push_back(read_cover(query.row()));
  }
  return found;
}

CopyWriter::CopyWriter(Connection& connection)
    : connection_(connection), counters_row_(connection), tables_(connection) {}

catalog::BookId CopyWriter::reached() {
  return {single_integer(connection_,
                         "SELECT max(coalesce((SELECT max(id) FROM books), 0),"
                         " coalesce((SELECT max(id) FROM tombstones), 0))")};
}

void CopyWriter::add(std::span<const store::BookHistory> records) {
  Transaction transaction(connection_);
  for (const store::BookHistory& record : records) {
    for (const store::SupersededVersion& version : record.versions) {
      tables_.insert_version(version.book);
    }
    if (record.live) {
      tables_.insert(*record.live, store::duplicate_key(record.live->book.fields));
    }
    if (record.deleted) {
      tables_.insert_tombstone(record.id, *record.deleted);
    }
  }
  transaction.commit();
}

void CopyWriter::add_covers(std::span<const store::Cover> covers) {
  Transaction transaction(connection_);
  for (const store::Cover& cover : covers) {
    tables_.save_cover(std::make_shared<const store::Cover>(cover));
  }
  transaction.commit();
}

store::CopyTotals CopyWriter::counted() { return counted_in(connection_); }

void CopyWriter::finish(const store::CopyTotals& totals) {
  Transaction transaction(connection_);
  counters_row_.write({totals.sequence, totals.last_id, totals.books});
  transaction.commit();
}

}  // namespace sqlite

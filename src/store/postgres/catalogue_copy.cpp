#include "store/postgres/catalogue_copy.hpp"

#include <unordered_map>
#include <utility>

#include "store/postgres/released_form.hpp"
#include "store/postgres/write_load_sql.hpp"

namespace postgres {
namespace {

store::CopyTotals count(Client& client) {
  const Rows rows = client.query(
      "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM tombstones),"
      " (SELECT count(*) FROM document_versions),"
      " ((SELECT coalesce(sum(seq), 0) FROM documents)"
      " + (SELECT coalesce(sum(seq), 0) FROM tombstones)"
      " + (SELECT coalesce(sum(seq), 0) FROM document_versions))::bigint");
  store::CopyTotals totals;
  totals.books = rows.integer(0, 0);
  totals.tombstones = rows.integer(0, 1);
  totals.versions = rows.integer(0, 2);
  totals.sequence_sum = rows.integer(0, 3);
  return totals;
}

std::string live_sql() {
  return "SELECT " + stored_columns() + " FROM documents WHERE id = ANY($1::bigint[])";
}

std::string versions_sql() {
  return "SELECT " + stored_columns() +
         ", created_ms, updated_ms FROM document_versions WHERE id = ANY($1::bigint[])"
         " ORDER BY id, version";
}
constexpr int document_column = 2;

store::SupersededVersion read_version(const Rows& rows, int row) {
  store::SupersededVersion version;
  RowReader reader(rows, row);
  if (!rows.is_null(row, document_column)) {
    version.book = read_stored(reader);
    return version;
  }
  version.holds = store::SupersededVersion::Holds::nothing;
  const store::BookDocument nothing = read_document(reader);
  version.book.book.id = nothing.id;
  version.book.book.version = nothing.version;
  version.book.lifecycle = read_lifecycle(reader);
  version.book.book.created_at = store::from_ms(reader.integer());
  version.book.book.updated_at = store::from_ms(reader.integer());
  return version;
}

}  // namespace

bool is_unfinished_copy(Client& client) {
  const auto is_unfinished = [&](const store::TableNames& names) {
    return client.query(store::with_names(store::unfinished_copy_sql, names)).boolean(0, 0);
  };
  return is_unfinished(table_names) ||
         (released_form(client) != ReleasedForm::absent && is_unfinished(released_table_names));
}

store::CopyTotals CopyReader::totals() {
  store::CopyTotals totals = count(client_);
  const Rows rows = client_.query(
      "SELECT c.seq, CASE WHEN s.is_called THEN s.last_value ELSE 0 END"
      " FROM catalogue AS c CROSS JOIN book_ids AS s");
  totals.sequence.value = rows.integer(0, 0);
  totals.last_id.value = rows.integer(0, 1);
  return totals;
}

std::vector<store::BookHistory> CopyReader::read(catalog::BookId after, std::size_t most) {
  const Rows found = client_.query(
      "(SELECT id FROM documents WHERE id > $1 ORDER BY id LIMIT $2) UNION ALL"
      " (SELECT id FROM tombstones WHERE id > $1 ORDER BY id LIMIT $2) ORDER BY id LIMIT $2",
      Parameters().add(after.value).add(static_cast<std::int64_t>(most)));
  std::vector<store::BookHistory> records;
  std::unordered_map<std::int64_t, std::size_t> place_of;
  Column ids(Type::big);
  for (int row = 0; row < found.count(); ++row) {
    const catalog::BookId id{found.integer(row, 0)};
    place_of.emplace(id.value, records.size());
    records.push_back({id, {}, {}, {}});
    ids.add(id.value);
  }
  Parameters parameters;
  parameters.add(ids);
  const Rows live = client_.query(live_sql(), parameters);
  for (int row = 0; row < live.count(); ++row) {
    RowReader reader(live, row);
    records[place_of.at(live.integer(row, 0))].live = read_stored(reader);
  }
  const Rows deleted = client_.query("SELECT id, " + std::string(tombstone_columns) +
                                         " FROM tombstones WHERE id = ANY($1::bigint[])",
                                     parameters);
  for (int row = 0; row < deleted.count(); ++row) {
    RowReader reader(deleted, row);
    const std::int64_t id = reader.integer();
    records[place_of.at(id)].deleted = read_tombstone(reader);
  }
  const Rows versions = client_.query(versions_sql(), parameters);
  for (int row = 0; row < versions.count(); ++row) {
    records[place_of.at(versions.integer(row, 0))].versions.push_back(read_version(versions, row));
  }
  return records;
}

std::vector<store::Cover> CopyReader::read_covers(const std::string& after, std::size_t most) {
  const Rows rows =
      client_.query("SELECT hash, type, data FROM covers WHERE hash > $1 ORDER BY hash LIMIT $2",
                    Parameters().add(std::string_view(after)).add(static_cast<std::int64_t>(most)));
  std::vector<store::Cover> found;
  for (int row = 0; row < rows.count(); ++row) {
    RowReader reader(rows, row);
    found.push_back(read_cover(reader));
  }
  return found;
}

catalog::BookId CopyWriter::reached() {
  return {client_
              .query("SELECT greatest((SELECT max(id) FROM documents),"
                     " (SELECT max(id) FROM tombstones), 0)")
              .integer(0, 0)};
}

void CopyWriter::add(std::span<const store::BookHistory> records) {
  Transaction transaction(client_);
  for (const Statement& statement : record_statements(records)) {
    client_.query(statement.sql, statement.parameters);
  }
  transaction.commit();
}

void CopyWriter::add_covers(std::span<const store::Cover> covers) {
  Transaction transaction(client_);
  for (const store::Cover& cover : covers) {
    const Statement statement = cover_statement(cover);
    client_.query(statement.sql, statement.parameters);
  }
  transaction.commit();
}

store::CopyTotals CopyWriter::counted() { return count(client_); }

void CopyWriter::finish(const store::CopyTotals& totals) {
  Transaction transaction(client_);
  if (totals.last_id.value > 0) {
    client_.query("SELECT setval('book_ids', $1)", Parameters().add(totals.last_id.value));
  }
  client_.query("UPDATE catalogue SET seq = $1, books = $2",
                Parameters().add(totals.sequence.value).add(totals.books));
  client_.run("ANALYZE documents; ANALYZE book_isbns; ANALYZE document_versions");
  transaction.commit();
}

}  // namespace postgres

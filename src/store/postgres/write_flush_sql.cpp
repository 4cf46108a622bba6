// The second half of a batch: a WriteBatchTables's changes as whole columns, one statement per
// kind.
#include <array>
#include <span>
#include <utility>

#include "store/duplicate_key.hpp"
#include "store/packed_text.hpp"
#include "store/postgres/write_load_sql.hpp"

namespace postgres {
namespace {

using catalog::BookId;
using store::StoredBook;
using store::to_ms;

struct TypedColumn {
  std::string_view name;
  Type type;
};

constexpr std::array<TypedColumn, 8> version_columns{{{"id", Type::big},
                                                      {"version", Type::big},
                                                      {"seq", Type::big},
                                                      {"created_ms", Type::big},
                                                      {"updated_ms", Type::big},
                                                      {"change", Type::small},
                                                      {"actor", Type::text},
                                                      {"doc", Type::json}}};
constexpr std::array<TypedColumn, 9> book_columns{{{"id", Type::big},
                                                   {"version", Type::big},
                                                   {"seq", Type::big},
                                                   {"created_ms", Type::big},
                                                   {"updated_ms", Type::big},
                                                   {"change", Type::small},
                                                   {"actor", Type::text},
                                                   {"doc", Type::json},
                                                   {"duplicate_key", Type::big}}};

std::string_view array_of(Type type) {
  switch (type) {
    case Type::big:
      return "bigint[]";
    case Type::integer:
      return "integer[]";
    case Type::small:
      return "smallint[]";
    case Type::json:
      return "json[]";
    case Type::bytes:
      return "bytea[]";
    case Type::boolean:
    case Type::text:
    case Type::integers:
    case Type::texts:
    case Type::jsons:
    case Type::bytes_array:
    case Type::bigs:
    case Type::smalls:
      break;
  }
  return "text[]";
}

std::string names_of(std::span<const TypedColumn> columns) {
  std::string names;
  for (const TypedColumn& column : columns) {
    names.append(names.empty() ? "" : ", ").append(column.name);
  }
  return names;
}

// unnest($2::bigint[], …) AS t(id, …); $1 is the number of changes of the batch.
std::string unnested(std::span<const TypedColumn> columns) {
  std::string arrays;
  int parameter = 2;
  for (const TypedColumn& column : columns) {
    arrays.append(arrays.empty() ? "" : ", ").append("$").append(std::to_string(parameter++));
    arrays.append("::").append(array_of(column.type));
  }
  return "unnest(" + arrays + ") AS t(" + names_of(columns) + ")";
}

// A sequence number given by this batch counts from first_sequence; the row of counters, already
// moved in this transaction, says what it becomes.
std::string sequence_of(std::string_view value) {
  const std::string first = std::to_string(first_sequence);
  std::string sql = "CASE WHEN ";
  return sql.append(value) + " >= " + first + " THEN " + std::string(value) + " - " + first +
         " + 1 - $1 + (SELECT seq FROM catalogue) ELSE " + std::string(value) + " END";
}

std::string value_of(const TypedColumn& column) {
  const std::string name = "t." + std::string(column.name);
  return column.name == "seq" ? sequence_of(name) : name;
}

std::string insert_sql(std::string_view table, std::span<const TypedColumn> columns) {
  std::string values;
  for (const TypedColumn& column : columns) {
    values.append(values.empty() ? "" : ", ").append(value_of(column));
  }
  return "INSERT INTO " + std::string(table) + " (" + names_of(columns) + ") SELECT " + values +
         " FROM " + unnested(columns);
}

std::string update_documents_sql(std::span<const TypedColumn> columns) {
  std::string settings;
  for (const TypedColumn& column : columns.subspan(1)) {
    settings.append(settings.empty() ? "" : ", ").append(column.name).append(" = ");
    settings.append(value_of(column));
  }
  return "UPDATE documents AS d SET " + settings + " FROM " + unnested(columns) +
         " WHERE d.id = t.id";
}

constexpr std::array<TypedColumn, 5> typed_tombstone_columns{{{"id", Type::big},
                                                              {"version", Type::big},
                                                              {"seq", Type::big},
                                                              {"at_ms", Type::big},
                                                              {"actor", Type::text}}};
constexpr std::array<TypedColumn, 9> idempotency_columns{{{"key", Type::text},
                                                          {"request", Type::bytes},
                                                          {"book", Type::big},
                                                          {"version", Type::big},
                                                          {"change", Type::small},
                                                          {"seq", Type::big},
                                                          {"duplicates", Type::text},
                                                          {"results", Type::json},
                                                          {"at_ms", Type::big}}};

// Every SQL text of a batch, made once.
struct Texts {
  std::string insert_books = insert_sql("documents", book_columns);
  std::string update_books = update_documents_sql(book_columns);
  std::string insert_versions = insert_sql("document_versions", version_columns);
  std::string insert_tombstones = insert_sql("tombstones", typed_tombstone_columns);
  // Over a row whose lifetime is over but which is not forgotten yet.
  std::string insert_keys = insert_sql("idempotency", idempotency_columns) +
                            " ON CONFLICT (key) DO UPDATE SET request = excluded.request,"
                            " book = excluded.book, version = excluded.version,"
                            " change = excluded.change, seq = excluded.seq,"
                            " duplicates = excluded.duplicates, results = excluded.results,"
                            " at_ms = excluded.at_ms";
};
const Texts& texts() {
  static const Texts made;
  return made;
}

// Rows as columns, gathered row by row.
class ColumnSet {
 public:
  explicit ColumnSet(std::span<const TypedColumn> columns) {
    columns_.reserve(columns.size());
    for (const TypedColumn& column : columns) {
      columns_.emplace_back(column.type);
    }
  }

  void begin_row() noexcept { next_ = 0; }
  void integer(std::int64_t value) { columns_[next_++].add(value); }
  void text(std::string_view value) { columns_[next_++].add_text_or_null(value); }
  // Never NULL, even when empty.
  void whole_text(std::string_view value) { columns_[next_++].add(value); }

  bool empty() const noexcept { return columns_.front().empty(); }
  Parameters parameters(std::int64_t changes) && {
    Parameters parameters;
    parameters.add(changes);
    for (Column& column : columns_) {
      parameters.add(std::move(column));
    }
    return parameters;
  }

 private:
  std::vector<Column> columns_;
  std::size_t next_ = 0;
};

void add_version(ColumnSet& set, const StoredBook& stored) {
  set.begin_row();
  set.integer(stored.book.id.value);
  set.integer(stored.book.version.value);
  set.integer(stored.lifecycle.sequence.value);
  set.integer(to_ms(stored.book.created_at));
  set.integer(to_ms(stored.book.updated_at));
  set.integer(static_cast<std::int64_t>(stored.lifecycle.change));
  set.text(stored.lifecycle.actor);
  set.text(stored.document);
}

void add_book(ColumnSet& set, const StoredBook& stored, std::int64_t duplicate_key) {
  add_version(set, stored);
  set.integer(duplicate_key);
}

// Everything a WriteBatchTables changed, by kind.
struct Changes {
  ColumnSet inserted{book_columns};
  ColumnSet updated{book_columns};
  Column removed{Type::big};
  ColumnSet versions{version_columns};
  ColumnSet tombstones{typed_tombstone_columns};
  Column revived{Type::big};
  Column isbns_gone{Type::text};
  Column isbns_gone_books{Type::big};
  Column isbns_new{Type::text};
  Column isbns_new_books{Type::big};
  ColumnSet keys{idempotency_columns};

  void add(BookId id, const WriteBatchTables::Entry& entry);
  void add_isbns(BookId id, const WriteBatchTables::Entry& entry);
};

void Changes::add_isbns(BookId id, const WriteBatchTables::Entry& entry) {
  const auto isbns = [](const std::optional<StoredBook>& stored) {
    return stored ? store::isbns_of(stored->book.fields) : std::vector<catalog::Isbn>{};
  };
  const std::vector<catalog::Isbn> before = isbns(entry.live_before);
  const std::vector<catalog::Isbn> after = isbns(entry.live);
  if (before == after) {
    return;
  }
  for (const catalog::Isbn& isbn : before) {
    isbns_gone.add(isbn.digits());
    isbns_gone_books.add(id.value);
  }
  for (const catalog::Isbn& isbn : after) {
    isbns_new.add(isbn.digits());
    isbns_new_books.add(id.value);
  }
}

void Changes::add(BookId id, const WriteBatchTables::Entry& entry) {
  if (entry.live) {
    add_book(entry.live_before ? updated : inserted, *entry.live, entry.duplicate_key);
  }
  if (entry.live_before && !entry.live) {
    removed.add(id.value);
  }
  if (entry.deleted_before) {
    revived.add(id.value);  // replaced when it is deleted again
  }
  if (entry.deleted) {
    tombstones.begin_row();
    tombstones.integer(id.value);
    tombstones.integer(entry.deleted->version.value);
    tombstones.integer(entry.deleted->sequence.value);
    tombstones.integer(to_ms(entry.deleted->at));
    tombstones.text(entry.deleted->actor);
  }
  add_isbns(id, entry);
}

void add_key(ColumnSet& keys, const WriteBatchTables::KeyEntry& entry, base::Instant now) {
  const store::IdempotencyRecord& idempotency_record = entry.idempotency_record;
  keys.begin_row();
  keys.whole_text(entry.key.key);
  const auto* const request = static_cast<const void*>(entry.key.request.data());
  keys.whole_text({static_cast<const char*>(request), entry.key.request.size()});
  keys.integer(idempotency_record.book.value);
  keys.integer(idempotency_record.version.value);
  keys.integer(static_cast<std::int64_t>(idempotency_record.change));
  keys.integer(idempotency_record.sequence.value);
  keys.text(store::pack(idempotency_record.duplicates));
  keys.text(idempotency_record.results);
  keys.integer(to_ms(now));
}

void append_statements(std::vector<Statement>& statements, Changes&& changes, std::int64_t count) {
  const auto add_set = [&](const std::string& sql, ColumnSet& set) {
    if (!set.empty()) {
      statements.push_back({sql, std::move(set).parameters(count)});
    }
  };
  const auto add_column = [&](std::string_view sql, Column& column) {
    if (!column.empty()) {
      statements.push_back({std::string(sql), std::move(Parameters().add(std::move(column)))});
    }
  };
  add_set(texts().insert_versions, changes.versions);
  add_column("DELETE FROM documents WHERE id = ANY($1::bigint[])", changes.removed);
  add_column("DELETE FROM tombstones WHERE id = ANY($1::bigint[])", changes.revived);
  add_set(texts().insert_tombstones, changes.tombstones);
  add_set(texts().insert_books, changes.inserted);
  add_set(texts().update_books, changes.updated);
  if (!changes.isbns_gone.empty()) {
    statements.push_back(
        {"DELETE FROM book_isbns AS i USING unnest($1::text[], $2::bigint[]) AS t(isbn, book)"
         " WHERE i.isbn = t.isbn AND i.book = t.book",
         std::move(Parameters()
                       .add(std::move(changes.isbns_gone))
                       .add(std::move(changes.isbns_gone_books)))});
  }
  if (!changes.isbns_new.empty()) {
    statements.push_back(
        {"INSERT INTO book_isbns (isbn, book) SELECT * FROM unnest($1::text[], $2::bigint[])",
         std::move(Parameters()
                       .add(std::move(changes.isbns_new))
                       .add(std::move(changes.isbns_new_books)))});
  }
  add_set(texts().insert_keys, changes.keys);
}

}  // namespace

std::vector<Statement> store_statements(const WriteBatchTables& tables, Statement counting,
                                        std::int64_t count, base::Instant now) {
  Changes changes;
  for (const auto& [id, entry] : tables.entries()) {
    if (entry.has_changed) {
      changes.add(id, entry);
    }
  }
  for (const store::SupersededVersion& version : tables.new_versions()) {
    add_version(changes.versions, version.book);
  }
  for (const WriteBatchTables::KeyEntry& entry : tables.new_keys()) {
    add_key(changes.keys, entry, now);
  }

  std::vector<Statement> statements;
  statements.push_back(std::move(counting));
  for (const store::CoverPtr& cover : tables.new_covers()) {
    statements.push_back(cover_statement(*cover));
  }
  append_statements(statements, std::move(changes), count);
  statements.push_back({"COMMIT", {}});
  return statements;
}

Statement cover_statement(const store::Cover& cover) {
  return {
      "INSERT INTO covers (hash, type, data) VALUES ($1, $2::bigint::smallint, $3)"
      " ON CONFLICT (hash) DO NOTHING",
      std::move(Parameters()
                    .add(std::string_view(cover.hash))
                    .add(static_cast<std::int64_t>(cover.type))
                    .add_bytes(cover.bytes))};
}

std::vector<Statement> record_statements(std::span<const store::BookHistory> records) {
  Changes changes;
  for (const store::BookHistory& record : records) {
    const std::int64_t duplicate_key =
        record.live ? store::duplicate_key(record.live->book.fields) : 0;
    changes.add(record.id,
                {std::nullopt, std::nullopt, record.live, record.deleted, true, duplicate_key});
    for (const store::SupersededVersion& version : record.versions) {
      add_version(changes.versions, version.book);
    }
  }
  std::vector<Statement> statements;
  append_statements(statements, std::move(changes), 0);
  return statements;
}

}  // namespace postgres

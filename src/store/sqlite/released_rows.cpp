#include "store/sqlite/released_rows.hpp"

#include <optional>
#include <string>
#include <string_view>

#include "store/book_columns.hpp"
#include "store/renewed_fields.hpp"
#include "store/sqlite/book_rows.hpp"
#include "store/sqlite/catalogue_copy.hpp"

namespace sqlite {
namespace {

constexpr std::string_view version_columns =
    "id, version, created_ms, updated_ms, title, author, subtitle, original_title, contributors,"
    " isbn, other_isbns, identifiers, publisher, place, edition, year, language,"
    " original_language, pages, subjects, tags, cdd, cdu, series, volume, synopsis, cover, extra,"
    " change, actor, seq";
constexpr int title_column = 4;
constexpr int lifecycle_column = 28;

// Hands out the columns of a row from left to right.
class Columns {
 public:
  explicit Columns(const Statement& row) : row_(row) {}

  std::int64_t integer() { return row_.integer(next_++); }
  std::string_view text() { return row_.text(next_++); }
  std::optional<std::string> optional_text() {
    const bool is_null = row_.is_null(next_);
    const std::string_view value = text();
    return is_null ? std::nullopt : std::optional<std::string>(value);
  }
  std::optional<std::int32_t> optional_integer() {
    const bool is_null = row_.is_null(next_);
    const auto value = static_cast<std::int32_t>(integer());
    return is_null ? std::nullopt : std::optional(value);
  }
  [[noreturn]] static void damaged(std::string_view column) {
    throw_damaged("damaged value in column " + std::string(column));
  }

 private:
  const Statement& row_;
  int next_ = 0;
};

StoredBook read_version(const Statement& row) {
  StoredBook stored;
  Columns columns(row);
  stored.book.id.value = columns.integer();
  stored.book.version.value = columns.integer();
  stored.book.created_at = from_ms(columns.integer());
  stored.book.updated_at = from_ms(columns.integer());
  stored.lifecycle = read_lifecycle(row, lifecycle_column);
  if (!row.is_null(title_column)) {
    catalog::BookFields fields;
    store::read_fields(columns, fields);
    store::renew_fields(fields);
    stored.book.fields = std::move(fields);
    stored.document = formats::write_document(stored.book);
  }
  return stored;
}

std::string select_version(std::string_view rest) {
  return "SELECT " + std::string(version_columns) + std::string(rest);
}

}  // namespace

ReleasedRecordReader::ReleasedRecordReader(Connection& connection)
    : connection_(connection),
      ids_(connection,
           "SELECT id FROM books WHERE id > ?1 UNION ALL SELECT id FROM tombstones WHERE id > ?1"
           " ORDER BY id LIMIT ?2"),
      live_(connection, select_version(" FROM books WHERE id = ?1")),
      deleted_(connection, "SELECT version, seq, at_ms, actor FROM tombstones WHERE id = ?1"),
      versions_(connection, select_version(" FROM book_versions WHERE id = ?1 ORDER BY version")) {}

store::CopyTotals ReleasedRecordReader::totals() { return copy_totals(connection_); }

std::vector<store::BookHistory> ReleasedRecordReader::read(catalog::BookId after,
                                                           std::size_t most) {
  std::vector<store::BookHistory> records;
  Query ids(ids_, after.value, static_cast<std::int64_t>(most));
  while (ids.step()) {
    records.push_back(record({ids->integer(0)}));
  }
  return records;
}

store::BookHistory ReleasedRecordReader::record(catalog::BookId id) {
  store::BookHistory record{id, {}, std::nullopt, std::nullopt};
  if (Query live(live_, id.value); live.step()) {
    record.live = read_version(live.row());
  }
  if (Query deleted(deleted_, id.value); deleted.step()) {
    record.deleted = Tombstone{{deleted->integer(0)},
                               {deleted->integer(1)},
                               from_ms(deleted->integer(2)),
                               std::string(deleted->text(3))};
  }
  Query versions(versions_, id.value);
  while (versions.step()) {
    using Holds = store::SupersededVersion::Holds;
    StoredBook stored = read_version(versions.row());
    const Holds holds = stored.document.empty() ? Holds::nothing : Holds::fields;
    record.versions.push_back({std::move(stored), holds});
  }
  return record;
}

}  // namespace sqlite

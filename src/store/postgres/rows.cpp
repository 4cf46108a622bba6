#include "store/postgres/rows.hpp"

#include <array>

#include "store/book_columns.hpp"
#include "store/postgres/storage_error.hpp"

namespace postgres {

std::string_view Rows::text(int row, int column) const noexcept {
  // Most columns of most books are NULL.
  const auto length = static_cast<std::size_t>(PQgetlength(result_.get(), row, column));
  return length == 0 ? std::string_view()
                     : std::string_view(PQgetvalue(result_.get(), row, column), length);
}

std::int64_t Rows::integer(int row, int column) const noexcept {
  const std::string_view bytes = text(row, column);
  if (bytes.empty()) {
    return 0;
  }
  std::uint64_t value = (static_cast<unsigned char>(bytes[0]) & 0x80U) != 0 ? ~std::uint64_t{0} : 0;
  for (const char byte : bytes) {
    value = value << 8 | static_cast<unsigned char>(byte);
  }
  return static_cast<std::int64_t>(value);
}

std::optional<std::string> RowReader::optional_text() {
  if (is_null()) {
    ++next_;
    return std::nullopt;
  }
  return std::string(text());
}

std::optional<std::int32_t> RowReader::optional_integer() {
  if (is_null()) {
    ++next_;
    return std::nullopt;
  }
  return static_cast<std::int32_t>(integer());
}

void RowReader::damaged(std::string_view column) {
  throw StorageError("XX001", "damaged value in column " + std::string(column));
}

catalog::Sequence sequence_in(const Rows& rows) {
  if (rows.count() == 0) {
    RowReader::damaged("catalogue");
  }
  return {rows.integer(0, 0)};
}

void read_book(RowReader& row, catalog::Book& book) {
  book.id.value = row.integer();
  book.version.value = row.integer();
  book.created_at = store::from_ms(row.integer());
  book.updated_at = store::from_ms(row.integer());
  store::read_fields(row, book.fields);
}

namespace {

store::Lifecycle read_lifecycle(RowReader& row) {
  const std::int64_t change = row.integer();
  if (change < 0 || change > static_cast<std::int64_t>(store::Change::restored)) {
    RowReader::damaged("change");
  }
  std::string actor(row.text());
  return {static_cast<store::Change>(change), std::move(actor), {row.integer()}};
}

}  // namespace

std::string stored_columns(std::string_view qualifier) {
  constexpr std::array<std::string_view, 3> lifecycle{"change", "actor", "seq"};
  return store::book_columns(qualifier) + ", " + store::joined(lifecycle, qualifier);
}

store::StoredBook read_stored(RowReader& row) {
  store::StoredBook stored;
  read_book(row, stored.book);
  stored.lifecycle = read_lifecycle(row);
  return stored;
}

store::Tombstone read_tombstone(RowReader& row) {
  const catalog::Version version{row.integer()};
  const catalog::Sequence sequence{row.integer()};
  const base::Instant at = store::from_ms(row.integer());
  return {version, sequence, at, std::string(row.text())};
}

}  // namespace postgres

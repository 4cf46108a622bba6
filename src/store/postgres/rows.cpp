#include "store/postgres/rows.hpp"

#include <initializer_list>

#include "store/postgres/storage_error.hpp"

namespace postgres {
namespace {

std::int64_t integer_in(std::string_view bytes) noexcept {
  if (bytes.empty()) {
    return 0;
  }
  std::uint64_t value = (static_cast<unsigned char>(bytes[0]) & 0x80U) != 0 ? ~std::uint64_t{0} : 0;
  for (const char byte : bytes) {
    value = value << 8 | static_cast<unsigned char>(byte);
  }
  return static_cast<std::int64_t>(value);
}

}  // namespace

std::string_view Rows::text(int row, int column) const noexcept {
  // Most columns of most books are NULL.
  const auto length = static_cast<std::size_t>(PQgetlength(result_.get(), row, column));
  return length == 0 ? std::string_view()
                     : std::string_view(PQgetvalue(result_.get(), row, column), length);
}

std::int64_t Rows::integer(int row, int column) const noexcept {
  return integer_in(text(row, column));
}

// Behind a header of five words come the elements, each behind a word with its size.
std::vector<std::int64_t> Rows::integers(int row, int column) const {
  constexpr std::size_t header_size = 20;
  constexpr std::size_t size_size = 4;
  constexpr std::size_t element_size = 8;
  std::string_view bytes = text(row, column);
  std::vector<std::int64_t> found;
  if (bytes.size() < header_size) {
    return found;
  }
  bytes.remove_prefix(header_size);
  found.reserve(bytes.size() / (size_size + element_size));
  while (bytes.size() >= size_size + element_size &&
         integer_in(bytes.substr(0, size_size)) == element_size) {
    found.push_back(integer_in(bytes.substr(size_size, element_size)));
    bytes.remove_prefix(size_size + element_size);
  }
  return bytes.empty() ? found : std::vector<std::int64_t>{};
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

namespace {

// "a, b, c", each name behind `qualifier`.
std::string columns(std::initializer_list<std::string_view> names, std::string_view qualifier) {
  std::string list;
  for (const std::string_view name : names) {
    list.append(list.empty() ? "" : ", ").append(qualifier).append(name);
  }
  return list;
}

}  // namespace

std::string document_columns(std::string_view qualifier) {
  return columns({"id", "version", "doc"}, qualifier);
}

store::BookDocument read_document(RowReader& row) {
  const catalog::BookId id{row.integer()};
  const catalog::Version version{row.integer()};
  return {id, version, std::string(row.text())};
}

catalog::Book parsed(const store::BookDocument& document) {
  auto book = formats::read_document(document.json);
  if (!book || book->id != document.id || book->version != document.version) {
    RowReader::damaged("doc of book " + std::to_string(document.id.value));
  }
  return *std::move(book);
}

std::string lifecycle_columns(std::string_view qualifier) {
  return columns({"change", "actor", "seq"}, qualifier);
}

store::Lifecycle read_lifecycle(RowReader& row) {
  const std::int64_t change = row.integer();
  if (change < 0 || change > static_cast<std::int64_t>(store::Change::restored)) {
    RowReader::damaged("change");
  }
  std::string actor(row.text());
  return {static_cast<store::Change>(change), std::move(actor), {row.integer()}};
}

std::string stored_columns(std::string_view qualifier) {
  return document_columns(qualifier) + ", " + lifecycle_columns(qualifier);
}

store::StoredBook read_stored(RowReader& row) {
  store::BookDocument document = read_document(row);
  return {parsed(document), read_lifecycle(row), std::move(document.json)};
}

store::Tombstone read_tombstone(RowReader& row) {
  const catalog::Version version{row.integer()};
  const catalog::Sequence sequence{row.integer()};
  const base::Instant at = store::from_ms(row.integer());
  return {version, sequence, at, std::string(row.text())};
}

store::Cover read_cover(RowReader& row) {
  store::Cover cover;
  cover.hash = row.text();
  cover.type = static_cast<catalog::ImageType>(row.integer());
  cover.bytes = row.text();
  return cover;
}

}  // namespace postgres

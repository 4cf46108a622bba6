#include "store/sqlite/book_rows.hpp"

#include <utility>

#include "formats/book_document.hpp"

namespace sqlite {

store::BookDocument read_document(const Statement& row) {
  return {{row.integer(0)}, {row.integer(1)}, std::string(row.text(2))};
}

catalog::Book parsed(const store::BookDocument& document) {
  auto book = formats::read_document(document.json);
  if (!book || book->id != document.id || book->version != document.version) {
    throw_damaged("damaged document of book " + std::to_string(document.id.value));
  }
  return *std::move(book);
}

std::string json_array(std::span<const catalog::BookId> ids) {
  std::string json = "[";
  for (const catalog::BookId id : ids) {
    if (json.size() > 1) {
      json += ',';
    }
    json += std::to_string(id.value);
  }
  return json += ']';
}

store::Change read_change(const Statement& row, int column) {
  const std::int64_t change = row.integer(column);
  if (change < 0 || change > static_cast<std::int64_t>(store::Change::restored)) {
    throw_damaged("damaged value in column change");
  }
  return static_cast<store::Change>(change);
}

store::Lifecycle read_lifecycle(const Statement& row, int first_column) {
  return {read_change(row, first_column), std::string(row.text(first_column + 1)),
          catalog::Sequence{row.integer(first_column + 2)}};
}

store::Cover read_cover(const Statement& row) {
  const std::span<const std::uint8_t> data = row.bytes(2);
  return {std::string(row.text(0)), static_cast<catalog::ImageType>(row.integer(1)),
          std::string(data.begin(), data.end())};
}

}  // namespace sqlite

#include "store/sqlite/book_rows.hpp"

#include <utility>

namespace sqlite {
namespace {

[[noreturn]] void damaged(std::string_view column) {
  throw_damaged("damaged value in column " + std::string(column));
}

// Hands out the columns of a row from left to right.
class Columns {
 public:
  explicit Columns(const Statement& row) : row_(row) {}

  std::string_view text() { return row_.text(next_++); }
  std::int64_t integer() { return row_.integer(next_++); }
  std::optional<std::int32_t> optional_integer() {
    const int column = next_++;
    if (row_.is_null(column)) {
      return std::nullopt;
    }
    return static_cast<std::int32_t>(row_.integer(column));
  }
  std::optional<std::string> optional_text() {
    if (row_.is_null(next_)) {
      ++next_;
      return std::nullopt;
    }
    return std::string(text());
  }

  [[noreturn]] static void damaged(std::string_view column) { sqlite::damaged(column); }

 private:
  const Statement& row_;
  int next_ = 0;
};

}  // namespace

void read_book(const Statement& row, catalog::Book& book) {
  Columns columns(row);
  book.id.value = columns.integer();
  book.version.value = columns.integer();
  book.created_at = from_ms(columns.integer());
  book.updated_at = from_ms(columns.integer());
  store::read_fields(columns, book.fields);
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
    damaged("change");
  }
  return static_cast<store::Change>(change);
}

store::Lifecycle read_lifecycle(const Statement& row, int first_column) {
  return {read_change(row, first_column), std::string(row.text(first_column + 1)),
          catalog::Sequence{row.integer(first_column + 2)}};
}

BoundFields::BoundFields(Statement& statement, int first_parameter,
                         const catalog::BookFields& fields)
    : packed_(fields) {
  struct Sink {
    Statement& statement;
    int next;
    void text(std::string_view value) { statement.bind_or_null(next++, value); }
    void integer(const std::optional<std::int32_t>& value) {
      value ? statement.bind(next++, std::int64_t{*value}) : statement.bind_null(next++);
    }
  } sink{statement, first_parameter};
  store::write_fields(fields, packed_, sink);
}

}  // namespace sqlite

#include "store/sqlite/book_rows.hpp"

#include <sqlite3.h>

#include <utility>

#include "store/packed_text.hpp"

namespace sqlite {
namespace {

[[noreturn]] void damaged(std::string_view column) {
  throw StorageError(StorageError::Kind::unavailable, SQLITE_CORRUPT,
                     "damaged value in column " + std::string(column));
}

template <class T>
T sound(std::optional<T> value, std::string_view column) {
  if (!value) {
    damaged(column);
  }
  return *std::move(value);
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

 private:
  const Statement& row_;
  int next_ = 0;
};

// Most lists are absent in most books.
template <class Unpack, class List>
void read_list(std::string_view packed, Unpack unpack, List& list) {
  if (!packed.empty()) {
    list = sound(unpack(packed), "of a packed list");
  }
}

// In the order of field_columns.
void read_fields(Columns& columns, catalog::BookFields& fields) {
  fields.title = columns.text();
  fields.author = columns.optional_text();
  fields.subtitle = columns.text();
  fields.original_title = columns.text();
  read_list(columns.text(), store::unpack_contributors, fields.contributors);
  if (const std::string_view isbn = columns.text(); !isbn.empty()) {
    fields.isbn = sound(catalog::Isbn::parse(isbn), "isbn");
  }
  read_list(columns.text(), store::unpack_isbns, fields.other_isbns);
  read_list(columns.text(), store::unpack_identifiers, fields.identifiers);
  fields.publisher = columns.text();
  fields.place = columns.text();
  fields.edition = columns.text();
  fields.year = columns.optional_integer();
  fields.language = columns.text();
  fields.original_language = columns.text();
  fields.pages = columns.optional_integer();
  read_list(columns.text(), store::unpack_texts, fields.subjects);
  read_list(columns.text(), store::unpack_texts, fields.tags);
  fields.cdd = columns.text();
  fields.cdu = columns.text();
  const std::string_view series = columns.text();
  if (series.empty()) {
    columns.text();
  } else {
    catalog::Series& kept = fields.series.emplace();
    kept.name = series;
    kept.volume = columns.text();
  }
  fields.synopsis = columns.text();
  fields.cover = columns.text();
  fields.extra = columns.text();
}

}  // namespace

std::string joined(std::span<const std::string_view> columns, std::string_view qualifier) {
  std::string list;
  for (const std::string_view column : columns) {
    list.append(list.empty() ? "" : ", ").append(qualifier).append(column);
  }
  return list;
}

std::string book_columns(std::string_view qualifier) {
  constexpr std::array<std::string_view, 4> leading{"id", "version", "created_ms", "updated_ms"};
  return joined(leading, qualifier) + ", " + joined(field_columns, qualifier);
}

void read_book(const Statement& row, catalog::Book& book) {
  Columns columns(row);
  book.id.value = columns.integer();
  book.version.value = columns.integer();
  book.created_at = from_ms(columns.integer());
  book.updated_at = from_ms(columns.integer());
  read_fields(columns, book.fields);
}

Lifecycle read_lifecycle(const Statement& row, int first_column) {
  const std::int64_t change = row.integer(first_column);
  if (change < 0 || change > static_cast<std::int64_t>(store::Change::restored)) {
    damaged("change");
  }
  return {static_cast<store::Change>(change), std::string(row.text(first_column + 1)),
          catalog::Sequence{row.integer(first_column + 2)}};
}

BoundFields::BoundFields(Statement& statement, int first_parameter,
                         const catalog::BookFields& fields)
    : contributors_(store::pack(fields.contributors)),
      other_isbns_(store::pack(fields.other_isbns)),
      identifiers_(store::pack(fields.identifiers)),
      subjects_(store::pack(fields.subjects)),
      tags_(store::pack(fields.tags)) {
  int next = first_parameter;
  const auto text = [&](std::string_view value) { statement.bind_or_null(next++, value); };
  const auto integer = [&](const std::optional<std::int32_t>& value) {
    value ? statement.bind(next++, std::int64_t{*value}) : statement.bind_null(next++);
  };
  statement.bind(next++, std::string_view(fields.title));
  // An author is never empty, so NULL means what null means on the wire.
  text(fields.author ? std::string_view(*fields.author) : std::string_view());
  text(fields.subtitle);
  text(fields.original_title);
  text(contributors_);
  text(fields.isbn ? fields.isbn->digits() : std::string_view());
  text(other_isbns_);
  text(identifiers_);
  text(fields.publisher);
  text(fields.place);
  text(fields.edition);
  integer(fields.year);
  text(fields.language);
  text(fields.original_language);
  integer(fields.pages);
  text(subjects_);
  text(tags_);
  text(fields.cdd);
  text(fields.cdu);
  text(fields.series ? std::string_view(fields.series->name) : std::string_view());
  text(fields.series ? std::string_view(fields.series->volume) : std::string_view());
  text(fields.synopsis);
  text(fields.cover);
  text(fields.extra);
}

}  // namespace sqlite

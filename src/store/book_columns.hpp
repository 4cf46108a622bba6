// A book's fields as columns: their names, order and packed forms, the same in every SQL store and
// in `books` as in `book_versions`. Texts that are absent are NULL. Pure functions, any thread.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "catalog/book.hpp"
#include "store/packed_text.hpp"

namespace store {

// The columns of the fields that a client may set.
inline constexpr std::array<std::string_view, 24> field_columns{"title",        "author",
                                                                "subtitle",     "original_title",
                                                                "contributors", "isbn",
                                                                "other_isbns",  "identifiers",
                                                                "publisher",    "place",
                                                                "edition",      "year",
                                                                "language",     "original_language",
                                                                "pages",        "subjects",
                                                                "tags",         "cdd",
                                                                "cdu",          "series",
                                                                "volume",       "synopsis",
                                                                "cover",        "extra"};
constexpr bool holds_integers(std::string_view field_column) noexcept {
  return field_column == "year" || field_column == "pages";
}
inline constexpr int field_column_count = static_cast<int>(field_columns.size());

// A whole book: id, version, created_ms, updated_ms, then the fields.
inline constexpr int book_column_count = 4 + field_column_count;
// Each behind `qualifier`, "r." for instance.
std::string book_columns(std::string_view qualifier = {});

// "a, b, c", each name behind `qualifier`.
std::string joined(std::span<const std::string_view> columns, std::string_view qualifier = {});

// The columns that hold lists, as texts.
struct PackedFields {
  explicit PackedFields(const catalog::BookFields& fields)
      : contributors(pack(fields.contributors)),
        other_isbns(pack(fields.other_isbns)),
        identifiers(pack(fields.identifiers)),
        subjects(pack(fields.subjects)),
        tags(pack(fields.tags)) {}
  std::string contributors;
  std::string other_isbns;
  std::string identifiers;
  std::string subjects;
  std::string tags;
};

// Calls sink.text(value), where an empty one stands for NULL, and sink.integer(optional) for every
// column in the order of field_columns.
template <class Sink>
void write_fields(const catalog::BookFields& fields, const PackedFields& packed, Sink& sink) {
  using View = std::string_view;
  sink.text(fields.title);
  // An author is never empty, so NULL means what null means on the wire.
  sink.text(fields.author ? View(*fields.author) : View());
  sink.text(fields.subtitle);
  sink.text(fields.original_title);
  sink.text(packed.contributors);
  sink.text(fields.isbn ? View(fields.isbn->digits()) : View());
  sink.text(packed.other_isbns);
  sink.text(packed.identifiers);
  sink.text(fields.publisher);
  sink.text(fields.place);
  sink.text(fields.edition);
  sink.integer(fields.year);
  sink.text(fields.language);
  sink.text(fields.original_language);
  sink.integer(fields.pages);
  sink.text(packed.subjects);
  sink.text(packed.tags);
  sink.text(fields.cdd);
  sink.text(fields.cdu);
  sink.text(fields.series ? View(fields.series->name) : View());
  sink.text(fields.series ? View(fields.series->volume) : View());
  sink.text(fields.synopsis);
  sink.text(fields.cover);
  sink.text(fields.extra);
}

// Fills the fields of a new book from a row whose columns are handed out in the order of
// field_columns: Row has text() (empty for NULL), optional_text(), optional_integer() and
// damaged(column), which throws.
template <class Row>
void read_fields(Row& row, catalog::BookFields& fields) {
  // Most texts and lists are absent in most books.
  const auto read_text = [&row](std::string& field) {
    if (const std::string_view text = row.text(); !text.empty()) {
      field = text;
    }
  };
  const auto read_list = [&row](auto unpack, auto& list) {
    if (const std::string_view packed = row.text(); !packed.empty()) {
      auto items = unpack(packed);
      if (!items) {
        row.damaged("of a packed list");
      }
      list = *std::move(items);
    }
  };
  read_text(fields.title);
  fields.author = row.optional_text();
  read_text(fields.subtitle);
  read_text(fields.original_title);
  read_list(unpack_contributors, fields.contributors);
  if (const std::string_view isbn = row.text(); !isbn.empty()) {
    fields.isbn = catalog::Isbn::parse(isbn);
    if (!fields.isbn) {
      row.damaged("isbn");
    }
  }
  read_list(unpack_isbns, fields.other_isbns);
  read_list(unpack_identifiers, fields.identifiers);
  read_text(fields.publisher);
  read_text(fields.place);
  read_text(fields.edition);
  fields.year = row.optional_integer();
  read_text(fields.language);
  read_text(fields.original_language);
  fields.pages = row.optional_integer();
  read_list(unpack_texts, fields.subjects);
  read_list(unpack_texts, fields.tags);
  read_text(fields.cdd);
  read_text(fields.cdu);
  const std::string_view series = row.text();
  if (series.empty()) {
    row.text();
  } else {
    catalog::Series& kept = fields.series.emplace();
    kept.name = series;
    kept.volume = row.text();
  }
  read_text(fields.synopsis);
  read_text(fields.cover);
  read_text(fields.extra);
}

}  // namespace store

// Reads a book's fields out of the columns of the released form, which SQLite's `books` and
// `book_versions` share. Absent texts are NULL. A pure function, any thread.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "catalog/book.hpp"
#include "store/packed_text.hpp"

namespace store {

// Fills the fields of a new book from a row whose columns are handed out in the order of
// 0001_catalogue.sql, title first: Row has text() (empty for NULL), optional_text(),
// optional_integer() and damaged(column), which throws.
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

#include "store/sqlite/list_filter.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "store/sqlite/book_rows.hpp"

namespace sqlite {
namespace {

struct PartSql {
  std::string_view source;
  std::string_view test;
};

// In the order of Part. INDEXED BY: a plan that does not use the index is an error, not a slow
// query.
constexpr std::array<PartSql, 6> part_sql{{
    {"SELECT book AS id FROM book_isbns WHERE isbn = ?3",
     "EXISTS (SELECT 1 FROM book_isbns AS i WHERE i.isbn = ?3 AND i.book = b.id)"},
    {"SELECT value AS id FROM json_each(?2)", "b.id IN (SELECT value FROM json_each(?2))"},
    {"SELECT rowid AS id FROM book_words WHERE book_words MATCH ?4",
     "b.id IN (SELECT rowid FROM book_words WHERE book_words MATCH ?4)"},
    {"SELECT id FROM book_keys INDEXED BY keys_year WHERE year_key BETWEEN ?5 AND ?6",
     "b.year_key BETWEEN ?5 AND ?6"},
    {"SELECT id FROM book_keys INDEXED BY keys_language WHERE language = ?7"
     " UNION ALL SELECT id FROM book_keys INDEXED BY keys_language"
     " WHERE language > ?8 AND language < ?9",
     "(b.language = ?7 OR (b.language > ?8 AND b.language < ?9))"},
    {"SELECT id FROM book_keys INDEXED BY keys_updated WHERE updated_ms >= ?10",
     "b.updated_ms >= ?10"},
}};

constexpr std::string_view words_per_book =
    "EXISTS (SELECT 1 FROM book_words AS w WHERE w.book_words MATCH ?4 AND w.rowid = b.id)";

std::string_view column_of(catalog::TextField field) noexcept {
  switch (field) {
    case catalog::TextField::title:
      return "title";
    case catalog::TextField::author:
      return "author";
    case catalog::TextField::publisher:
      return "publisher";
    case catalog::TextField::subject:
      return "subject";
    case catalog::TextField::tag:
      return "tag";
  }
  check(false);
  return {};
}

// title : "mil" AND title : "anos": every word quoted, so that none is read as an operator.
std::string match_expression(const std::vector<catalog::TextFilter>& texts) {
  std::string expression;
  for (const catalog::TextFilter& text : texts) {
    for (const std::string& word : text.words) {
      check(word.find('"') == std::string::npos);
      if (!expression.empty()) {
        expression += " AND ";
      }
      expression.append(column_of(text.field)).append(" : \"").append(word).append("\"");
    }
  }
  return expression;
}

}  // namespace

std::string_view source_of(Part part) noexcept {
  return part_sql[static_cast<std::size_t>(part)].source;
}

std::string_view test_of(Part part, WordsTest words_test) noexcept {
  return part == Part::words && words_test == WordsTest::per_book
             ? words_per_book
             : part_sql[static_cast<std::size_t>(part)].test;
}

FilterValues::FilterValues(const catalog::Filter& filter) {
  if (filter.isbn) {
    parts_.push_back(Part::isbn);
    isbn_ = filter.isbn->digits();
  }
  if (!filter.ids.empty()) {
    parts_.push_back(Part::ids);
    ids_ = json_array(filter.ids);
  }
  words_ = match_expression(filter.texts);
  if (!words_.empty()) {
    parts_.push_back(Part::words);
  }
  if (const auto years = store::year_range(filter)) {
    parts_.push_back(Part::year);
    years_ = *years;
  }
  if (!filter.language.empty()) {
    parts_.push_back(Part::language);
    language_ = store::language_range(filter.language);
  }
  if (filter.updated_since) {
    parts_.push_back(Part::updated);
    updated_since_ms_ = to_ms(*filter.updated_since);
  }
}

bool FilterValues::has(Part part) const noexcept {
  return std::find(parts_.begin(), parts_.end(), part) != parts_.end();
}

void FilterValues::bind(Statement& statement) const {
  for (const Part part : parts_) {
    bind(statement, part);
  }
}

void FilterValues::bind(Statement& statement, Part part) const {
  switch (part) {
    case Part::isbn:
      statement.bind(parameter::isbn, isbn_);
      return;
    case Part::ids:
      statement.bind(parameter::ids, ids_);
      return;
    case Part::words:
      statement.bind(parameter::words, words_);
      return;
    case Part::year:
      statement.bind(parameter::year_min, years_.least);
      statement.bind(parameter::year_max, years_.most);
      return;
    case Part::language:
      statement.bind(parameter::language, language_.exactly);
      statement.bind(parameter::language_above, language_.above);
      statement.bind(parameter::language_below, language_.below);
      return;
    case Part::updated:
      statement.bind(parameter::updated_since, updated_since_ms_);
      return;
  }
}

}  // namespace sqlite

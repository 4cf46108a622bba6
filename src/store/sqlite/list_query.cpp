#include "store/sqlite/list_query.hpp"

#include <algorithm>
#include <array>

#include "base/check.hpp"

namespace sqlite {
namespace {

using catalog::Direction;
using catalog::PageSide;
using catalog::Sort;
using catalog::SortKey;

struct KeySql {
  std::string_view column;
  std::string_view books;  // FROM, with the index that has this order
};

// In the order of SortKey.
constexpr std::array<KeySql, 6> key_sql{{
    {"b.id", "books AS b NOT INDEXED"},
    {"b.title_key", "books AS b INDEXED BY books_title"},
    {"b.author_key", "books AS b INDEXED BY books_author"},
    {"b.year_key", "books AS b INDEXED BY books_year"},
    {"b.created_ms", "books AS b INDEXED BY books_created"},
    {"b.updated_ms", "books AS b INDEXED BY books_updated"},
}};

std::string_view column_of(const PageShape& shape, SortKey key) {
  if (shape.plan.lead == ListPlan::Lead::words) {
    check(key == SortKey::id);
    return "w.rowid";
  }
  return key_sql[static_cast<std::size_t>(key)].column;
}

// Which way the rows of this shape run along a key.
bool runs_up(const PageShape& shape, const Sort& sort) {
  return (sort.direction == Direction::ascending) == (shape.side == PageSide::after);
}

bool runs_one_way(const PageShape& shape) {
  return std::all_of(shape.order.begin(), shape.order.end(), [&](const Sort& sort) {
    return sort.direction == shape.order.front().direction;
  });
}

std::string parameter_at(std::size_t key) {
  return "?" + std::to_string(parameter::cursor + static_cast<int>(key));
}

// (a, b, c) > (?11, ?12, ?13): an index is entered exactly at the cursor.
std::string row_comparison(const PageShape& shape) {
  std::string columns;
  std::string values;
  for (std::size_t i = 0; i < shape.order.size(); ++i) {
    columns.append(i == 0 ? "" : ", ").append(column_of(shape, shape.order[i].key));
    values.append(i == 0 ? "" : ", ").append(parameter_at(i));
  }
  const bool up = runs_up(shape, shape.order.front());
  return "(" + columns + (up ? ") > (" : ") < (") + values + ")";
}

// a >= ?11 AND (a > ?11 OR (a = ?11 AND (b < ?12 OR …))): the first condition is there for the index.
std::string mixed_comparison(const PageShape& shape) {
  std::string nested;
  for (std::size_t i = shape.order.size(); i-- > 0;) {
    const std::string column(column_of(shape, shape.order[i].key));
    const std::string beyond =
        column + (runs_up(shape, shape.order[i]) ? " > " : " < ") + parameter_at(i);
    nested = nested.empty() ? beyond
                            : "(" + beyond + " OR (" + column + " = " + parameter_at(i) + " AND " +
                                  nested + "))";
  }
  const std::string leading(column_of(shape, shape.order.front().key));
  const bool up = runs_up(shape, shape.order.front());
  return leading + (up ? " >= " : " <= ") + parameter_at(0) + " AND " + nested;
}

std::string order_by(const PageShape& shape) {
  std::string sql = " ORDER BY ";
  for (const Sort& sort : shape.order) {
    sql.append(&sort == &shape.order.front() ? "" : ", ").append(column_of(shape, sort.key));
    sql.append(runs_up(shape, sort) ? "" : " DESC");
  }
  return sql;
}

class Conditions {
 public:
  void add(std::string_view condition) {
    sql_.append(sql_.empty() ? " WHERE " : " AND ").append(condition);
  }
  const std::string& sql() const noexcept { return sql_; }

 private:
  std::string sql_;
};

// The cursor and the filter bound the same column, and SQLite would enter the index at either. It must
// enter at the cursor, or each page costs all pages before it; a unary plus keeps the other off.
void add_bounds_beside_cursor(Conditions& conditions, const PageShape& shape, Part part) {
  const bool up = runs_up(shape, shape.order.front());
  if (part == Part::updated) {
    conditions.add(up ? "+b.updated_ms >= ?10" : "b.updated_ms >= ?10");
    return;
  }
  conditions.add(up ? "+b.year_key >= ?5" : "b.year_key >= ?5");
  conditions.add(up ? "b.year_key <= ?6" : "+b.year_key <= ?6");
}

bool leads(const ListPlan& plan, Part part) {
  return (plan.lead == ListPlan::Lead::part && plan.part == part) ||
         (plan.lead == ListPlan::Lead::words && part == Part::words);
}

std::string from_clause(const ListPlan& plan, const FilterValues& filter, std::string_view books) {
  switch (plan.lead) {
    case ListPlan::Lead::order:
      return " FROM " + std::string(books);
    case ListPlan::Lead::words:
      return filter.parts().size() == 1
                 ? " FROM book_words AS w"
                 : " FROM book_words AS w CROSS JOIN books AS b NOT INDEXED ON b.id = w.rowid";
    case ListPlan::Lead::part:
      return " FROM (" + std::string(source_of(plan.part)) +
             ") AS d CROSS JOIN books AS b NOT INDEXED ON b.id = d.id";
  }
  check(false);
  return {};
}

}  // namespace

bool bounds_same_column(Part part, SortKey key) noexcept {
  return (part == Part::year && key == SortKey::year) ||
         (part == Part::updated && key == SortKey::updated_at);
}

std::string page_sql(const PageShape& shape) {
  const SortKey leading = shape.order.front().key;
  Conditions conditions;
  if (shape.plan.lead == ListPlan::Lead::words) {
    conditions.add("w.book_words MATCH ?4");
  }
  if (shape.begin == Begin::at_cursor) {
    conditions.add(runs_one_way(shape) ? row_comparison(shape) : mixed_comparison(shape));
  }
  for (const Part part : shape.filter.parts()) {
    if (leads(shape.plan, part)) {
      continue;
    }
    if (shape.begin == Begin::at_cursor && bounds_same_column(part, leading)) {
      add_bounds_beside_cursor(conditions, shape, part);
    } else {
      conditions.add(test_of(part, shape.plan.words_test));
    }
  }
  const bool without_books =
      shape.plan.lead == ListPlan::Lead::words && shape.filter.parts().size() == 1;
  const std::string_view books = key_sql[static_cast<std::size_t>(leading)].books;
  return std::string("SELECT ") + (without_books ? "w.rowid" : "b.id") +
         from_clause(shape.plan, shape.filter, books) + conditions.sql() + order_by(shape) +
         " LIMIT ?1";
}

std::string count_sql(const FilterValues& filter, const ListPlan& plan) {
  check(!filter.parts().empty() && plan.lead == ListPlan::Lead::part);
  Conditions conditions;
  for (const Part part : filter.parts()) {
    if (!leads(plan, part)) {
      conditions.add(test_of(part, plan.words_test));
    }
  }
  return "SELECT count(*) FROM (SELECT 1" + from_clause(plan, filter, {}) + conditions.sql() +
         " LIMIT ?1)";
}

std::string count_sql(Part part) {
  return "SELECT count(*) FROM (" + std::string(source_of(part)) + " LIMIT ?1)";
}

void bind_cursor(Statement& statement, const std::vector<catalog::CursorValue>& values) {
  int next = parameter::cursor;
  for (const catalog::CursorValue& value : values) {
    std::visit([&](const auto& bound) { statement.bind(next++, bound); }, value);
  }
}

}  // namespace sqlite

#include "store/sqlite/list_query.hpp"

#include <algorithm>
#include <array>

#include "base/check.hpp"
#include "store/sqlite/book_rows.hpp"

namespace sqlite {
namespace {

using catalog::Direction;
using catalog::PageSide;
using catalog::Sort;
using catalog::SortKey;

struct KeySql {
  std::string_view column;
  std::string_view index;  // INDEXED BY: an order without its index is an error, not a slow query
};

// In the order of SortKey.
constexpr std::array<KeySql, 6> key_sql{{
    {"b.id", "NOT INDEXED"},
    {"b.title_key", "INDEXED BY keys_title"},
    {"b.author_key", "INDEXED BY keys_author"},
    {"b.year_key", "INDEXED BY keys_year"},
    {"b.created_ms", "INDEXED BY keys_created"},
    {"b.updated_ms", "INDEXED BY keys_updated"},
}};

const KeySql& sql_of(SortKey key) {
  check(key != SortKey::relevance);  // search::Store orders by it
  return key_sql[static_cast<std::size_t>(key)];
}

struct OrderIndex {
  std::string_view sql;
  std::size_t keys;  // of the order, before the id
};

OrderIndex index_of(const std::vector<Sort>& order) {
  const SortKey leading = order.front().key;
  const bool wide = order.size() > 2;
  if (wide && (leading == SortKey::author || leading == SortKey::year)) {
    return {
        leading == SortKey::author ? "INDEXED BY keys_author_title" : "INDEXED BY keys_year_title",
        order[1].key == SortKey::title ? std::size_t{2} : std::size_t{1}};
  }
  return {sql_of(leading).index, leading == SortKey::id ? std::size_t{0} : std::size_t{1}};
}

std::string_view column_of(const PageShape& shape, SortKey key) {
  if (shape.plan.lead == ListPlan::Lead::words) {
    check(key == SortKey::id);
    return "w.rowid";
  }
  return sql_of(key).column;
}

// Which way the rows of this shape run along a key.
bool runs_up(const PageShape& shape, const Sort& sort) noexcept {
  return (sort.direction == Direction::ascending) == (shape.side == PageSide::after);
}

std::string parameter_at(std::size_t key) {
  return "?" + std::to_string(parameter::cursor + static_cast<int>(key));
}

std::string comparison(const PageShape& shape, std::size_t key, std::string_view with) {
  std::string sql(column_of(shape, shape.order[key].key));
  return sql.append(with).append(parameter_at(key));
}

std::string beyond(const PageShape& shape, std::size_t key) {
  return comparison(shape, key, runs_up(shape, shape.order[key]) ? " > " : " < ");
}

// a = ?11 AND b > ?12: an index is entered exactly there.
std::string leg_condition(const PageShape& shape) {
  std::string sql;
  for (std::size_t key = 0; key < shape.keys_equal; ++key) {
    sql.append(comparison(shape, key, " = ")).append(" AND ");
  }
  return sql + beyond(shape, shape.keys_equal);
}

// (a > ?11 OR (a = ?11 AND (b > ?12 OR …)))
std::string cursor_test(const PageShape& shape) {
  std::string nested;
  for (std::size_t key = shape.order.size(); key-- > 0;) {
    const std::string further = beyond(shape, key);
    nested = nested.empty() ? further
                            : "(" + further + " OR (" + comparison(shape, key, " = ") + " AND " +
                                  nested + "))";
  }
  return nested;
}

std::string order_by(const PageShape& shape) {
  std::string sql = " ORDER BY ";
  for (std::size_t key = shape.keys_equal; key < shape.order.size(); ++key) {
    sql.append(key == shape.keys_equal ? "" : ", ").append(column_of(shape, shape.order[key].key));
    sql.append(runs_up(shape, shape.order[key]) ? "" : " DESC");
  }
  return sql;
}

// The whole catalogue by id, which books gives by itself.
bool is_by_id(const PageShape& shape) {
  return shape.filter.parts().empty() && shape.order.front().key == SortKey::id;
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

// The cursor and the filter bound the same column, and SQLite would enter the index at either. It
// must enter at the cursor, or each page costs all pages before it; a unary plus keeps the other
// off.
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

std::string from_clause(const ListPlan& plan, const FilterValues& filter,
                        std::string_view order_index) {
  switch (plan.lead) {
    case ListPlan::Lead::order:
      return " FROM book_keys AS b " + std::string(order_index);
    case ListPlan::Lead::words:
      return filter.parts().size() == 1
                 ? " FROM book_words AS w"
                 : " FROM book_words AS w CROSS JOIN book_keys AS b NOT INDEXED ON b.id = w.rowid";
    case ListPlan::Lead::part:
      return " FROM (" + std::string(source_of(plan.part)) +
             ") AS d CROSS JOIN book_keys AS b NOT INDEXED ON b.id = d.id";
  }
  check(false);
  return {};
}

// SELECT … FROM …, ids or whole books.
std::string select_from(const PageShape& shape) {
  if (is_by_id(shape)) {
    return "SELECT " + (shape.content == RowContent::books ? book_columns() : "b.id") +
           " FROM books AS b";
  }
  const std::string from = from_clause(shape.plan, shape.filter, index_of(shape.order).sql);
  if (shape.content == RowContent::books) {
    return "SELECT " + book_columns("r.") + from +
           " CROSS JOIN books AS r NOT INDEXED ON r.id = b.id";
  }
  const bool words_alone =
      shape.plan.lead == ListPlan::Lead::words && shape.filter.parts().size() == 1;
  return std::string("SELECT ") + (words_alone ? "w.rowid" : "b.id") + from;
}

}  // namespace

bool bounds_same_column(Part part, SortKey key) noexcept {
  return (part == Part::year && key == SortKey::year) ||
         (part == Part::updated && key == SortKey::updated_at);
}

bool is_presorted(const PageShape& shape) noexcept {
  const auto runs_like_first = [&](const Sort& sort) {
    return sort.direction == shape.order[shape.keys_equal].direction;
  };
  const auto first = shape.order.begin() + static_cast<std::ptrdiff_t>(shape.keys_equal);
  return shape.plan.lead == ListPlan::Lead::order &&
         shape.order.size() <= index_of(shape.order).keys + 1 &&
         std::all_of(first, shape.order.end(), runs_like_first);
}

std::string page_sql(const PageShape& shape) {
  Conditions conditions;
  if (shape.plan.lead == ListPlan::Lead::words) {
    conditions.add("w.book_words MATCH ?4");
  }
  if (shape.begin == Begin::at_leg) {
    conditions.add(leg_condition(shape));
  }
  if (shape.begin == Begin::by_test) {
    conditions.add(cursor_test(shape));
  }
  const bool enters_leading = shape.begin == Begin::at_leg && shape.keys_equal == 0;
  for (const Part part : shape.filter.parts()) {
    if (leads(shape.plan, part)) {
      continue;
    }
    if (enters_leading && bounds_same_column(part, shape.order.front().key)) {
      add_bounds_beside_cursor(conditions, shape, part);
    } else {
      conditions.add(test_of(part, shape.plan.words_test));
    }
  }
  // In what leads by itself nothing is in order; elsewhere the order names the index to enter.
  const bool unordered =
      shape.content == RowContent::nothing && shape.plan.lead == ListPlan::Lead::part;
  return select_from(shape) + conditions.sql() + (unordered ? "" : order_by(shape)) + " LIMIT ?1";
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

void bind_cursor(Statement& statement, const PageShape& shape,
                 const std::vector<catalog::CursorValue>& values) {
  check(values.size() == shape.order.size());
  const std::size_t named =
      shape.begin == Begin::at_leg ? shape.keys_equal + 1 : shape.order.size();
  int next = parameter::cursor;
  for (std::size_t key = 0; key < named; ++key) {
    std::visit([&](const auto& bound) { statement.bind(next++, bound); }, values[key]);
  }
}

}  // namespace sqlite

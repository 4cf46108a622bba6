#include "store/postgres/list_sql.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/check.hpp"
#include "store/book_columns.hpp"
#include "store/list_bounds.hpp"
#include "store/page_room.hpp"
#include "store/postgres/workset_sql.hpp"

namespace postgres {
namespace {

using catalog::Cursor;
using catalog::CursorValue;
using catalog::Direction;
using catalog::Listing;
using catalog::PageSide;
using catalog::Sort;

// In the order of catalog::SortKey.
constexpr std::array<std::string_view, 6> key_columns{"id",       "title_key",  "author_key",
                                                      "year_key", "created_ms", "updated_ms"};

// Collects the parameters of one statement while its text grows.
class Composer {
 public:
  std::string bind(std::int64_t value) {
    parameters_.add(value);
    return "$" + std::to_string(++count_);
  }
  std::string bind(std::string_view text) {
    parameters_.add(text);
    return "$" + std::to_string(++count_);
  }
  std::string bind(const Column& column) {
    parameters_.add(column);
    return "$" + std::to_string(++count_);
  }
  Statement finish(std::string sql) { return {std::move(sql), std::move(parameters_)}; }

 private:
  Parameters parameters_;
  int count_ = 0;
};

std::string bind_value(Composer& composer, const CursorValue& value) {
  return std::visit([&](const auto& bound) { return composer.bind(bound); }, value);
}

// " AND …" for each part of the filter.
std::string filter_sql(const catalog::Filter& filter, Composer& composer) {
  std::string sql;
  const auto add = [&sql](const std::string& condition) { sql.append(" AND ").append(condition); };
  if (filter.isbn) {
    add("id IN (SELECT book FROM book_isbns WHERE isbn = " +
        composer.bind(std::string_view(filter.isbn->digits())) + ")");
  }
  if (!filter.ids.empty()) {
    check(filter.ids.size() <= store::filter_ids_max);
    Column ids(Type::big);
    for (const catalog::BookId id : filter.ids) {
      ids.add(id.value);
    }
    add("id = ANY(" + composer.bind(ids) + ")");
  }
  if (!filter.texts.empty()) {
    Column words(Type::text);
    for (const catalog::TextFilter& text : filter.texts) {
      for (const std::string& word : text.words) {
        words.add(std::string_view(indexed_word(text.field, word)));
      }
    }
    add("words @> " + composer.bind(words));
  }
  if (const auto years = store::year_range(filter)) {
    add("year_key BETWEEN " + composer.bind(years->least) + " AND " + composer.bind(years->most));
  }
  if (!filter.language.empty()) {
    const store::LanguageRange range = store::language_range(filter.language);
    add("(language = " + composer.bind(std::string_view(range.exactly)) + " OR (language > " +
        composer.bind(std::string_view(range.above)) + " AND language < " +
        composer.bind(std::string_view(range.below)) + "))");
  }
  if (filter.updated_since) {
    add("updated_ms >= " + composer.bind(store::to_ms(*filter.updated_since)));
  }
  return sql;
}

bool runs_up(const Sort& sort, PageSide side) noexcept {
  return (sort.direction == Direction::ascending) == (side == PageSide::after);
}

std::string_view column_of(const Sort& sort) {
  check(sort.key != catalog::SortKey::relevance);  // search::Store orders by it
  return key_columns[static_cast<std::size_t>(sort.key)];
}

std::string order_by(const std::vector<Sort>& order, PageSide side) {
  std::string sql = " ORDER BY ";
  for (const Sort& sort : order) {
    sql.append(&sort == order.data() ? "" : ", ").append(column_of(sort));
    sql.append(runs_up(sort, side) ? "" : " DESC");
  }
  return sql;
}

// Where the rows begin: at an end of the order, or at a position, which is met or not.
enum class Including : std::uint8_t { no, yes };
struct Start {
  PageSide side = PageSide::after;
  const std::vector<CursorValue>* position = nullptr;
  Including position_itself = Including::no;
};

std::string comparison(const Sort& sort, const Start& start, const std::string& value) {
  std::string with = runs_up(sort, start.side) ? " > " : " < ";
  if (sort.key == catalog::SortKey::id && start.position_itself == Including::yes) {
    with.insert(2, "=");
  }
  return std::string(column_of(sort)) + with + value;
}

// From a position an order is walked in legs, each of which enters an index at one place: first the
// rows that share every key but the last with the position, then those that share one key less.
std::vector<std::string> leg_conditions(const std::vector<Sort>& order, const Start& start,
                                        const std::vector<std::string>& values) {
  if (values.empty()) {
    return {""};
  }
  std::vector<std::string> legs;
  for (std::size_t keys = order.size(); keys-- > 0;) {
    std::string sql;
    for (std::size_t key = 0; key < keys; ++key) {
      sql.append(" AND ").append(column_of(order[key])).append(" = ").append(values[key]);
    }
    legs.push_back(sql.append(" AND ").append(comparison(order[keys], start, values[keys])));
  }
  return legs;
}

// The same in one condition, for rows that are fetched in no order: " AND (a > $1 OR (a = $1 AND
// (b > $2 OR …)))".
std::string beyond_condition(const std::vector<Sort>& order, const Start& start,
                             const std::vector<std::string>& values) {
  std::string nested;
  for (std::size_t key = order.size(); key-- > 0;) {
    const std::string further = comparison(order[key], start, values[key]);
    nested = nested.empty() ? further
                            : "(" + further + " OR (" + std::string(column_of(order[key])) + " = " +
                                  values[key] + " AND " + nested + "))";
  }
  return " AND " + nested;
}

std::vector<std::string> bind_position(Composer& composer, const Listing& listing,
                                       const Start& start) {
  std::vector<std::string> values;
  if (start.position != nullptr) {
    check(start.position->size() == listing.order.size());
    for (const CursorValue& value : *start.position) {
      values.push_back(bind_value(composer, value));
    }
  }
  return values;
}

// Books asked for by id are all looked up, and then sorted: walking the order until it meets them
// would cost the more the further they lie from its beginning.
bool is_sorted_first(const Listing& listing) {
  return !listing.filter.ids.empty() && listing.order.front().key != catalog::SortKey::id;
}

// OFFSET 0 keeps the planner from walking the order all the same, and whole books are fetched only
// for the page, because sorting wide rows costs more.
Statement sorted_statement(const Listing& listing, const Start& start, std::int64_t most,
                           std::string_view columns) {
  Composer composer;
  const std::string order = order_by(listing.order, start.side);
  std::string keys;
  for (const Sort& sort : listing.order) {
    keys.append(keys.empty() ? "" : ", ").append(column_of(sort));
  }
  std::string conditions = filter_sql(listing.filter, composer);
  const std::vector<std::string> values = bind_position(composer, listing, start);
  if (!values.empty()) {
    conditions += beyond_condition(listing.order, start, values);
  }
  std::string sql = "SELECT ";
  sql.append(columns).append(" FROM books JOIN (SELECT id AS hit FROM (SELECT ").append(keys);
  sql.append(" FROM books WHERE true").append(conditions).append(" OFFSET 0) AS hits");
  sql.append(order).append(" LIMIT ").append(composer.bind(most));
  return composer.finish(sql.append(") AS page ON id = hit").append(order));
}

// SELECT … of at most `most` rows from `start` on, in order.
Statement rows_statement(const Listing& listing, const Start& start, std::int64_t most,
                         std::string_view columns) {
  if (is_sorted_first(listing)) {
    return sorted_statement(listing, start, most, columns);
  }
  Composer composer;
  const std::string filter = filter_sql(listing.filter, composer);
  const std::string limit = composer.bind(most);
  const std::vector<std::string> values = bind_position(composer, listing, start);
  std::string legs;
  for (const std::string& leg : leg_conditions(listing.order, start, values)) {
    legs.append(legs.empty() ? "" : " UNION ALL ");
    legs.append("(SELECT ").append(columns).append(" FROM books WHERE true").append(leg);
    legs.append(filter).append(order_by(listing.order, start.side));
    legs.append(" LIMIT ").append(limit).append(")");
  }
  // The legs follow one another in order, and Append reads them so (no parallel plans).
  return composer.finish("SELECT * FROM (" + legs + ") AS page LIMIT " + limit);
}

// Where a page may be long, no more rows leave the database than fill one by far: what a row
// weighs is told by its long columns, without fetching them. That is not how pages are cut, which
// every store does alike, but what one costs before it is: what PageRoom counts of a row is at
// least a quarter of that, or a page would lose its end.
constexpr std::size_t unmeasured_max = 100;
constexpr std::string_view measured_columns[] = {"contributors", "identifiers", "subjects",
                                                 "tags",         "synopsis",    "extra"};

Statement measured(Statement page) {
  std::string octets = "0";
  for (const std::string_view column : measured_columns) {
    octets.append(" + coalesce(octet_length(").append(column).append("), 0)");
  }
  return {"SELECT " + store::book_columns() + " FROM (SELECT *, sum(" + octets +
              ") OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM (" +
              std::move(page.sql) + ") AS page) AS measured WHERE before IS NULL OR before <= " +
              std::to_string(4 * store::page_bytes_max),
          std::move(page.parameters)};
}

// A row if there is any from `start` on; of books that are sorted first, whichever is met first.
Statement existence_statement(const Listing& listing, const Start& start) {
  if (!is_sorted_first(listing)) {
    return rows_statement(listing, start, 1, "id");
  }
  Composer composer;
  const std::string filter = filter_sql(listing.filter, composer);
  const std::vector<std::string> values = bind_position(composer, listing, start);
  return composer.finish("SELECT id FROM books WHERE true" + filter +
                         beyond_condition(listing.order, start, values) + " LIMIT 1");
}

Statement count_statement(const catalog::Filter& filter) {
  Composer composer;
  const std::string conditions = filter_sql(filter, composer);
  const std::string limit = composer.bind(store::exact_total_max + 1);
  return composer.finish("SELECT count(*) FROM (SELECT 1 FROM books WHERE true" + conditions +
                         " LIMIT " + limit + ") AS matches");
}

bool counts_matches(const Listing& listing) {
  return listing.counting == catalog::Counting::total && listing.filter != catalog::Filter{};
}

// The results of list_statements, in order; the last two only when asked for.
enum class PagePart : std::size_t { begin, counters, page, behind_or_count };

}  // namespace

std::vector<Statement> list_statements(const Listing& listing) {
  check(!listing.order.empty() && listing.order.back().key == catalog::SortKey::id);
  const PageSide side = listing.side();
  Start start{side};
  if (listing.cursor) {
    start.position = &listing.cursor->values;
  }
  const auto most = static_cast<std::int64_t>(listing.limit) + 1;
  std::vector<Statement> statements;
  statements.push_back({"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", {}});
  statements.push_back({"SELECT seq, books FROM catalogue", {}});
  Statement page = rows_statement(listing, start, most, store::book_columns());
  statements.push_back(listing.limit > unmeasured_max ? measured(std::move(page))
                                                      : std::move(page));
  if (listing.cursor) {
    // Behind the first row of the page lies whatever does not lie after the cursor.
    const Start back{store::opposite(side), &listing.cursor->values, Including::yes};
    statements.push_back(existence_statement(listing, back));
  }
  if (counts_matches(listing)) {
    statements.push_back(count_statement(listing.filter));
  }
  statements.push_back({"COMMIT", {}});
  return statements;
}

store::ReadAnswer read_page(const Listing& listing, const std::vector<Rows>& rows) {
  const Rows& counters = rows.at(static_cast<std::size_t>(PagePart::counters));
  const Rows& found = rows.at(static_cast<std::size_t>(PagePart::page));
  const PageSide side = listing.side();
  store::Page page;
  page.books.reserve(static_cast<std::size_t>(found.count()));
  store::PageRoom room(listing.limit);
  for (int row = 0; row < found.count() && room.admits(); ++row) {
    RowReader reader(found, row);
    read_book(reader, page.books.emplace_back());
    room.take(page.books.back());
  }
  if (side == PageSide::before) {
    std::reverse(page.books.begin(), page.books.end());
  }
  std::size_t next_part = static_cast<std::size_t>(PagePart::behind_or_count);
  std::optional<Cursor>& ahead = page.beyond(side);
  std::optional<Cursor>& behind = page.beyond(store::opposite(side));
  const auto edge = [&](PageSide towards) -> Cursor {
    const catalog::Book& book = towards == PageSide::after ? page.books.back() : page.books.front();
    return {towards, catalog::cursor_values(book, listing.order)};
  };
  if (room.more_follow()) {
    ahead = edge(side);
  }
  if (listing.cursor) {
    const bool has_more_behind = rows.at(next_part++).count() > 0;
    if (has_more_behind && !page.books.empty()) {
      behind = edge(store::opposite(side));
    } else if (has_more_behind) {
      behind = store::turned(*listing.cursor, listing.order);
    }
  }
  if (listing.counting == catalog::Counting::total) {
    store::tell_total(
        page, listing.filter,
        counts_matches(listing) ? rows.at(next_part).integer(0, 0) : counters.integer(0, 1));
  }
  return {std::move(page), sequence_in(counters)};
}

}  // namespace postgres

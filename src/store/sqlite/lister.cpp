#include "store/sqlite/lister.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <utility>

#include "base/check.hpp"

namespace sqlite {
namespace {

using catalog::Cursor;
using catalog::CursorValue;
using catalog::Direction;
using catalog::Listing;
using catalog::PageSide;
using catalog::Sort;
using catalog::SortKey;

// Up to so many books are fetched and sorted; beyond, walking the order meets matches soon enough.
constexpr std::int64_t sorted_max = 2000;
// Up to so many hits of words are collected before the order is walked; words with more of them are
// met at every other step, and each book is tested by itself.
constexpr std::int64_t collected_max = 50'000;

PageSide opposite(PageSide side) noexcept {
  return side == PageSide::after ? PageSide::before : PageSide::after;
}

// The cursor one step further along `side`, so that looking back from it includes its own position.
std::vector<CursorValue> stepped(std::vector<CursorValue> values, PageSide side, const Sort& last) {
  const bool up = (side == PageSide::after) == (last.direction == Direction::ascending);
  std::get<std::int64_t>(values.back()) += up ? 1 : -1;
  return values;
}

}  // namespace

Statement& StatementCache::get(std::string&& sql) {
  if (const auto known = by_sql_.find(sql); known != by_sql_.end()) {
    statements_.splice(statements_.begin(), statements_, known->second);
    return known->second->statement;
  }
  if (statements_.size() == statements_max) {
    by_sql_.erase(statements_.back().sql);
    statements_.pop_back();
  }
  Statement statement = connection_.prepare(sql);
  statements_.push_front({std::move(sql), std::move(statement)});
  by_sql_.emplace(statements_.front().sql, statements_.begin());
  return statements_.front().statement;
}

std::int64_t Lister::count(const FilterValues& filter, Part part, std::int64_t most) {
  Query query(statements_.get(count_sql(part)));
  query->bind(parameter::limit, most);
  filter.bind(query.row(), part);
  check(query.step());
  return query->integer(0);
}

ListPlan Lister::plan(const FilterValues& filter, const std::vector<Sort>& order) {
  const std::vector<Part>& parts = filter.parts();
  if (parts.empty()) {
    return {};
  }
  // At most a thousand ids, few books of one ISBN.
  if (parts.front() == Part::isbn || parts.front() == Part::ids) {
    return {ListPlan::Lead::part, parts.front(), WordsTest::per_book};
  }
  const SortKey leading = order.front().key;
  const bool words_in_order = filter.has(Part::words) && leading == SortKey::id;
  if (parts.size() == 1 && words_in_order) {
    return {ListPlan::Lead::words};
  }
  if (parts.size() == 1 && bounds_same_column(parts.front(), leading)) {
    return {};
  }
  std::int64_t least = sorted_max + 1;
  ListPlan plan;
  for (const Part part : parts) {
    const bool collecting = part == Part::words && !words_in_order;
    const std::int64_t hits = count(filter, part, collecting ? collected_max + 1 : sorted_max + 1);
    if (part == Part::words && hits > collected_max) {
      plan.words_test = WordsTest::per_book;
    }
    if (hits < least) {
      least = hits;
      plan.lead = ListPlan::Lead::part;
      plan.part = part;
    }
  }
  if (plan.lead == ListPlan::Lead::part) {
    return plan;
  }
  plan.lead = words_in_order ? ListPlan::Lead::words : ListPlan::Lead::order;
  return plan;
}

Lister::Ids Lister::ids(const Listing& listing, const FilterValues& filter, Edge edge,
                        std::size_t most) {
  const Begin begin = edge.cursor == nullptr ? Begin::at_end : Begin::at_cursor;
  Query query(statements_.get(page_sql({listing.order, filter, plan_, edge.side, begin})));
  query->bind(parameter::limit, static_cast<std::int64_t>(most));
  filter.bind(query.row());
  if (edge.cursor != nullptr) {
    check(edge.cursor->size() == listing.order.size());
    bind_cursor(query.row(), *edge.cursor);
  }
  Ids found;
  found.reserve(std::min<std::size_t>(most, 128));
  while (query.step()) {
    found.push_back({query->integer(0)});
  }
  return found;
}

void Lister::count_matches(store::Page& page, const FilterValues& filter,
                           const Counters& counters) {
  const std::vector<Part>& parts = filter.parts();
  std::int64_t total = counters.books;
  if (parts.size() == 1) {
    total = count(filter, parts.front(), exact_total_max + 1);
  }
  if (parts.size() > 1) {
    ListPlan counting = plan_;
    if (counting.lead != ListPlan::Lead::part) {
      counting.lead = ListPlan::Lead::part;
      counting.part = parts.front();
    }
    Query query(statements_.get(count_sql(filter, counting)));
    query->bind(parameter::limit, exact_total_max + 1);
    filter.bind(query.row());
    check(query.step());
    total = query->integer(0);
  }
  if (!parts.empty() && total > exact_total_max) {
    total = exact_total_max;
    page.total_is = store::Page::Total::at_least;
  }
  page.total = static_cast<std::uint64_t>(total);
}

store::Page Lister::page(const Listing& listing, const Counters& counters) {
  check(!listing.order.empty() && listing.order.back().key == SortKey::id && listing.limit > 0);
  const FilterValues filter(listing.filter);
  plan_ = plan(filter, listing.order);
  const PageSide side = listing.cursor ? listing.cursor->side : PageSide::after;
  const auto* const begin = listing.cursor ? &listing.cursor->values : nullptr;
  Ids found = ids(listing, filter, {side, begin}, listing.limit + 1);
  const bool more = found.size() > listing.limit;
  found.resize(std::min(found.size(), listing.limit));
  if (side == PageSide::before) {
    std::reverse(found.begin(), found.end());
  }

  store::Page page;
  page.books.reserve(found.size());
  for (const catalog::BookId id : found) {
    std::optional<catalog::Book> book = lookup_.live(id);
    if (!book) {
      throw StorageError(StorageError::Kind::unavailable, SQLITE_CORRUPT,
                         "an index names a book that is not there");
    }
    page.books.push_back(*std::move(book));
  }
  if (listing.counting == catalog::Counting::total) {
    count_matches(page, filter, counters);
  }

  const auto look = [&](PageSide towards, std::vector<CursorValue> from) -> std::optional<Cursor> {
    if (ids(listing, filter, {towards, &from}, 1).empty()) {
      return std::nullopt;
    }
    return Cursor{towards, std::move(from)};
  };
  std::optional<Cursor>& ahead = side == PageSide::after ? page.next : page.previous;
  std::optional<Cursor>& behind = side == PageSide::after ? page.previous : page.next;
  if (page.books.empty()) {
    if (listing.cursor) {
      behind = look(opposite(side), stepped(*begin, side, listing.order.back()));
    }
    return page;
  }
  const auto& leading_edge = side == PageSide::after ? page.books.back() : page.books.front();
  const auto& trailing_edge = side == PageSide::after ? page.books.front() : page.books.back();
  if (more) {
    ahead = Cursor{side, catalog::cursor_values(leading_edge, listing.order)};
  }
  if (listing.cursor) {
    behind = look(opposite(side), catalog::cursor_values(trailing_edge, listing.order));
  }
  return page;
}

}  // namespace sqlite

#include "store/sqlite/lister.hpp"

#include <algorithm>
#include <utility>

#include "base/check.hpp"
#include "store/list_bounds.hpp"

namespace sqlite {
namespace {

using catalog::Cursor;
using catalog::CursorValue;
using catalog::Listing;
using catalog::PageSide;
using catalog::Sort;
using catalog::SortKey;

// Up to so many books are fetched and sorted; beyond, walking the order meets matches soon enough.
constexpr std::int64_t sorted_max = 2000;
// Up to so many hits of words are collected before the order is walked; words with more of them are
// met at every other step, and each book is tested by itself.
constexpr std::int64_t collected_max = 50'000;
// Room made for the books of a page before it is known how many there are.
constexpr std::size_t reserved_max = 128;

}  // namespace

bool Lister::needs_index(const Listing& listing) {
  return listing.order.front().key != SortKey::id || listing.filter != catalog::Filter{};
}

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
  // At most filter_ids_max ids, few books of one ISBN.
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
  // Books that are sorted are all tested first, not only those of the page; asking the list index
  // about one costs as much as collecting a hundred hits.
  if (!words_in_order && !is_presorted({order, filter, {}})) {
    plan.words_test = WordsTest::in_set;
  }
  plan.lead = words_in_order ? ListPlan::Lead::words : ListPlan::Lead::order;
  return plan;
}

// From a cursor an order is walked in legs, each of which enters an index at one place: first the
// books that share every key with the cursor but the last, then those that share one key less.
template <class Visit>
void Lister::walk(const Reading& reading, Edge edge, Visit visit) {
  PageShape shape{reading.listing.order, reading.filter, reading.plan, edge.side};
  if (edge.cursor == nullptr || reading.plan.lead == ListPlan::Lead::part) {
    shape.begin = edge.cursor == nullptr ? Begin::at_end : Begin::by_test;
    visit(shape);
    return;
  }
  shape.begin = Begin::at_leg;
  for (std::size_t keys = shape.order.size(); keys-- > 0;) {
    shape.keys_equal = keys;
    if (visit(shape) == Walk::enough) {
      return;
    }
  }
}

template <class Row>
void Lister::run(const PageShape& shape, Edge edge, std::size_t most, Row row) {
  Query query(statements_.get(page_sql(shape)));
  query->bind(parameter::limit, static_cast<std::int64_t>(most));
  shape.filter.bind(query.row());
  if (edge.cursor != nullptr) {
    bind_cursor(query.row(), shape, *edge.cursor);
  }
  while (query.step()) {
    if (row(query.row()) == Walk::enough) {
      return;
    }
  }
}

void Lister::append(const PageShape& shape, Edge edge, std::size_t most, Gathered& page) {
  if (is_presorted(shape)) {
    PageShape whole = shape;
    whole.content = RowContent::books;
    run(whole, edge, most, [&](const Statement& row) {
      if (!page.room.admits()) {
        return Walk::enough;
      }
      read_book(row, page.books.emplace_back());
      page.room.take(page.books.back());
      return Walk::on;
    });
    return;
  }
  std::vector<catalog::BookId> ids;
  run(shape, edge, most, [&](const Statement& row) {
    ids.push_back({row.integer(0)});
    return Walk::on;
  });
  for (const catalog::BookId id : ids) {
    if (!page.room.admits()) {
      return;
    }
    if (!lookup_.append_live(id, page.books)) {
      throw_damaged("an index names a book that is not there");
    }
    page.room.take(page.books.back());
  }
}

Lister::Gathered Lister::books(const Reading& reading, Edge edge) {
  const std::size_t most = reading.listing.limit + 1;
  Gathered page{{}, store::PageRoom(reading.listing.limit)};
  page.books.reserve(std::min(most, reserved_max));
  walk(reading, edge, [&](const PageShape& shape) {
    append(shape, edge, most - page.books.size(), page);
    return page.room.more_follow() ? Walk::enough : Walk::on;
  });
  return page;
}

bool Lister::has_rows(const Reading& reading, Edge edge) {
  bool found = false;
  walk(reading, edge, [&](PageShape shape) {
    shape.content = RowContent::nothing;
    run(shape, edge, 1, [&](const Statement&) {
      found = true;
      return Walk::enough;
    });
    return found ? Walk::enough : Walk::on;
  });
  return found;
}

void Lister::count_matches(store::Page& page, const Reading& reading, const Counters& counters) {
  const std::vector<Part>& parts = reading.filter.parts();
  std::int64_t total = counters.books;
  const bool names_books = reading.filter.has(Part::ids);  // whether they are there or not
  if (parts.size() == 1 && !names_books) {
    total = count(reading.filter, parts.front(), store::exact_total_max + 1);
  }
  if (parts.size() > 1 || names_books) {
    ListPlan counting = reading.plan;
    if (counting.lead != ListPlan::Lead::part) {
      counting.lead = ListPlan::Lead::part;
      counting.part = parts.front();
    }
    Query query(statements_.get(count_sql(reading.filter, counting)));
    query->bind(parameter::limit, store::exact_total_max + 1);
    reading.filter.bind(query.row());
    check(query.step());
    total = query->integer(0);
  }
  store::tell_total(page, reading.listing.filter, total);
}

void Lister::find_ends(store::Page& page, const Reading& reading, Ahead rest) {
  const Listing& listing = reading.listing;
  const PageSide side = listing.side();
  const PageSide back = store::opposite(side);
  const auto look_back = [&](std::vector<CursorValue> from) -> std::optional<Cursor> {
    if (!has_rows(reading, {back, &from})) {
      return std::nullopt;
    }
    return Cursor{back, std::move(from)};
  };
  std::optional<Cursor>& ahead = page.beyond(side);
  std::optional<Cursor>& behind = page.beyond(back);
  if (page.books.empty()) {
    if (listing.cursor) {
      behind = look_back(store::turned(*listing.cursor, listing.order).values);
    }
    return;
  }
  const bool forwards = side == PageSide::after;
  if (rest == Ahead::more) {
    const catalog::Book& edge = forwards ? page.books.back() : page.books.front();
    ahead = Cursor{side, catalog::cursor_values(edge, listing.order)};
  }
  if (listing.cursor) {
    const catalog::Book& edge = forwards ? page.books.front() : page.books.back();
    behind = look_back(catalog::cursor_values(edge, listing.order));
  }
}

store::Page Lister::page(const Listing& listing, const Counters& counters) {
  check(!listing.order.empty() && listing.order.back().key == SortKey::id && listing.limit > 0);
  check(listing.filter.ids.size() <= store::filter_ids_max);
  const FilterValues filter(listing.filter);
  const Reading reading{listing, filter, plan(filter, listing.order)};
  const PageSide side = listing.side();
  const auto* const cursor = listing.cursor ? &listing.cursor->values : nullptr;
  Gathered gathered = books(reading, {side, cursor});
  store::Page page;
  page.books = std::move(gathered.books);
  if (side == PageSide::before) {
    std::reverse(page.books.begin(), page.books.end());
  }
  find_ends(page, reading, gathered.room.more_follow() ? Ahead::more : Ahead::nothing);
  if (listing.counting == catalog::Counting::total) {
    count_matches(page, reading, counters);
  }
  return page;
}

}  // namespace sqlite

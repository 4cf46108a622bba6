#include "search/found_books.hpp"

#include <algorithm>
#include <utility>

#include "search/query/boolean_search.hpp"
#include "store/page_budget.hpp"

namespace search {
namespace {

struct FoundIds {
  std::vector<catalog::BookId> ids;
  std::uint64_t skipped;
  std::uint64_t total;
  catalog::Sequence as_of;
};

// The store gives the books in the order asked, without those that are gone.
ReadOutcome placed(const FoundIds& found, store::ReadOutcome&& outcome) {
  if (!outcome) {
    return catalog::fail(std::move(outcome).error());
  }
  PlacedBooks answer{.books = {}, .total = found.total, .next = std::nullopt};
  auto& books = std::get<store::Page>(outcome->value).books;
  store::PageBudget room(found.ids.size());
  std::size_t seen = 0;
  std::size_t taken = 0;
  for (; seen < found.ids.size(); ++seen) {
    if (taken == books.size() || books[taken].id != found.ids[seen]) {
      continue;
    }
    if (!room.has_room()) {
      break;
    }
    room.take(books[taken].json.size());
    answer.books.push_back({found.skipped + seen, std::move(books[taken++])});
  }
  if (found.skipped + seen < found.total) {
    answer.next = found.skipped + seen;
  }
  const auto consistency =
      outcome->as_of == found.as_of ? Consistency::one_snapshot : Consistency::mixed;
  return ReadAnswer{std::move(answer), std::min(found.as_of, outcome->as_of), outcome->behind,
                    consistency};
}

}  // namespace

void find_books(store::Session& backend, const SnapshotPtr& snapshot, const FindBooks& command,
                ReadDone done) {
  BooleanSearch search(*snapshot, command.query, boolean_steps_max(snapshot->books()));
  if (search.is_too_broad()) {
    done(catalog::fail(catalog::problem::of(catalog::ProblemCode::search_too_broad)));
    return;
  }
  FoundIds found{{}, command.skipped, search.books(), snapshot->sequence};
  for (const std::int64_t id :
       search.ids({command.order, command.skipped, std::min(command.limit, found_books_max)})) {
    found.ids.push_back({id});
  }
  if (found.ids.empty()) {
    PlacedBooks none{.books = {}, .total = found.total, .next = std::nullopt};
    if (found.skipped < found.total) {
      none.next = found.skipped;
    }
    done(ReadAnswer{std::move(none), found.as_of});
    return;
  }
  store::GetBooks read{found.ids};
  backend.read(std::move(read),
               [found = std::move(found), done = std::move(done)](store::ReadOutcome outcome) {
                 done(placed(found, std::move(outcome)));
               });
}

}  // namespace search

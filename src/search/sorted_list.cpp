#include "search/sorted_list.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "store/page_room.hpp"

namespace search {
namespace {

using catalog::Cursor;
using catalog::PageSide;
using catalog::ProblemCode;

// Up to so many hits are sorted by the store; of more its order is walked. Of a search the walk
// reads whole books. The store itself, for filters, tests a book for about twice what sorting one
// costs, and a page of 50 needs 50 * books / hits tests: less beyond ten times the root of the
// books.
std::size_t sorted_max(const Search& search) {
  constexpr std::size_t least = 1'000;
  if (search.has_query()) {
    return store::filter_ids_max;
  }
  const double root = std::sqrt(static_cast<double>(search.snapshot().books()));
  return std::clamp(static_cast<std::size_t>(10 * root), least, store::filter_ids_max);
}
// Books read in the store's order for one page. One that is not full by then says where to go on.
constexpr std::size_t walked_max = 5000;

// Books to read at a time, if the hits lie evenly: there are more than filter_ids_max of them.
std::size_t step_size(std::size_t limit, std::uint64_t books) {
  constexpr std::uint64_t least = 50;
  const std::uint64_t expected = (limit + 1) * books / store::filter_ids_max;
  return static_cast<std::size_t>(
      std::clamp<std::uint64_t>(expected, least, catalog::list_limit_max));
}

std::vector<catalog::BookId> ids_of(const std::vector<catalog::Book>& books) {
  std::vector<catalog::BookId> ids;
  std::transform(books.begin(), books.end(), std::back_inserter(ids),
                 [](const catalog::Book& book) { return book.id; });
  return ids;
}

// Adds what only the search knows to a page that the store has read. `hits`: how many there are
// where that is known.
store::ReadOutcome finished(store::ReadOutcome outcome, Search& search, catalog::Counting counting,
                            std::optional<std::uint64_t> hits = std::nullopt) {
  if (!outcome) {
    return outcome;
  }
  auto& page = std::get<store::Page>(outcome->value);
  std::erase_if(page.books, [&](const catalog::Book& book) { return !search.still_wants(book); });
  page.search = search.note_of(ids_of(page.books));
  page.total = std::nullopt;
  if (counting == catalog::Counting::total && hits) {
    page.total = hits;
    page.total_is = store::Page::Total::exact;
  } else if (counting == catalog::Counting::total) {
    search.count(page);
  }
  if (search.has_given_up()) {
    return catalog::fail(catalog::problem::of(ProblemCode::search_too_broad));
  }
  outcome->is_definite = outcome->is_definite && outcome->as_of == search.snapshot().sequence;
  outcome->as_of = std::min(outcome->as_of, search.snapshot().sequence);
  return outcome;
}

// One walk along the store's order; keeps itself alive from read to read.
class Walk : public std::enable_shared_from_this<Walk> {
 public:
  Walk(store::Session& backend, std::shared_ptr<Search> search, catalog::Listing listing,
       store::ReadDone done)
      : backend_(backend),
        search_(std::move(search)),
        listing_(std::move(listing)),
        done_(std::move(done)),
        side_(listing_.side()),
        step_(step_size(listing_.limit, search_->snapshot().books())),
        from_(listing_.cursor),
        room_(listing_.limit) {}

  void read() {
    catalog::Listing step;
    step.order = listing_.order;
    step.limit = step_;
    step.cursor = from_;
    backend_.read(store::ListBooks{std::move(step)},
                  [self = shared_from_this()](store::ReadOutcome outcome) {
                    self->take(std::move(outcome));
                  });
  }

 private:
  void take(store::ReadOutcome&& outcome);
  void finish(store::ReadAnswer&& answer);

  store::Session& backend_;
  const std::shared_ptr<Search> search_;
  const catalog::Listing listing_;
  const store::ReadDone done_;
  const PageSide side_;
  const std::size_t step_;
  std::optional<Cursor> from_;
  std::size_t walked_ = 0;
  store::PageRoom room_;
  std::vector<catalog::Book> found_;  // away from the cursor
};

void Walk::take(store::ReadOutcome&& outcome) {
  if (!outcome) {
    done_(std::move(outcome));
    return;
  }
  auto& page = std::get<store::Page>(outcome->value);
  if (side_ == PageSide::before) {
    std::reverse(page.books.begin(), page.books.end());
  }
  for (catalog::Book& book : page.books) {
    if (!room_.more_follow() && !search_->has_given_up() && search_->holds(book.id) &&
        room_.admits()) {
      room_.take(book);
      found_.push_back(std::move(book));
    }
  }
  walked_ += step_;
  from_ = page.beyond(side_);
  if (room_.more_follow() || !from_ || walked_ >= walked_max || search_->has_given_up()) {
    finish(*std::move(outcome));
  } else {
    read();
  }
}

void Walk::finish(store::ReadAnswer&& answer) {
  store::Page page;
  std::optional<Cursor>& ahead = page.beyond(side_);
  std::optional<Cursor>& behind = page.beyond(store::opposite(side_));
  ahead = from_;
  if (!found_.empty()) {
    const auto at = [&](PageSide side, const catalog::Book& book) {
      return Cursor{side, catalog::cursor_values(book, listing_.order)};
    };
    if (room_.more_follow()) {
      ahead = at(side_, found_.back());
    }
    if (listing_.cursor) {
      behind = at(store::opposite(side_), found_.front());
    }
  } else if (listing_.cursor) {
    behind = store::turned(*listing_.cursor, listing_.order);
  }
  if (side_ == PageSide::before) {
    std::reverse(found_.begin(), found_.end());
  }
  page.books = std::move(found_);
  answer.value = std::move(page);
  done_(finished(std::move(answer), *search_, listing_.counting));
}

// `hits`: how many there are where that is known.
void read_in_order(store::Session& backend, const std::shared_ptr<Search>& search,
                   catalog::Listing listing, std::optional<std::uint64_t> hits,
                   store::ReadDone done) {
  const catalog::Counting counting = std::exchange(listing.counting, catalog::Counting::none);
  backend.read(store::ListBooks{std::move(listing)},
               [search, counting, hits, done = std::move(done)](store::ReadOutcome outcome) {
                 done(finished(std::move(outcome), *search, counting, hits));
               });
}

}  // namespace

void list_sorted(store::Session& backend, const std::shared_ptr<Search>& search,
                 catalog::Listing listing, store::ReadDone done) {
  auto hits = search->all(sorted_max(*search));
  if (search->has_given_up()) {
    done(catalog::fail(catalog::problem::of(ProblemCode::search_too_broad)));
  } else if (hits && hits->empty()) {
    store::Page nothing;
    done(finished(store::ReadAnswer{std::move(nothing), search->snapshot().sequence}, *search,
                  listing.counting, 0));
  } else if (hits) {
    const std::uint64_t count = hits->size();
    listing.search.reset();
    listing.filter = {};
    listing.filter.ids = *std::move(hits);
    read_in_order(backend, search, std::move(listing), count, std::move(done));
  } else if (search->has_query()) {
    std::make_shared<Walk>(backend, search, std::move(listing), std::move(done))->read();
  } else {
    // Very many books match filters alone: the store meets enough of them soon.
    read_in_order(backend, search, std::move(listing), std::nullopt, std::move(done));
  }
}

}  // namespace search

#include "search/page_books.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "store/page_budget.hpp"

namespace search {
namespace {

using catalog::Listing;
using catalog::PageSide;

// Away from the cursor; keeps itself alive from read to read.
class PageBooks : public std::enable_shared_from_this<PageBooks> {
 public:
  PageBooks(store::Session& backend, FoundBy found, const Listing& listing, ReadDone done)
      : backend_(backend),
        search_(std::move(found.search)),
        found_(std::move(found.page)),
        outdated_(std::move(found.outdated)),
        at_least_(found.at_least),
        side_(listing.side()),
        order_(listing.order),
        done_(std::move(done)),
        room_(found_.hits.size()),
        as_of_(found_.as_of) {
    if (side_ == PageSide::before) {
      std::reverse(found_.hits.begin(), found_.hits.end());
    }
  }

  void read();

 private:
  void take(store::ReadOutcome&& outcome);
  void finish();

  store::Session& backend_;
  const std::shared_ptr<const SearchRequest> search_;
  SearchRequest::Found found_;
  std::function<void()> outdated_;  // until the snapshot is proved
  const store::AtLeast at_least_;
  const PageSide side_;
  const std::vector<catalog::Sort> order_;
  const ReadDone done_;
  store::PageBudget room_;
  catalog::Sequence as_of_;  // the sequence of the oldest read
  Consistency consistency_ = Consistency::one_snapshot;
  std::optional<std::chrono::milliseconds> behind_;
  std::size_t seen_ = 0;  // of the hits
  std::vector<store::BookDocument> books_;
};

void PageBooks::read() {
  if (!outdated_ && (seen_ == found_.hits.size() || room_.more_follow())) {
    finish();
    return;
  }
  store::GetBooks next;
  if (at_least_) {
    next.at_least = std::max(*at_least_, found_.as_of);
  }
  const std::size_t end = std::min(found_.hits.size(), seen_ + store::get_books_max);
  for (std::size_t hit = seen_; hit < end; ++hit) {
    next.ids.push_back({found_.hits[hit].id});
  }
  backend_.read(std::move(next), [self = shared_from_this()](store::ReadOutcome outcome) {
    self->take(std::move(outcome));
  });
}

void PageBooks::take(store::ReadOutcome&& outcome) {
  if (!outcome) {
    done_(catalog::fail(outcome.error()));
    return;
  }
  if (const auto outdated = std::exchange(outdated_, nullptr);
      outdated && outcome->as_of != as_of_) {
    outdated();
    return;
  }
  if (outcome->as_of != found_.as_of) {
    consistency_ = Consistency::mixed;
  }
  as_of_ = std::min(as_of_, outcome->as_of);
  behind_ = std::max(behind_, outcome->behind);  // empty is less than any age
  auto& read = std::get<store::Page>(outcome->value).books;
  const std::size_t end = std::min(found_.hits.size(), seen_ + store::get_books_max);
  // The store returns no book that was deleted since the snapshot. At a later sequence, books that
  // no longer match the filters are dropped too.
  if (outcome->as_of != found_.as_of) {
    std::erase_if(read, [&](const auto& book) { return !search_->still_wants(book); });
  }
  std::size_t taken = 0;
  for (; seen_ < end; ++seen_) {
    if (taken == read.size() || read[taken].id.value != found_.hits[seen_].id) {
      continue;
    }
    if (!room_.has_room()) {
      break;
    }
    room_.take(read[taken++].json.size());
  }
  read.resize(taken);
  if (books_.empty()) {
    books_ = std::move(read);  // most pages, and moving a book costs as much as writing half of it
  } else {
    std::move(read.begin(), read.end(), std::back_inserter(books_));
  }
  this->read();
}

void PageBooks::finish() {
  Page& page = found_.page;
  if (room_.more_follow()) {
    page.beyond(side_) = search_->cursor_at(side_, found_.hits[seen_ - 1], order_);
  }
  if (side_ == PageSide::before) {
    std::reverse(books_.begin(), books_.end());
  }
  page.books = std::move(books_);
  done_(ReadAnswer{std::move(page), as_of_, behind_, consistency_});
}

}  // namespace

void read_books(store::Session& backend, FoundBy found, const catalog::Listing& listing,
                ReadDone done) {
  std::make_shared<PageBooks>(backend, std::move(found), listing, std::move(done))->read();
}

}  // namespace search

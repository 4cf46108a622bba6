#include "search/book_cursor.hpp"

#include <algorithm>
#include <utility>

#include "search/query/search_request.hpp"

namespace search {
namespace {

using catalog::ProblemCode;
using store::BookId;

// So many books are read at once: their documents and what is made of them are in memory.
constexpr std::size_t part_books = 200;

// nullopt: a replica that has not heard of the state that is read, or a failure.
catalog::Result<store::PastPage> past_page(store::ReadOutcome&& outcome, catalog::Sequence as_of) {
  if (!outcome) {
    return catalog::fail(std::move(outcome).error());
  }
  if (outcome->as_of < as_of) {
    return catalog::fail(catalog::problem::of(ProblemCode::storage_unavailable));
  }
  return std::get<store::PastPage>(std::move(outcome->value));
}

class AllBooks final : public BookCursor, public std::enable_shared_from_this<AllBooks> {
 public:
  explicit AllBooks(store::Session& backend) : backend_(backend) {}

  void open(CursorDone done);
  catalog::Sequence as_of() const noexcept override { return as_of_; }
  void next(PartDone done) override;

 private:
  BookPart part_of(store::PastPage&& page);

  store::Session& backend_;
  catalog::Sequence as_of_ = store::newest_state;
  BookId after_{};
  std::optional<BookPart> first_;
};

void AllBooks::open(CursorDone done) {
  backend_.read(store::ScanPast{store::newest_state, {}, part_books},
                [self = shared_from_this(), done = std::move(done)](store::ReadOutcome outcome) {
                  const auto as_of = outcome ? outcome->as_of : catalog::Sequence{};
                  auto page = past_page(std::move(outcome), {});
                  if (!page) {
                    done(catalog::fail(std::move(page).error()));
                    return;
                  }
                  self->as_of_ = as_of;
                  self->first_ = self->part_of(*std::move(page));
                  done(std::shared_ptr<BookCursor>(self));
                });
}

BookPart AllBooks::part_of(store::PastPage&& page) {
  after_ = page.go_on_after.value_or(after_);
  return {std::move(page.books), page.go_on_after ? store::End::more : store::End::reached};
}

void AllBooks::next(PartDone done) {
  if (first_) {
    done(*std::exchange(first_, std::nullopt));
    return;
  }
  backend_.read(store::ScanPast{as_of_, after_, part_books, as_of_},
                [self = shared_from_this(), done = std::move(done)](store::ReadOutcome outcome) {
                  auto page = past_page(std::move(outcome), self->as_of_);
                  if (page) {
                    done(self->part_of(*std::move(page)));
                  } else {
                    done(catalog::fail(std::move(page).error()));
                  }
                });
}

class FoundBooks final : public BookCursor, public std::enable_shared_from_this<FoundBooks> {
 public:
  FoundBooks(store::Session& backend, SnapshotPtr snapshot, OpenBooks selection)
      : backend_(backend), snapshot_(std::move(snapshot)) {
    listing_.filter = std::move(selection.filter);
    listing_.search = std::move(selection.search);
    listing_.limit = catalog::list_limit_max;
  }

  catalog::Sequence as_of() const noexcept override { return snapshot_->sequence; }
  void next(PartDone done) override;

 private:
  // false: it was too much work.
  bool find_more();

  store::Session& backend_;
  const SnapshotPtr snapshot_;
  catalog::Listing listing_;
  std::vector<BookId> found_;  // and not read yet
  std::size_t read_ = 0;       // of them
  bool is_last_ = false;       // no more can be found
};

bool FoundBooks::find_more() {
  const WorkBudgets budgets = listing_.search ? list_budgets : filter_budgets(snapshot_->books());
  SearchRequest search(snapshot_, listing_.search, listing_.filter, budgets);
  SearchRequest::Found found = search.page(listing_);
  if (search.is_exhausted()) {
    return false;
  }
  found_ = found.ids();
  read_ = 0;
  listing_.cursor = std::move(found.page.next);
  is_last_ = !listing_.cursor.has_value();
  return true;
}

void FoundBooks::next(PartDone done) {
  if (read_ == found_.size() && !is_last_ && !find_more()) {
    done(catalog::fail(catalog::problem::of(ProblemCode::search_too_broad)));
    return;
  }
  store::GetPast past{snapshot_->sequence, {}, snapshot_->sequence};
  const std::size_t end = std::min(found_.size(), read_ + store::get_books_max);
  past.ids.assign(found_.begin() + static_cast<std::ptrdiff_t>(read_),
                  found_.begin() + static_cast<std::ptrdiff_t>(end));
  read_ = end;
  const auto more = read_ == found_.size() && is_last_ ? store::End::reached : store::End::more;
  if (past.ids.empty()) {
    done(BookPart{{}, more});
    return;
  }
  backend_.read(std::move(past), [self = shared_from_this(), more,
                                  done = std::move(done)](store::ReadOutcome outcome) {
    auto page = past_page(std::move(outcome), self->snapshot_->sequence);
    if (page) {
      std::ranges::sort(page->books, {}, &store::BookDocument::id);
      done(BookPart{std::move(page->books), more});
    } else {
      done(catalog::fail(std::move(page).error()));
    }
  });
}

}  // namespace

void open_all_books(store::Session& backend, CursorDone done) {
  std::make_shared<AllBooks>(backend)->open(std::move(done));
}

std::shared_ptr<BookCursor> open_found_books(store::Session& backend, SnapshotPtr snapshot,
                                             OpenBooks selection) {
  return std::make_shared<FoundBooks>(backend, std::move(snapshot), std::move(selection));
}

}  // namespace search

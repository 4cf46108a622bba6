#include "search/session.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "search/book_cursor.hpp"
#include "search/found_books.hpp"
#include "search/page_books.hpp"
#include "search/query/facets.hpp"
#include "search/query/label_list.hpp"
#include "search/query/list_bounds.hpp"
#include "search/suggestions.hpp"
#include "store/page_budget.hpp"

namespace search {
namespace {

using catalog::ProblemCode;

template <class Command>
constexpr bool is_of_index =
    std::is_same_v<Command, ListBooks> || std::is_same_v<Command, CountFacets> ||
    std::is_same_v<Command, ListLabels> || std::is_same_v<Command, Suggest> ||
    std::is_same_v<Command, FindIsbns> || std::is_same_v<Command, FindBooks>;
using IndexRead = std::variant<ListBooks, CountFacets, ListLabels, Suggest, FindIsbns, FindBooks>;

std::shared_ptr<SearchRequest> search_for(const SnapshotPtr& snapshot,
                                          const catalog::Listing& listing) {
  const WorkBudgets budgets = listing.search ? list_budgets : filter_budgets(snapshot->books());
  return std::make_shared<SearchRequest>(snapshot, listing.search, listing.filter, budgets);
}

ReadOutcome failed(ProblemCode code) { return catalog::fail(catalog::problem::of(code)); }

// Says with the answer that the index was followed from a replica.
ReadDone aged(ReadDone done, std::chrono::milliseconds behind) {
  return [done = std::move(done), behind](ReadOutcome outcome) {
    if (outcome) {
      outcome->behind = std::max(outcome->behind.value_or(behind), behind);
    }
    done(std::move(outcome));
  };
}

// A store's answer as one of the catalogue's.
ReadOutcome passed_on(store::ReadOutcome&& outcome) {
  if (!outcome) {
    return catalog::fail(std::move(outcome).error());
  }
  ReadAnswer answer{Page{}, outcome->as_of, outcome->behind};
  if (auto* const page = std::get_if<store::Page>(&outcome->value)) {
    std::get<Page>(answer.value).books = std::move(page->books);
    return answer;
  }
  std::visit(
      [&answer]<class Value>(Value&& value) {
        if constexpr (!std::is_same_v<std::remove_cvref_t<Value>, store::Page>) {
          answer.value = std::forward<Value>(value);
        }
      },
      std::move(outcome->value));
  return answer;
}

// True for the list that the store can answer without an index: all books, ascending by id.
bool is_scan(const catalog::Listing& listing) {
  return !listing.search && listing.filter == catalog::Filter{} &&
         listing.order == std::vector<catalog::Sort>{{}} &&
         listing.counting == catalog::Counting::none && listing.side() == catalog::PageSide::after;
}

// True when the books end where their bytes fill a page, whether more follow or not.
bool are_cut_short(const std::vector<store::BookDocument>& books) noexcept {
  std::size_t bytes = 0;
  for (const store::BookDocument& book : books) {
    bytes += book.json.size();
  }
  return bytes >= store::page_bytes_max;
}

// The id that the list goes on after.
catalog::BookId start_of(const catalog::Listing& listing) {
  return {listing.cursor ? std::get<std::int64_t>(listing.cursor->values.front()) : 0};
}

// Books to read for a page: one more than it shows.
std::size_t scanned_for(const catalog::Listing& listing) noexcept { return listing.limit + 1; }

Page page_of_scan(std::vector<store::BookDocument>&& books, const catalog::Listing& listing) {
  Page page;
  store::PageBudget room(scanned_for(listing));
  for (const store::BookDocument& book : books) {
    if (room.has_room()) {
      room.take(book.json.size());
    }
  }
  // When there was no room for more, the last book only tells that the list goes on with it.
  const bool more_follow = !room.has_room();
  // A forged cursor may name anything.
  const std::int64_t after =
      std::clamp(start_of(listing).value, std::int64_t{0}, catalog::book_id_max);
  page.depends_on = {{after + 1},
                     more_follow ? books.back().id : catalog::BookId{catalog::book_id_max}};
  if (more_follow && books.size() > 1) {
    books.pop_back();
  }
  page.books = std::move(books);
  if (more_follow) {
    page.next = catalog::Cursor{catalog::PageSide::after, {page.books.back().id.value}};
  }
  if (listing.cursor && !page.books.empty()) {
    page.previous = catalog::Cursor{catalog::PageSide::before, {page.books.front().id.value}};
  } else if (listing.cursor) {
    page.previous = turned(*listing.cursor, listing.order);
  }
  return page;
}

}  // namespace

class IndexedSession::Reads : public std::enable_shared_from_this<Reads> {
 public:
  Reads(store::Store& store, IndexFollower& follower, base::Executor& executor)
      : store_(store),
        follower_(follower),
        executor_(executor),
        backend_(store.open_session(executor)) {}

  store::Session& backend() noexcept { return *backend_; }
  void read_from_store(store::BookRead&& command, ReadDone&& done);
  void read_from_index(IndexRead&& command, ReadDone&& done);
  void open_books(OpenBooks&& command, CursorDone&& done);

 private:
  struct Waiting {
    IndexRead command;
    ReadDone done;
  };

  void scan(ListBooks&& list, const SnapshotPtr& current, ReadDone&& done);
  void answer_if_current(const SnapshotPtr& snapshot, const std::shared_ptr<Waiting>& waiting);
  void catch_up(std::shared_ptr<Waiting> waiting);
  void answer(const SnapshotPtr& snapshot, IndexRead&& command, ReadDone&& done);
  void find_page(const SnapshotPtr& snapshot, const ListBooks& list, ReadDone&& done,
                 std::function<void()> outdated = nullptr);
  void find(const SnapshotPtr& snapshot, ListBooks&& list, ReadDone&& done);
  void find(const SnapshotPtr& snapshot, CountFacets&& count, ReadDone&& done);
  void find(const SnapshotPtr& snapshot, ListLabels&& list, ReadDone&& done);
  void find(const SnapshotPtr& snapshot, Suggest&& suggest, ReadDone&& done);
  void find(const SnapshotPtr& snapshot, FindIsbns&& isbns, ReadDone&& done);
  void find(const SnapshotPtr& snapshot, FindBooks&& books, ReadDone&& done);

  store::Store& store_;
  IndexFollower& follower_;
  base::Executor& executor_;
  const std::unique_ptr<store::Session> backend_;
  // False when the last search met a change, in a store that must be asked for changes.
  bool is_quiet_ = true;
};

void IndexedSession::Reads::read_from_store(store::BookRead&& command, ReadDone&& done) {
  backend_->read(std::move(command), [done = std::move(done)](store::ReadOutcome outcome) {
    done(passed_on(std::move(outcome)));
  });
}

void IndexedSession::Reads::read_from_index(IndexRead&& command, ReadDone&& done) {
  const SnapshotPtr snapshot = follower_.snapshot();
  const auto now = store_.sequence();
  const bool is_current = now && snapshot && snapshot->sequence >= *now;
  // The store has all books by id as they are now, and reads them at one go.
  auto* const list = std::get_if<ListBooks>(&command);
  if ((now || !snapshot) && list != nullptr && is_scan(list->listing)) {
    scan(std::move(*list), is_current ? snapshot : nullptr, std::move(done));
    return;
  }
  if (is_current) {
    answer(snapshot, std::move(command), std::move(done));
    return;
  }
  const bool may_be_current = !now && snapshot && is_quiet_ && follower_.is_following();
  const bool is_list = list != nullptr;
  auto waiting = std::make_shared<Waiting>(Waiting{std::move(command), std::move(done)});
  if (may_be_current && is_list) {
    answer_if_current(snapshot, waiting);
  } else {
    catch_up(std::move(waiting));
  }
}

void IndexedSession::Reads::open_books(OpenBooks&& command, CursorDone&& done) {
  if (!command.search && command.filter == catalog::Filter{}) {
    open_all_books(*backend_, std::move(done));
    return;
  }
  const SnapshotPtr snapshot = follower_.snapshot();
  const auto now = store_.sequence();
  if (now && snapshot && snapshot->sequence >= *now) {
    done(open_found_books(*backend_, snapshot, std::move(command)));
    return;
  }
  follower_.catch_up(executor_, [reads = weak_from_this(), command = std::move(command),
                                 done = std::move(done)](catalog::Result<CaughtUp> got) {
    const auto self = reads.lock();
    if (!self || !got) {
      done(catalog::fail(got ? catalog::problem::of(ProblemCode::draining) : got.error()));
    } else {
      done(open_found_books(*self->backend_, got->snapshot, command));
    }
  });
}

// Long books fill a page early: then the index, when it is `current`, tells whether more follow.
void IndexedSession::Reads::scan(ListBooks&& list, const SnapshotPtr& current, ReadDone&& done) {
  const store::ScanBooks scanned{start_of(list.listing), scanned_for(list.listing)};
  backend_->read(scanned, [reads = weak_from_this(), list = std::move(list), current,
                           done = std::move(done)](store::ReadOutcome outcome) mutable {
    if (!outcome) {
      done(catalog::fail(outcome.error()));
      return;
    }
    auto& books = std::get<store::Page>(outcome->value).books;
    const auto self = current ? reads.lock() : nullptr;
    if (self && are_cut_short(books)) {
      self->find_page(current, list, std::move(done));
      return;
    }
    done(ReadAnswer{page_of_scan(std::move(books), list.listing), outcome->as_of, outcome->behind});
  });
}

// Some stores announce no changes. There the first read of books also proves that the snapshot is
// current: one exchange with the store instead of two. If the catalogue has changed, that read was
// in vain, and the session does not try it again until a search meets a store without changes.
void IndexedSession::Reads::answer_if_current(const SnapshotPtr& snapshot,
                                              const std::shared_ptr<Waiting>& waiting) {
  find_page(
      snapshot, std::get<ListBooks>(waiting->command),
      [waiting](ReadOutcome outcome) { waiting->done(std::move(outcome)); },
      [reads = weak_from_this(), waiting] {
        if (const auto self = reads.lock()) {
          self->catch_up(waiting);
        } else {
          waiting->done(failed(ProblemCode::draining));
        }
      });
}

void IndexedSession::Reads::catch_up(std::shared_ptr<Waiting> waiting) {
  const SnapshotPtr known = follower_.snapshot();
  const auto before = known ? std::optional(known->sequence) : std::nullopt;
  follower_.catch_up(executor_, [reads = weak_from_this(), before,
                                 waiting = std::move(waiting)](catalog::Result<CaughtUp> got) {
    const auto self = reads.lock();
    if (!self) {
      waiting->done(failed(ProblemCode::draining));
      return;
    }
    // A replica may be behind the index for as long as it serves.
    self->is_quiet_ = got && !got->behind && (!before || got->snapshot->sequence == *before);
    if (!got) {
      waiting->done(catalog::fail(got.error()));
    } else {
      self->answer(
          got->snapshot, std::move(waiting->command),
          got->behind ? aged(std::move(waiting->done), *got->behind) : std::move(waiting->done));
    }
  });
}

void IndexedSession::Reads::answer(const SnapshotPtr& snapshot, IndexRead&& command,
                                   ReadDone&& done) {
  std::visit([&]<class Command>(
                 Command&& one) { find(snapshot, std::forward<Command>(one), std::move(done)); },
             std::move(command));
}

void IndexedSession::Reads::find(const SnapshotPtr& snapshot, ListBooks&& list, ReadDone&& done) {
  find_page(snapshot, list, std::move(done));
}

void IndexedSession::Reads::find_page(const SnapshotPtr& snapshot, const ListBooks& list,
                                      ReadDone&& done, std::function<void()> outdated) {
  const catalog::Listing& listing = list.listing;
  const auto search = search_for(snapshot, listing);
  auto found = search->page(listing);
  if (search->is_exhausted() && outdated) {
    outdated();  // it may find at once what is new
    return;
  }
  if (search->is_exhausted()) {
    done(failed(ProblemCode::search_too_broad));
    return;
  }
  read_books(*backend_, {search, std::move(found), std::move(outdated), list.at_least}, listing,
             std::move(done));
}

void IndexedSession::Reads::find(const SnapshotPtr& snapshot, CountFacets&& count,
                                 ReadDone&& done) {
  SearchRequest search(snapshot, count.search, count.filter);
  auto facets = count_facets(search, count);
  if (search.is_exhausted()) {
    done(failed(ProblemCode::search_too_broad));
    return;
  }
  done(ReadAnswer{std::move(facets), snapshot->sequence});
}

// Posted, so that others come in between the parts of a large catalogue.
void IndexedSession::Reads::find(const SnapshotPtr& snapshot, ListLabels&& list, ReadDone&& done) {
  executor_.post([snapshot, list = std::move(list), done = std::move(done)]() mutable {
    done(ReadAnswer{list_labels(*snapshot, std::move(list)), snapshot->sequence});
  });
}

void IndexedSession::Reads::find(const SnapshotPtr& snapshot, Suggest&& suggest, ReadDone&& done) {
  search::suggest(*backend_, snapshot, std::move(suggest), std::move(done));
}

void IndexedSession::Reads::find(const SnapshotPtr& snapshot, FindIsbns&& isbns, ReadDone&& done) {
  done(ReadAnswer{find_isbns(*snapshot, isbns), snapshot->sequence});
}

void IndexedSession::Reads::find(const SnapshotPtr& snapshot, FindBooks&& books, ReadDone&& done) {
  find_books(*backend_, snapshot, books, std::move(done));
}

IndexedSession::IndexedSession(store::Store& backend, IndexFollower& follower,
                               base::Executor& executor)
    : reads_(std::make_shared<Reads>(backend, follower, executor)) {}

void IndexedSession::read(Read command, ReadDone done) {
  std::visit(
      [&]<class Command>(Command&& one) {
        if constexpr (is_of_index<std::remove_cvref_t<Command>>) {
          reads_->read_from_index(std::forward<Command>(one), std::move(done));
        } else {
          reads_->read_from_store(std::forward<Command>(one), std::move(done));
        }
      },
      std::move(command));
}

std::optional<store::BookDocument> IndexedSession::book_at_once(catalog::BookId id) {
  return reads_->backend().book_at_once(id);
}

void IndexedSession::open_books(OpenBooks command, CursorDone done) {
  reads_->open_books(std::move(command), std::move(done));
}

void IndexedSession::write(store::Write command, store::WriteDone done) {
  reads_->backend().write(std::move(command), std::move(done));
}

void IndexedSession::write_group(store::WriteGroup command, store::GroupDone done) {
  reads_->backend().write_group(std::move(command), std::move(done));
}

}  // namespace search

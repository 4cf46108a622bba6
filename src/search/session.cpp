#include "search/session.hpp"

#include <algorithm>
#include <utility>

#include "search/facets.hpp"
#include "search/page_books.hpp"
#include "search/sorted_list.hpp"
#include "search/suggestions.hpp"
#include "store/list_bounds.hpp"

namespace search {
namespace {

using catalog::ProblemCode;
using catalog::SortKey;

// unused: a database finds it by an index of its own. helpful: it would walk an order and test each
// book, seconds long when few of a million match; it does while there is no index.
enum class Use : std::uint8_t { unused, helpful, needed };

Use use_for(const catalog::Listing& listing) {
  if (listing.search) {
    return Use::needed;
  }
  const catalog::Filter& filter = listing.filter;
  const SortKey key = listing.order.front().key;
  const bool any_years = store::year_range(filter).has_value();
  const int parts = (filter.texts.empty() ? 0 : 1) + (any_years ? 1 : 0) +
                    (filter.language.empty() ? 0 : 1) + (filter.updated_since ? 1 : 0);
  const bool is_found_at_once = filter.isbn.has_value() || !filter.ids.empty() || parts == 0;
  const bool bounds_its_order =
      parts == 1 &&
      ((any_years && key == SortKey::year) || (filter.updated_since && key == SortKey::updated_at));
  const bool counts = listing.counting == catalog::Counting::total;
  return is_found_at_once || (bounds_its_order && !counts) ? Use::unused : Use::helpful;
}

Use use_for(const store::Read& command) {
  if (const auto* const list = std::get_if<store::ListBooks>(&command)) {
    return use_for(list->listing);
  }
  const bool is_needed = std::holds_alternative<store::CountFacets>(command) ||
                         std::holds_alternative<store::Suggest>(command) ||
                         std::holds_alternative<store::FindIsbns>(command);
  return is_needed ? Use::needed : Use::unused;
}

bool is_in_index_order(const catalog::Listing& listing) {
  const SortKey key = listing.order.front().key;
  return key == SortKey::relevance || key == SortKey::id;
}

std::shared_ptr<Search> search_for(const SnapshotPtr& snapshot, const catalog::Listing& listing) {
  const Efforts efforts = listing.search ? for_a_list : for_filters(snapshot->books());
  return std::make_shared<Search>(snapshot, listing.search, listing.filter, efforts);
}

store::ReadOutcome failed(ProblemCode code) { return catalog::fail(catalog::problem::of(code)); }

// Says with the answer that the index was followed from a replica.
store::ReadDone aged(store::ReadDone done, std::chrono::milliseconds behind) {
  return [done = std::move(done), behind](store::ReadOutcome outcome) {
    if (outcome) {
      outcome->behind = std::max(outcome->behind.value_or(behind), behind);
    }
    done(std::move(outcome));
  };
}

// Found by the database while there is no index: its words are split a little otherwise and it
// counts less far.
store::ReadDone provisional(store::ReadDone done) {
  return [done = std::move(done)](store::ReadOutcome outcome) {
    if (outcome) {
      outcome->is_definite = false;
    }
    done(std::move(outcome));
  };
}

}  // namespace

class Session::Reads : public std::enable_shared_from_this<Reads> {
 public:
  Reads(store::Store& store, Follower& follower, base::Executor& home)
      : store_(store), follower_(follower), home_(home), backend_(store.open_session(home)) {}

  store::Session& backend() noexcept { return *backend_; }
  void read(store::Read&& command, store::ReadDone&& done);

 private:
  struct Waiting {
    Use use;
    store::Read command;
    store::ReadDone done;
  };

  void answer_if_current(const SnapshotPtr& snapshot, const std::shared_ptr<Waiting>& waiting);
  void catch_up(std::shared_ptr<Waiting> waiting);
  void answer(const SnapshotPtr& snapshot, store::Read&& command, store::ReadDone&& done);
  void find_page(const SnapshotPtr& snapshot, const catalog::Listing& listing,
                 store::ReadDone&& done, std::function<void()> outdated = nullptr);
  void find(const SnapshotPtr& snapshot, store::ListBooks&& list, store::ReadDone&& done);
  void find(const SnapshotPtr& snapshot, store::CountFacets&& count, store::ReadDone&& done);
  void find(const SnapshotPtr& snapshot, store::Suggest&& suggest, store::ReadDone&& done);
  void find(const SnapshotPtr& snapshot, store::FindIsbns&& isbns, store::ReadDone&& done);
  // The backend answers everything else.
  template <class Other>
  void find(const SnapshotPtr& /*snapshot*/, Other&& other, store::ReadDone&& done) {
    backend_->read(std::forward<Other>(other), std::move(done));
  }

  store::Store& store_;
  Follower& follower_;
  base::Executor& home_;
  const std::unique_ptr<store::Session> backend_;
  // A store that must be asked whether it has changed had not, as far as anybody knew.
  bool is_quiet_ = true;
};

void Session::Reads::read(store::Read&& command, store::ReadDone&& done) {
  const Use use = use_for(command);
  SnapshotPtr snapshot = use == Use::unused ? nullptr : follower_.snapshot();
  if (use == Use::unused) {
    backend_->read(std::move(command), std::move(done));
    return;
  }
  if (use == Use::helpful && !snapshot) {
    backend_->read(std::move(command), provisional(std::move(done)));
    return;
  }
  const auto now = store_.sequence();
  if (now && snapshot && snapshot->sequence >= *now) {
    answer(snapshot, std::move(command), std::move(done));
    return;
  }
  auto waiting = std::make_shared<Waiting>(Waiting{use, std::move(command), std::move(done)});
  const auto* const list = std::get_if<store::ListBooks>(&waiting->command);
  const bool may_be_current = !now && snapshot && is_quiet_ && follower_.is_following();
  if (may_be_current && list != nullptr && is_in_index_order(list->listing)) {
    answer_if_current(snapshot, waiting);
  } else {
    catch_up(std::move(waiting));
  }
}

// Of a store that must be asked what has changed, the books themselves say so: one question instead
// of two. Done for nothing when it has, and not again before a search has met a quiet store.
void Session::Reads::answer_if_current(const SnapshotPtr& snapshot,
                                       const std::shared_ptr<Waiting>& waiting) {
  const catalog::Listing& listing = std::get<store::ListBooks>(waiting->command).listing;
  find_page(
      snapshot, listing,
      [waiting](store::ReadOutcome outcome) { waiting->done(std::move(outcome)); },
      [reads = weak_from_this(), waiting] {
        if (const auto self = reads.lock()) {
          self->catch_up(waiting);
        } else {
          waiting->done(failed(ProblemCode::draining));
        }
      });
}

void Session::Reads::catch_up(std::shared_ptr<Waiting> waiting) {
  const SnapshotPtr known = follower_.snapshot();
  const auto before = known ? std::optional(known->sequence) : std::nullopt;
  follower_.catch_up(home_, [reads = weak_from_this(), before,
                             waiting = std::move(waiting)](catalog::Result<CaughtUp> got) {
    const auto self = reads.lock();
    if (!self) {
      waiting->done(failed(ProblemCode::draining));
      return;
    }
    // A replica may be behind the index for as long as it serves.
    self->is_quiet_ = got && !got->behind && (!before || got->snapshot->sequence == *before);
    if (!got && waiting->use == Use::helpful) {
      self->backend_->read(std::move(waiting->command), provisional(std::move(waiting->done)));
    } else if (!got) {
      waiting->done(catalog::fail(got.error()));
    } else {
      self->answer(
          got->snapshot, std::move(waiting->command),
          got->behind ? aged(std::move(waiting->done), *got->behind) : std::move(waiting->done));
    }
  });
}

void Session::Reads::answer(const SnapshotPtr& snapshot, store::Read&& command,
                            store::ReadDone&& done) {
  std::visit([&]<class Command>(
                 Command&& one) { find(snapshot, std::forward<Command>(one), std::move(done)); },
             std::move(command));
}

void Session::Reads::find(const SnapshotPtr& snapshot, store::ListBooks&& list,
                          store::ReadDone&& done) {
  if (is_in_index_order(list.listing)) {
    find_page(snapshot, list.listing, std::move(done));
  } else {
    const auto search = search_for(snapshot, list.listing);
    list_sorted(*backend_, search, std::move(list.listing), std::move(done));
  }
}

void Session::Reads::find_page(const SnapshotPtr& snapshot, const catalog::Listing& listing,
                               store::ReadDone&& done, std::function<void()> outdated) {
  const auto search = search_for(snapshot, listing);
  auto found = search->page(listing);
  if (search->has_given_up() && outdated) {
    outdated();  // it may find at once what is new
    return;
  }
  if (search->has_given_up()) {
    done(failed(ProblemCode::search_too_broad));
    return;
  }
  read_books(*backend_, {search, std::move(found), std::move(outdated)}, listing, std::move(done));
}

void Session::Reads::find(const SnapshotPtr& snapshot, store::CountFacets&& count,
                          store::ReadDone&& done) {
  Search search(snapshot, count.search, count.filter);
  auto facets = count_facets(search, count);
  if (search.has_given_up()) {
    done(failed(ProblemCode::search_too_broad));
    return;
  }
  done(store::ReadAnswer{std::move(facets), snapshot->sequence});
}

void Session::Reads::find(const SnapshotPtr& snapshot, store::Suggest&& suggest,
                          store::ReadDone&& done) {
  search::suggest(*backend_, snapshot, std::move(suggest), std::move(done));
}

void Session::Reads::find(const SnapshotPtr& snapshot, store::FindIsbns&& isbns,
                          store::ReadDone&& done) {
  done(store::ReadAnswer{find_isbns(*snapshot, isbns), snapshot->sequence});
}

Session::Session(store::Store& backend, Follower& follower, base::Executor& home)
    : reads_(std::make_shared<Reads>(backend, follower, home)) {}

void Session::read(store::Read command, store::ReadDone done) {
  reads_->read(std::move(command), std::move(done));
}

void Session::write(store::Write command, store::WriteDone done) {
  reads_->backend().write(std::move(command), std::move(done));
}

}  // namespace search

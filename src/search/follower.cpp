#include "search/follower.hpp"

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <thread>
#include <utility>
#include <vector>

#include "catalog/spelling.hpp"
#include "search/bulk.hpp"
#include "search/gather.hpp"
#include "search/published.hpp"

namespace search {
namespace {

using catalog::ProblemCode;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t books_per_read = 1000;
// A quiet catalogue is followed at this pace, and whoever waits is looked after.
constexpr milliseconds tick{500};
constexpr milliseconds wait_max{5000};
// So far behind, it is followed although it is busy: a search would wait too long.
constexpr std::int64_t lag_max = 20'000;

}  // namespace

// Everything of the background thread. Steps call each other through the store's answers:
//   load -> read_page … -> round -> read_changes -> read_books -> … -> end_round
class Follower::Work : public base::Executor {
 public:
  Work(store::Store& backend, base::Metrics& metrics, base::Log& log)
      : backend_(backend),
        log_(log),
        sequence_gauge_(metrics.gauge(
            {"livros_search_index_sequence", "Newest change that the search index has followed"})),
        work_(loop_.get_executor()),
        timer_(loop_),
        thread_([this] { run(); }) {}
  ~Work() override { stop(); }

  void post(std::function<void()> task) override { boost::asio::post(loop_, std::move(task)); }
  SnapshotPtr snapshot() const { return published_.get(); }
  void wait(base::Executor& home, SnapshotDone done);
  void stop();

 private:
  struct Waiter {
    base::Executor* home;
    SnapshotDone done;
    steady_clock::time_point asked;
  };

  void run();
  void load();
  void read_page(std::optional<catalog::Cursor> after);
  void add_page(store::ReadOutcome outcome);
  bool take_from_shelf();
  void keep_on_shelf();
  void begin_round();
  void read_changes();
  void take_changes(store::ReadOutcome outcome);
  void apply(const store::Changes& changes, const store::ReadAnswer& read,
             std::vector<catalog::BookId> gone, catalog::Sequence now);
  void end_round(const std::optional<catalog::Problem>& problem);
  void tick_later();
  void on_tick();
  static void answer(Waiter&& waiter, catalog::Result<SnapshotPtr> result);

  store::Store& backend_;
  base::Log& log_;
  base::Gauge& sequence_gauge_;
  Published published_;
  boost::asio::io_context loop_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  boost::asio::steady_timer timer_;

  // The thread's own.
  std::unique_ptr<store::Session> session_;
  std::unique_ptr<store::IndexShelf> shelf_;
  Index index_;
  std::optional<Gathering> gathering_;  // while there is no index
  std::optional<catalog::Sequence> scanned_as_of_;
  catalog::Sequence saved_{0};
  catalog::Sequence seen_{0};  // at the last tick
  bool is_loaded_ = false;
  bool is_busy_ = false;
  bool is_stopping_ = false;
  std::vector<Waiter> waiting_;   // for the round after this one
  std::vector<Waiter> in_round_;  // for the end of this one

  std::thread thread_;  // last: it uses all of the above
};

void Follower::Work::answer(Waiter&& waiter, catalog::Result<SnapshotPtr> result) {
  waiter.home->post([done = std::move(waiter.done), result = std::move(result)] { done(result); });
}

void Follower::Work::run() {
  session_ = backend_.open_session(*this);
  shelf_ = backend_.open_shelf();
  load();
  tick_later();
  loop_.run();
  session_.reset();
}

// ---- the first snapshot ------------------------------------------------------------------------

void Follower::Work::load() {
  is_busy_ = true;
  if (take_from_shelf()) {
    is_loaded_ = true;
    read_changes();
    return;
  }
  gathering_.emplace();
  scanned_as_of_.reset();
  read_page(std::nullopt);
}

bool Follower::Work::take_from_shelf() {
  try {
    auto kept = shelf_->load();
    if (!kept || kept->mark.rules != catalog::search_rules) {
      return false;
    }
    auto index = Index::of(kept->bytes, kept->mark.sequence);
    if (!index) {
      return false;
    }
    index_ = *std::move(index);
    saved_ = kept->mark.sequence;
    return true;
  } catch (const std::exception& error) {
    log_.warning("indice-nao-lido", {{"motivo", std::string_view(error.what())}});
    return false;
  }
}

void Follower::Work::read_page(std::optional<catalog::Cursor> after) {
  catalog::Listing listing;
  listing.limit = books_per_read;
  listing.cursor = std::move(after);
  session_->read(store::ListBooks{std::move(listing)}, [this](store::ReadOutcome outcome) {
    // Not deeper and deeper into the stack: SQLite answers inside the call.
    post([this, outcome = std::move(outcome)]() mutable { add_page(std::move(outcome)); });
  });
}

void Follower::Work::add_page(store::ReadOutcome outcome) {
  if (is_stopping_) {
    return;
  }
  if (!outcome) {
    gathering_.reset();
    end_round(outcome.error());
    return;
  }
  // What changes while the pages are read is read again afterwards.
  scanned_as_of_ = scanned_as_of_.value_or(outcome->as_of);
  auto& page = std::get<store::Page>(outcome->value);
  for (const catalog::Book& book : page.books) {
    gathering_->add(book);
  }
  if (page.next) {
    read_page(std::move(page.next));
    return;
  }
  index_ = Index((*std::move(gathering_)).compose(), *scanned_as_of_);
  gathering_.reset();
  is_loaded_ = true;
  read_changes();
}

// ---- following ---------------------------------------------------------------------------------

void Follower::Work::begin_round() {
  is_busy_ = true;
  in_round_ = std::exchange(waiting_, {});
  if (is_loaded_) {
    read_changes();
  } else {
    load();
  }
}

void Follower::Work::read_changes() {
  session_->read(
      store::ListChanges{index_.snapshot()->sequence, books_per_read},
      [this](store::ReadOutcome outcome) {
        post([this, outcome = std::move(outcome)]() mutable { take_changes(std::move(outcome)); });
      });
}

void Follower::Work::take_changes(store::ReadOutcome outcome) {
  if (is_stopping_) {
    return;
  }
  if (!outcome) {
    end_round(outcome.error());
    return;
  }
  auto changes = std::get<store::Changes>(std::move(outcome->value));
  if (changes.entries.empty()) {
    end_round(std::nullopt);
    return;
  }
  std::vector<catalog::BookId> gone;
  store::GetBooks living;
  for (const store::ChangeEntry& entry : changes.entries) {
    (entry.change == store::Change::deleted ? gone : living.ids).push_back(entry.id);
  }
  const bool is_last = changes.end == store::Changes::End::reached;
  const catalog::Sequence now = is_last ? std::max(outcome->as_of, changes.entries.back().sequence)
                                        : changes.entries.back().sequence;
  if (living.ids.empty()) {
    apply(changes, {store::Page{}, now}, std::move(gone), now);
    return;
  }
  session_->read(std::move(living), [this, changes = std::move(changes), gone = std::move(gone),
                                     now](store::ReadOutcome read) mutable {
    post([this, changes = std::move(changes), gone = std::move(gone), now,
          read = std::move(read)]() mutable {
      if (is_stopping_) {
        return;
      }
      if (!read) {
        end_round(read.error());
        return;
      }
      apply(changes, *read, std::move(gone), now);
    });
  });
}

void Follower::Work::apply(const store::Changes& changes, const store::ReadAnswer& read,
                           std::vector<catalog::BookId> gone, catalog::Sequence now) {
  const auto& books = std::get<store::Page>(read.value).books;
  // Deleted since the changes were listed: a later round hears of it.
  for (const store::ChangeEntry& entry : changes.entries) {
    const bool is_there = std::any_of(
        books.begin(), books.end(), [&](const catalog::Book& book) { return book.id == entry.id; });
    if (entry.change != store::Change::deleted && !is_there) {
      gone.push_back(entry.id);
    }
  }
  index_.apply({books, gone, now});
  if (changes.end == store::Changes::End::more) {
    read_changes();
    return;
  }
  end_round(std::nullopt);
}

void Follower::Work::end_round(const std::optional<catalog::Problem>& problem) {
  is_busy_ = false;
  if (is_loaded_ && !problem) {
    published_.set(index_.snapshot());
    sequence_gauge_.set(index_.snapshot()->sequence.value);
  }
  for (Waiter& waiter : std::exchange(in_round_, {})) {
    if (problem) {
      answer(std::move(waiter), catalog::fail(*problem));
    } else {
      answer(std::move(waiter), index_.snapshot());
    }
  }
  if (!waiting_.empty()) {
    begin_round();
  }
}

void Follower::Work::wait(base::Executor& home, SnapshotDone done) {
  // Shared, because a std::function must be copyable.
  auto waiter = std::make_shared<Waiter>(Waiter{&home, std::move(done), steady_clock::now()});
  post([this, waiter] {
    if (is_stopping_) {
      answer(std::move(*waiter), catalog::fail(catalog::problem::of(ProblemCode::draining)));
      return;
    }
    waiting_.push_back(std::move(*waiter));
    if (!is_busy_) {
      begin_round();
    }
  });
}

// ---- the pace ----------------------------------------------------------------------------------

void Follower::Work::tick_later() {
  timer_.expires_after(tick);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) {
      on_tick();
    }
  });
}

void Follower::Work::on_tick() {
  const auto too_late = steady_clock::now() - wait_max;
  for (auto* const waiters : {&waiting_, &in_round_}) {
    std::erase_if(*waiters, [&](Waiter& waiter) {
      const bool is_late = waiter.asked < too_late;
      if (is_late) {
        answer(std::move(waiter), catalog::fail(catalog::problem::of(ProblemCode::overloaded)));
      }
      return is_late;
    });
  }
  if (!is_busy_) {
    // A store that cannot tell its sequence number is asked for changes every time.
    const auto now = backend_.sequence();
    const std::int64_t lag = now ? now->value - index_.snapshot()->sequence.value : 1;
    const bool is_quiet = !now || *now == seen_;
    seen_ = now.value_or(seen_);
    if (!is_loaded_ || (lag > 0 && is_quiet) || lag > lag_max) {
      begin_round();
    } else {
      keep_on_shelf();
    }
  }
  tick_later();
}

void Follower::Work::keep_on_shelf() {
  SnapshotPtr snapshot = index_.snapshot();
  if (!is_far(snapshot->sequence.value - saved_.value, snapshot->books())) {
    return;
  }
  saved_ = snapshot->sequence;
  snapshot.reset();
  // What the bytes are made of is searched from now on: there is never a third copy.
  index_.compact();
  published_.set(index_.snapshot());
  try {
    shelf_->save({catalog::search_rules, saved_}, index_.bytes());
  } catch (const std::exception& error) {
    log_.warning("indice-nao-guardado", {{"motivo", std::string_view(error.what())}});
  }
}

void Follower::Work::stop() {
  if (!thread_.joinable()) {
    return;
  }
  post([this] {
    is_stopping_ = true;
    timer_.cancel();
    for (auto* const waiters : {&waiting_, &in_round_}) {
      for (Waiter& waiter : *waiters) {
        answer(std::move(waiter), catalog::fail(catalog::problem::of(ProblemCode::draining)));
      }
      waiters->clear();
    }
    work_.reset();
    loop_.stop();
  });
  thread_.join();
}

// ---- the owner's side --------------------------------------------------------------------------

Follower::Follower(store::Store& backend, base::Metrics& metrics, base::Log& log)
    : work_(std::make_unique<Work>(backend, metrics, log)) {}
Follower::~Follower() = default;

SnapshotPtr Follower::snapshot() const { return work_->snapshot(); }
void Follower::catch_up(base::Executor& home, SnapshotDone done) {
  work_->wait(home, std::move(done));
}
void Follower::stop() { work_->stop(); }

}  // namespace search

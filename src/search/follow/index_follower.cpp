#include "search/follow/index_follower.hpp"

#include <algorithm>
#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <thread>
#include <utility>
#include <vector>

#include "base/thread_name.hpp"
#include "catalog/spelling.hpp"
#include "search/follow/history_check.hpp"
#include "search/follow/index_gauges.hpp"
#include "search/follow/index_upkeep.hpp"
#include "search/follow/listed_changes.hpp"
#include "search/follow/own_changes.hpp"
#include "search/follow/parsed_books.hpp"
#include "search/follow/published_snapshot.hpp"
#include "search/follow/rebuild_index.hpp"
#include "search/follow/waiting_searches.hpp"
#include "search/index/segment_writer.hpp"

namespace search {
namespace {

using catalog::ProblemCode;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t books_per_page = 1000;
constexpr std::size_t changes_per_read = store::get_books_max;
// The interval at which a quiet catalogue is followed and waiting searches are checked.
constexpr milliseconds tick{500};
constexpr milliseconds wait_max{5000};
// So far behind, it is followed although it is busy: a search would wait too long.
constexpr std::int64_t lag_max = 20'000;
// Between two ticks.
constexpr std::int64_t many_changes = store::ChangeQueue::many;

std::optional<milliseconds> older(std::optional<milliseconds> a, std::optional<milliseconds> b) {
  return std::max(a, b);  // an empty optional compares less than any age
}

}  // namespace

// Everything of the background thread. Steps call each other through the store's answers:
//   load -> read_page … -> round -> read_changes -> read_books -> … -> end_round
class IndexFollower::Work : public base::Executor {
 public:
  // Throws what opening a session of the store throws.
  Work(store::Store& backend, base::Metrics& metrics, base::Log& log, SegmentStorage& storage)
      : backend_(backend),
        log_(log),
        storage_(storage),
        gauges_(metrics),
        work_(loop_.get_executor()),
        timer_(loop_),
        session_(backend.open_session(*this)),
        own_changes_(backend),
        thread_([this] { run(); }) {}
  ~Work() override { stop(); }

  void post(std::function<void()> task) override { boost::asio::post(loop_, std::move(task)); }
  SnapshotPtr snapshot() const { return published_.get(); }
  bool is_following() const noexcept { return is_following_; }
  void wait(base::Executor& executor, CatchUpDone done);
  void stop();

 private:
  void run();
  void load();
  void read(store::BookRead command, store::ReadDone then);
  void leave_when_free();
  void read_page(catalog::BookId after);
  void add_page(store::ReadOutcome outcome);
  void gather();
  void start_over();
  void begin_round();
  void take_many();
  void gather_own();
  void read_changes();
  void take_changes(store::ReadOutcome outcome);
  void look_back(store::ReadAnswer answer);
  void follow(store::ReadAnswer&& answer);
  void take(ListedChanges&& listed, const store::ReadAnswer& read);
  void end_round(const std::optional<catalog::Problem>& problem);
  void publish();
  void show_merged();
  void tick_later();
  void on_tick();

  store::Store& backend_;
  base::Log& log_;
  SegmentStorage& storage_;
  IndexGauges gauges_;
  PublishedSnapshot published_;
  std::atomic<bool> is_following_{true};
  boost::asio::io_context loop_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  boost::asio::steady_timer timer_;

  // The thread's own.
  std::unique_ptr<store::Session> session_;
  Index index_{storage_};
  std::optional<IndexUpkeep> upkeep_;
  std::optional<SegmentWriter> writer_;  // while there is no index
  std::optional<catalog::Sequence> scanned_as_of_;
  OwnChanges own_changes_;
  HistoryCheck history_;                // of the index
  std::optional<milliseconds> behind_;  // of what this round has read
  catalog::Sequence seen_{0};           // at the last tick
  bool is_loaded_ = false;
  bool is_busy_ = false;       // in a round: the store owes an answer, and posts it here
  bool only_gathers_ = false;  // this round shows nothing yet: more will follow at once
  bool is_stopping_ = false;
  WaitingSearches searches_;

  std::thread thread_;  // last: it uses all of the above
};

void IndexFollower::Work::run() {
  base::name_this_thread("index");
  upkeep_.emplace(IndexUpkeep::Dependencies{index_, storage_, backend_.open_index_store(), *this,
                                            log_, [this] { show_merged(); }});
  own_changes_.open([this] { post([this] { take_many(); }); });
  load();
  tick_later();
  loop_.run();
  own_changes_.close();
  session_.reset();
}

// ---- the first snapshot ------------------------------------------------------------------------

void IndexFollower::Work::load() {
  is_busy_ = true;
  if (upkeep_->load()) {
    is_loaded_ = true;
    read_changes();
    return;
  }
  gather();
}

void IndexFollower::Work::gather() {
  writer_.emplace(storage_);
  scanned_as_of_.reset();
  read_page({});
}

// The catalogue lost changes that the index followed: a standby without the last changes has taken
// over. The index may hold any of the lost changes, so it is made anew.
void IndexFollower::Work::start_over() {
  log_.warning("indice-adiante-do-catalogo", {});
  is_following_ = false;
  upkeep_->start_over();
  history_.forget();
  own_changes_.forget();
  is_loaded_ = false;
  gather();
}

// Then goes on in a task of its own, not deeper and deeper into the stack: SQLite answers inside
// the call.
void IndexFollower::Work::read(store::BookRead command, store::ReadDone then) {
  session_->read(std::move(command), [this, then = std::move(then)](store::ReadOutcome outcome) {
    post([this, then, outcome = std::move(outcome)]() mutable {
      if (is_stopping_) {
        is_busy_ = false;
        leave_when_free();
      } else {
        then(std::move(outcome));
      }
    });
  });
}

// Not before the store has answered: it posts to this loop, wherever that is by then.
void IndexFollower::Work::leave_when_free() {
  if (!is_busy_) {
    work_.reset();
    loop_.stop();
  }
}

void IndexFollower::Work::read_page(catalog::BookId after) {
  read(store::ScanBooks{after, books_per_page},
       [this](store::ReadOutcome outcome) { add_page(std::move(outcome)); });
}

void IndexFollower::Work::add_page(store::ReadOutcome outcome) {
  if (!outcome) {
    writer_.reset();
    end_round(outcome.error());
    return;
  }
  // Books that change while the pages are read are read again afterwards. A replica may take over
  // and show an older state than the first page's.
  scanned_as_of_ = std::min(scanned_as_of_.value_or(outcome->as_of), outcome->as_of);
  behind_ = older(behind_, outcome->behind);
  const auto& documents = std::get<store::Page>(outcome->value).books;
  const auto books = parsed(documents);
  if (!books) {
    writer_.reset();
    end_round(books.error());
    return;
  }
  for (const catalog::Book& book : *books) {
    writer_->add(book);
  }
  if (!documents.empty()) {
    read_page(documents.back().id);
    return;
  }
  index_ = Index(storage_, (*std::move(writer_)).finish(), *scanned_as_of_);
  writer_.reset();
  is_loaded_ = true;
  read_changes();
}

// ---- following ---------------------------------------------------------------------------------

void IndexFollower::Work::begin_round() {
  is_busy_ = true;
  behind_.reset();
  searches_.begin_round();
  if (!is_loaded_) {
    load();
    return;
  }
  // A store that tells its sequence number has handed over what was committed up to it; unless some
  // was left out.
  const auto now = backend_.sequence();
  own_changes_.take_into(index_, history_);
  if (now && *now <= index_.taken()) {
    end_round(std::nullopt);
  } else {
    read_changes();
  }
}

// This process writes fast. A search that comes has little to wait for when most is gathered.
void IndexFollower::Work::take_many() {
  if (is_busy_ || !is_loaded_ || own_changes_.are_all()) {
    gather_own();
  } else {
    only_gathers_ = true;
    begin_round();
  }
}

// Between rounds. What many changes have made is shown at once.
void IndexFollower::Work::gather_own() {
  if (is_busy_ || !is_loaded_ || !own_changes_.are_all()) {
    return;
  }
  own_changes_.take_into(index_, history_);
  if (index_.snapshot() != snapshot()) {
    index_.settle();
    upkeep_->merge_if_due();
    publish();
  }
}

void IndexFollower::Work::read_changes() {
  read(store::ListChanges{history_.ask_after(index_.taken()), changes_per_read},
       [this](store::ReadOutcome outcome) { take_changes(std::move(outcome)); });
}

void IndexFollower::Work::take_changes(store::ReadOutcome outcome) {
  if (!outcome) {
    end_round(outcome.error());
    return;
  }
  behind_ = older(behind_, outcome->behind);
  // A replica may lag behind the index.
  const auto verdict =
      outcome->behind ? HistoryCheck::Verdict::same : history_.judge(*outcome, index_.taken());
  if (verdict == HistoryCheck::Verdict::other) {
    start_over();
  } else if (verdict == HistoryCheck::Verdict::unsure) {
    look_back(*std::move(outcome));
  } else {
    follow(*std::move(outcome));
  }
}

void IndexFollower::Work::look_back(store::ReadAnswer answer) {
  read(store::ListChanges{history_.look_back_after(), 2 * HistoryCheck::kept_max},
       [this, answer = std::move(answer)](store::ReadOutcome earlier) mutable {
         if (!earlier) {
           end_round(earlier.error());
         } else if (!earlier->behind &&
                    history_.differs(std::get<store::Changes>(earlier->value), index_.taken())) {
           start_over();
         } else {
           follow(std::move(answer));
         }
       });
}

void IndexFollower::Work::follow(store::ReadAnswer&& answer) {
  const catalog::Sequence followed = index_.taken();
  auto changes = std::get<store::Changes>(std::move(answer.value));
  history_.take(changes, followed);
  if (changes.entries.empty()) {
    // A catalogue that was restored counts on without a change.
    if (followed < answer.as_of) {
      index_.take({{}, {}, answer.as_of});
    }
    end_round(std::nullopt);
    return;
  }
  if (!own_changes_.are_all()) {
    own_changes_.take_into(index_, history_);  // what was written since the round began
  }
  ListedChanges listed(std::move(changes), answer.as_of, own_changes_);
  if (listed.unread.empty()) {
    take(std::move(listed), {store::Page{}, store::newest_state});
    return;
  }
  store::GetBooks books{.ids = listed.unread};
  read(std::move(books), [this, listed = std::move(listed)](store::ReadOutcome read) mutable {
    if (!read) {
      end_round(read.error());
      return;
    }
    take(std::move(listed), *read);
  });
}

void IndexFollower::Work::take(ListedChanges&& listed, const store::ReadAnswer& read) {
  // The changes came from the primary, the books from a replica that has not heard of them.
  if (read.as_of < listed.now) {
    end_round(catalog::problem::of(ProblemCode::storage_unavailable));
    return;
  }
  auto books = parsed(std::get<store::Page>(read.value).books);
  if (!books) {
    end_round(books.error());
    return;
  }
  listed.add(*std::move(books));
  index_.take({listed.books, listed.gone, listed.now});
  history_.follow(listed.changes.entries);
  if (listed.changes.end == store::End::more) {
    read_changes();
    return;
  }
  end_round(std::nullopt);
}

void IndexFollower::Work::end_round(const std::optional<catalog::Problem>& problem) {
  is_busy_ = false;
  const bool is_shown = snapshot() == index_.snapshot() && is_following_;
  if (!std::exchange(only_gathers_, false) || !is_shown) {
    index_.settle();
    upkeep_->merge_if_due();
    if (is_loaded_ && !problem) {
      is_following_ = true;
      publish();
    }
  }
  using Result = catalog::Result<CaughtUp>;
  searches_.end_round(problem ? Result(catalog::fail(*problem))
                              : Result(CaughtUp{index_.snapshot(), behind_}));
  if (searches_.is_round_due()) {
    begin_round();
    return;
  }
  gather_own();
  if (!problem) {
    upkeep_->save_if_due();
  }
}

void IndexFollower::Work::publish() {
  published_.set(index_.snapshot());
  gauges_.show(*index_.snapshot(), storage_);
}

// Between rounds: within one it is shown at the end.
void IndexFollower::Work::show_merged() {
  if (!is_busy_) {
    publish();
  }
}

void IndexFollower::Work::wait(base::Executor& executor, CatchUpDone done) {
  // Shared, because a std::function must be copyable.
  auto waiter = std::make_shared<WaitingSearches::Waiter>(
      WaitingSearches::Waiter{&executor, std::move(done), steady_clock::now()});
  post([this, waiter] {
    if (is_stopping_) {
      WaitingSearches::answer(std::move(*waiter),
                              catalog::fail(catalog::problem::of(ProblemCode::draining)));
      return;
    }
    searches_.add(std::move(*waiter));
    if (!is_busy_) {
      begin_round();
    }
  });
}

// ---- the pace ----------------------------------------------------------------------------------

void IndexFollower::Work::tick_later() {
  timer_.expires_after(tick);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) {
      on_tick();
    }
  });
}

void IndexFollower::Work::on_tick() {
  searches_.expire(steady_clock::now() - wait_max);
  if (!is_busy_) {
    // A store that cannot tell its sequence number is asked for changes every time, and quiet
    // unless many have come.
    const auto now = backend_.sequence();
    const catalog::Sequence newest = now.value_or(index_.taken());
    const std::int64_t lag = newest.value - index_.snapshot()->sequence.value;
    const std::int64_t fresh = newest.value - std::exchange(seen_, newest).value;
    const bool is_quiet = fresh < (now ? 1 : many_changes);
    if (!is_loaded_ || !now || (is_quiet && lag > 0) || lag > lag_max) {
      only_gathers_ = is_loaded_ && !is_quiet && lag <= lag_max;
      begin_round();
    } else {
      upkeep_->save_if_due();
    }
  }
  tick_later();
}

void IndexFollower::Work::stop() {
  if (!thread_.joinable()) {
    return;
  }
  post([this] {
    is_stopping_ = true;
    timer_.cancel();
    searches_.drain();
    leave_when_free();
  });
  thread_.join();
  upkeep_->stop();
}

// ---- the owner's side --------------------------------------------------------------------------

IndexFollower::IndexFollower(store::Store& backend, base::Metrics& metrics, base::Log& log,
                             SegmentStorage& storage)
    : work_(std::make_unique<Work>(backend, metrics, log, storage)) {}
IndexFollower::~IndexFollower() = default;

SnapshotPtr IndexFollower::snapshot() const { return work_->snapshot(); }
bool IndexFollower::is_following() const noexcept { return work_->is_following(); }
void IndexFollower::catch_up(base::Executor& executor, CatchUpDone done) {
  work_->wait(executor, std::move(done));
}
void IndexFollower::stop() { work_->stop(); }

}  // namespace search

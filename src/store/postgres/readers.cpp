#include "store/postgres/readers.hpp"

#include <algorithm>
#include <ranges>
#include <utility>
#include <variant>

namespace postgres {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// An answer is never older than this.
constexpr milliseconds age_max{1000};
constexpr milliseconds state_asked_every{200};
// A standby that is behind is asked again so soon, and so long in all.
constexpr milliseconds asked_again_after{10};
constexpr milliseconds waited_for_standby_max{100};
// One that says nothing for so long is given up, with what it was asked.
constexpr milliseconds standby_silence_max{500};
constexpr milliseconds rest_after_refusal{5000};
constexpr const char* no_answer = "the standby does not answer";

constexpr const char* newest_sql = "SELECT seq FROM catalogue";

base::Counter& reads_counter(base::Metrics& metrics, std::string_view result) {
  return metrics.counter({"livros_shared_reads_total",
                          "Reads that a standby was asked for, by who answered in the end",
                          result});
}

}  // namespace

std::optional<store::Sequence> least_state(const store::BookRead& command) noexcept {
  return std::visit(
      [](const auto& one) -> std::optional<store::Sequence> {
        if constexpr (requires { one.at_least; }) {
          return one.at_least;
        } else {
          return std::nullopt;
        }
      },
      command);
}

// ---- the standbys -------------------------------------------------------------------------------

Readers::Readers(const Options& options, Connection& primary,
                 const Connection::Dependencies& dependencies, base::Metrics& metrics)
    : primary_(primary),
      log_(dependencies.log),
      answered_(reads_counter(metrics, "servidor=\"replica\"")),
      passed_on_(reads_counter(metrics, "servidor=\"primario\"")),
      timer_(dependencies.loop) {
  if (options.read_url.empty()) {
    return;
  }
  const Hosts all(options.read_url);
  for (std::size_t i = 0; i < all.count(); ++i) {
    auto& standby =
        standbys_.emplace_back(std::make_unique<Standby>(Standby{Hosts(all.at(i)), {}, {}}));
    const auto connection = [&] {
      return std::make_unique<Connection>(options, Server::reader, standby->host, dependencies);
    };
    standby->books = connection();
    standby->lists = connection();
  }
}

void Readers::start(std::function<void()> on_change) {
  on_change_ = std::move(on_change);
  for (const auto& standby : standbys_) {
    standby->books->start(on_change_);
    standby->lists->start(on_change_);
  }
}

void Readers::stop() {
  timer_.cancel();
  for (const auto& standby : standbys_) {
    standby->books->stop();
    standby->lists->stop();
  }
}

bool Readers::empty() const noexcept {
  return std::ranges::all_of(standbys_, [](const auto& standby) {
    return standby->books->under_way() == 0 && standby->lists->under_way() == 0;
  });
}

void Readers::tick(Phase phase) {
  if (!exist()) {
    return;
  }
  const SteadyTime now = steady_clock::now();
  if (phase == Phase::open && now - standbys_asked_ >= state_asked_every) {
    ask_standbys(now);
  } else if (phase == Phase::open && now - primary_asked_ >= state_asked_every) {
    ask_primary(now);
  }
  for (const auto& standby : standbys_) {
    Connection& books = *standby->books;
    Connection& lists = *standby->lists;
    // Only this one is asked all the time. A list may take long while the server is well.
    if (books.is_up() && books.silent_for() >= standby_silence_max) {
      books.reset(no_answer);
    }
    if (phase == Phase::open) {
      standby->hearing.ask(books, {&lists});
    }
    if (!books.is_up() && lists.is_up() && lists.silent_for() >= standby_silence_max) {
      lists.reset(no_answer);
    }
  }
}

void Readers::ask_primary(SteadyTime now) {
  while (!samples_.empty() && now - samples_.front().asked > age_max) {
    samples_.pop_front();
  }
  if (is_primary_asked_ || !primary_.is_up()) {
    return;
  }
  is_primary_asked_ = true;
  primary_asked_ = now;
  primary_.send({{{newest_sql, {}}}, [this, now](const Answer& answer) {
                   is_primary_asked_ = false;
                   if (const auto* const rows = std::get_if<std::vector<Rows>>(&answer)) {
                     take_sample({now, {rows->front().integer(0, 0)}});
                   }
                 }});
}

// Whatever a standby knew before the primary was asked, the primary knows; unless a failover has
// lost it.
void Readers::take_sample(const Sample& sample) {
  samples_.push_back(sample);
  for (const auto& standby : standbys_) {
    if (standby->reached_at < sample.asked) {
      standby->is_astray = standby->reached > sample.newest;
    }
  }
}

void Readers::ask_standbys(SteadyTime now) {
  standbys_asked_ = now;
  std::ranges::for_each(standbys_, [this](const auto& standby) { ask(*standby); });
}

void Readers::ask(Standby& standby) {
  if (standby.is_asked || !standby.books->is_up()) {
    return;
  }
  standby.is_asked = true;
  standby.books->send({{{newest_sql, {}}}, [this, &standby](const Answer& answer) {
                         standby.is_asked = false;
                         if (const auto* const rows = std::get_if<std::vector<Rows>>(&answer)) {
                           const store::Sequence reached{rows->front().integer(0, 0)};
                           standby.reached_at = steady_clock::now();
                           if (std::exchange(standby.reached, reached) != reached) {
                             on_change_();
                           }
                         }
                       }});
}

void Readers::refused(const Connection& standby, const Failure& failure) {
  const SteadyTime now = steady_clock::now();
  const auto known = std::ranges::find_if(standbys_, [&](const auto& one) {
    return one->books.get() == &standby || one->lists.get() == &standby;
  });
  if (known == standbys_.end() || (*known)->rests_until > now) {
    return;
  }
  (*known)->rests_until = now + rest_after_refusal;
  log_.error("armazenamento", {{"operacao", std::string_view("leitura-na-replica")},
                               {"codigo", std::string_view(failure.sqlstate)},
                               {"motivo", std::string_view(failure.reason)}});
}

bool Readers::keeps_up(const Standby& standby, For what) const {
  return standby.of(what).is_up() && !standby.is_astray &&
         standby.rests_until <= steady_clock::now() && age_of(standby.reached);
}

Connection* Readers::free(For what, std::size_t under_way_max) {
  for (std::size_t i = 0; i < standbys_.size(); ++i) {
    const Standby& standby = *standbys_[turn_++ % standbys_.size()];
    if (keeps_up(standby, what) && standby.of(what).under_way() < under_way_max) {
      return &standby.of(what);
    }
  }
  return nullptr;
}

bool Readers::are_away(For what) const {
  return std::ranges::none_of(standbys_,
                              [&](const auto& standby) { return keeps_up(*standby, what); });
}

store::Sequence Readers::reached(For what) const {
  store::Sequence newest{};
  for (const auto& standby : standbys_) {
    if (keeps_up(*standby, what)) {
      newest = std::max(newest, standby->reached);
    }
  }
  return newest;
}

std::optional<milliseconds> Readers::age_of(store::Sequence as_of) const {
  const SteadyTime now = steady_clock::now();
  for (const Sample& sample : std::views::reverse(samples_)) {
    if (sample.newest <= as_of) {
      const auto age = std::chrono::ceil<milliseconds>(now - sample.asked);
      return age <= age_max ? std::optional(age) : std::nullopt;
    }
  }
  return std::nullopt;
}

std::optional<milliseconds> Readers::age_for(const store::BookRead& command,
                                             store::Sequence as_of) const {
  const auto least = least_state(command);
  return least && *least <= as_of ? age_of(as_of) : std::nullopt;
}

void Readers::wait_for_state() {
  if (std::exchange(is_waiting_, true)) {
    return;
  }
  timer_.expires_after(asked_again_after);
  timer_.async_wait([this](const boost::system::error_code& error) {
    is_waiting_ = false;
    if (!error) {
      ask_standbys(steady_clock::now());
      on_change_();
    }
  });
}

// ---- requests -----------------------------------------------------------------------------------

void SharedReads::add(ReadRequest&& request, RequestQueue<ReadRequest>& primary,
                      ReplyBatch& replies) {
  const auto least = readers_.exist() ? least_state(request.command) : std::nullopt;
  auto& queue = !least ? primary : *least > readers_.reached(what_) ? early_ : waiting_;
  queue.add(std::move(request), replies);
}

void SharedReads::settle(ReadRequest&& request, store::ReadOutcome&& outcome,
                         RequestQueue<ReadRequest>& primary, ReplyBatch& replies) {
  // A refusal has no state: the book may be there by now.
  const auto age = outcome ? readers_.age_for(request.command, outcome->as_of) : std::nullopt;
  if (age) {
    readers_.count_answered();
    outcome->behind = age;
    replies.add(std::move(request), std::move(outcome));
  } else if (outcome) {
    early_.put_back(std::move(request));
  } else {
    pass_on(std::move(request), primary);
  }
}

void SharedReads::pass_on(ReadRequest&& request, RequestQueue<ReadRequest>& primary) {
  readers_.count_passed_on(1);
  primary.put_back(std::move(request));
}

// To a standby that has reached its state, to the primary once it has waited long enough, or left.
void SharedReads::sort_early(RequestQueue<ReadRequest>& primary) {
  if (early_.empty()) {
    return;
  }
  const store::Sequence reached = readers_.reached(what_);
  const SteadyTime now = steady_clock::now();
  for (ReadRequest& request : std::views::reverse(early_.take(early_.size()))) {
    if (now - request.asked >= waited_for_standby_max) {
      pass_on(std::move(request), primary);
    } else if (least_state(request.command) <= reached) {
      waiting_.put_back(std::move(request));
    } else {
      early_.put_back(std::move(request));
    }
  }
  if (!early_.empty()) {
    readers_.wait_for_state();
  }
}

void SharedReads::pass_on_all(RequestQueue<ReadRequest>& primary) {
  for (auto* const queue : {&waiting_, &early_}) {
    for (ReadRequest& request : std::views::reverse(queue->take(queue->size()))) {
      pass_on(std::move(request), primary);
    }
  }
}

void SharedReads::expire(milliseconds wait_max, ReplyBatch& replies) {
  waiting_.expire(wait_max, catalog::ProblemCode::overloaded, replies);
  early_.expire(wait_max, catalog::ProblemCode::overloaded, replies);
}

}  // namespace postgres

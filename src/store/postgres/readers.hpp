// Standbys that share the reading with the primary (--database-read). An answer of theirs counts
// when it has reached the state that its client must see, and when it is proved not to be old: the
// primary is asked for its newest sequence number all the time, and what has reached a number is at
// most as old as the asking for it. A standby that falls behind is left alone until it has caught
// up. The store's thread.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "base/metrics.hpp"
#include "store/postgres/connection.hpp"
#include "store/postgres/hearing.hpp"
#include "store/postgres/options.hpp"
#include "store/postgres/request.hpp"
#include "store/postgres/request_queue.hpp"

namespace postgres {

// The state that an answer to the command must have reached; nullopt: the newest there is, which
// only the primary knows.
std::optional<store::Sequence> least_state(const store::BookRead& command) noexcept;

class Readers {
 public:
  // Single books have connections of their own, as at the primary.
  enum class For : std::uint8_t { books, lists };

  // Without Options::read_url there are none. `primary` tells the newest sequence number.
  Readers(const Options& options, Connection& primary, const Connection::Dependencies& dependencies,
          base::Metrics& metrics);

  void start(std::function<void()> on_change);
  void stop();
  // Called all the time. Closing, it asks nobody any more.
  enum class Phase : std::uint8_t { open, closing };
  void tick(Phase phase);

  bool exist() const noexcept { return !standbys_.empty(); }
  bool empty() const noexcept;
  // In turn, one that keeps up and has fewer exchanges under way; nullptr: there is none now.
  Connection* free(For what, std::size_t under_way_max);
  // The newest state of one that keeps up.
  store::Sequence reached(For what) const;
  // True when none is there that keeps up.
  bool are_away(For what) const;

  // How old an answer of this state can be at most; nullopt: older than is shown, or than the
  // command takes.
  std::optional<std::chrono::milliseconds> age_for(const store::BookRead& command,
                                                   store::Sequence as_of) const;
  // Has the standbys say soon how far they are; on_change is called then.
  void wait_for_state();
  // Its server would not answer: it is left alone for a while.
  void refused(const Connection& standby, const Failure& failure);

  void count_answered() { answered_.add(1); }
  void count_passed_on(std::size_t reads) { passed_on_.add(reads); }

 private:
  struct Standby {
    Hosts host;
    std::unique_ptr<Connection> books;
    std::unique_ptr<Connection> lists;
    store::Sequence reached{};
    SteadyTime reached_at{};
    SteadyTime rests_until{};
    bool is_asked = false;
    Hearing hearing{};
    // It has what the primary has not: a failover went past it.
    bool is_astray = false;
    Connection& of(For what) const { return what == For::books ? *books : *lists; }
  };
  struct Sample {
    SteadyTime asked;
    store::Sequence newest;
  };
  std::optional<std::chrono::milliseconds> age_of(store::Sequence as_of) const;
  bool keeps_up(const Standby& standby, For what) const;
  void ask_primary(SteadyTime now);
  void take_sample(const Sample& sample);
  void ask_standbys(SteadyTime now);
  void ask(Standby& standby);

  Connection& primary_;
  base::Log& log_;
  base::Counter& answered_;
  base::Counter& passed_on_;
  boost::asio::steady_timer timer_;
  std::function<void()> on_change_;
  std::vector<std::unique_ptr<Standby>> standbys_;
  std::size_t turn_ = 0;
  std::deque<Sample> samples_;  // oldest first
  SteadyTime standbys_asked_{};
  SteadyTime primary_asked_{};
  bool is_primary_asked_ = false;
  bool is_waiting_ = false;
};

// The requests that standbys may answer, on their way to one of them or to the primary. Those of a
// state that no standby has reached wait apart, and cost nothing meanwhile.
class SharedReads {
 public:
  SharedReads(Readers& readers, Readers::For what, std::size_t waiting_max)
      : readers_(readers), what_(what), waiting_(waiting_max), early_(waiting_max) {}

  // What only the primary may answer goes to `primary`.
  void add(ReadRequest&& request, RequestQueue<ReadRequest>& primary, ReplyBatch& replies);
  bool empty() const noexcept { return waiting_.empty() && early_.empty(); }

  // Sends what can be sent with send(connection, queue); puts what the primary must answer in front
  // of `primary`.
  template <class Send>
  void pump(std::size_t under_way_max, RequestQueue<ReadRequest>& primary, Send send) {
    sort_early(primary);
    while (!waiting_.empty()) {
      Connection* const standby = readers_.free(what_, under_way_max);
      if (standby == nullptr) {
        break;
      }
      send(*standby, waiting_);
    }
    if (readers_.are_away(what_)) {
      pass_on_all(primary);
    }
  }
  // What a standby has answered: replies, or leaves the request to another try or to the primary.
  void settle(ReadRequest&& request, store::ReadOutcome&& outcome,
              RequestQueue<ReadRequest>& primary, ReplyBatch& replies);
  // A standby did not answer it.
  void pass_on(ReadRequest&& request, RequestQueue<ReadRequest>& primary);
  void expire(std::chrono::milliseconds wait_max, ReplyBatch& replies);

 private:
  void sort_early(RequestQueue<ReadRequest>& primary);
  void pass_on_all(RequestQueue<ReadRequest>& primary);

  Readers& readers_;
  const Readers::For what_;
  RequestQueue<ReadRequest> waiting_;
  RequestQueue<ReadRequest> early_;
};

}  // namespace postgres

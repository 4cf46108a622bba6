// The one connection that changes the catalogue for this instance. What waited while the last batch
// was under way is the next batch: one exchange reads what it needs and takes its locks, the rules
// are applied in memory, a second one writes and commits. A batch of nothing but new books needs
// only the second. When nobody says whether a batch was committed, it is asked before anything else
// is written (write_mark.hpp). The store's thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/metrics.hpp"
#include "store/change_queue.hpp"
#include "store/postgres/connection.hpp"
#include "store/postgres/request.hpp"
#include "store/postgres/request_queue.hpp"
#include "store/postgres/write_batch.hpp"

namespace postgres {

class Writer {
 public:
  struct Metrics {
    base::Gauge& queued;
    base::Histogram& batch;
    base::Histogram& commit;
    base::Counter& redone;
    base::Counter& held;
    base::Counter& doubted;
  };
  struct Dependencies {
    boost::asio::io_context& loop;
    const base::Clock& clock;
    base::Log& log;
    store::ChangeQueue& own_changes;
    Metrics metrics;
  };
  Writer(Connection& connection, const Options& options, const Dependencies& dependencies);

  // As many as may wait: one more is answered `overloaded` and nothing is queued.
  void add(WriteRequest request, ReplyBatch& replies);
  void add(GroupRequest request, ReplyBatch& replies);
  void pump();
  void expire(ReplyBatch& replies);
  // No more turns by itself.
  void stop();
  bool empty() const noexcept { return !is_waited() && !is_held() && !batch_; }

 private:
  bool is_waited() const noexcept { return !waiting_.empty() || !groups_.empty(); }
  bool is_held() const noexcept { return !held_.requests.empty() || !held_.groups.empty(); }
  void tell_queue();
  WriteBatch::Asked take();
  bool is_gathering();
  void begin();
  void store_at_once();
  void load();
  void loaded(Answer answer);
  void store(std::vector<Statement> statements);
  void stored(Answer answer);
  void answered(bool is_whole);
  void finished();

  void settle();
  void settled(const Answer& answer);
  void give_up_doubt(ReplyBatch& replies);

  void skip_ids();
  void roll_back(std::function<void()> then);
  void redo();
  void failed(const Failure& failure, WriteBatch::Step step);
  // Requests that may wait again do so, in front; the others are refused.
  void try_again_or(catalog::ProblemCode code);
  // Writes that need what somebody else holds wait apart, so that the others go on.
  void hold(WriteBatch::Asked&& blocked);
  void take_held();
  void refuse(catalog::ProblemCode code, ReplyBatch& replies);
  void forget_old();

  Connection& connection_;
  const Options& options_;
  const base::Clock& clock_;
  base::Log& log_;
  store::ChangeQueue& own_changes_;
  Metrics metrics_;

  RequestQueue<WriteRequest> waiting_;
  RequestQueue<GroupRequest> groups_;
  bool groups_go_first_ = false;       // every other time, so that neither keeps the other waiting
  std::unique_ptr<WriteBatch> batch_;  // the one under way
  // Writes that go one by one, because one of them spoiled a batch.
  std::size_t singles_left_ = 0;
  std::vector<catalog::BookId> spare_ids_;
  SteadyTime forget_at_{};

  WriteMark mark_ = WriteMark::fresh();  // the last one used up
  // Whether the batch behind that one was committed is not known; it may not be at hand any more.
  bool is_in_doubt_ = false;
  catalog::BookId highest_given_id_;

  // Clients that have just been answered ask again within a moment: those that the next batch waits
  // for.
  std::size_t expected_ = 0;
  SteadyTime expected_until_{};
  boost::asio::steady_timer gathering_;

  WriteBatch::Asked held_;
  boost::asio::steady_timer holding_;
};

}  // namespace postgres

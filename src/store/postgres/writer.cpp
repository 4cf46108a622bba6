#include "store/postgres/writer.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <ranges>
#include <utility>

#include "store/postgres/storage_error.hpp"

namespace postgres {
namespace {

using catalog::ProblemCode;
using std::chrono::steady_clock;

// Bounded, so that the locks of a batch fit into the server's table of them.
constexpr std::size_t batch_size_max = 1000;
// Times that a batch begins anew before its requests are refused.
constexpr int redone_max = 5;
// Times that a request whose connection broke is tried again.
constexpr int attempts_max = 4;
constexpr std::chrono::seconds forget_every{10};
// A batch waits so long for clients that were answered just now, where they are many: without them
// it would cost a commit, and each of them would wait for two.
constexpr std::chrono::milliseconds gather_max{3};
constexpr std::size_t gather_from = 8;
// A write that needs what somebody else holds is tried so soon again, and so long at most.
constexpr std::chrono::milliseconds hold_pause_min{2};
constexpr std::chrono::milliseconds hold_pause_max{50};
constexpr std::chrono::milliseconds hold_max{3000};

// Classes and codes of SQLSTATE (PostgreSQL documentation, appendix A).
bool is_worth_redoing(const Failure& failure) {
  constexpr std::array<std::string_view, 4> codes{
      mark_is_not_next,  // or an id of a deleted book: plain_statements.hpp
      "23505",           // unique_violation: another instance took an id or a key
      "40001",           // serialization_failure
      "40P01"};          // deadlock_detected
  return std::find(codes.begin(), codes.end(), failure.sqlstate) != codes.end();
}

// Refused for what a write holds, not for the state of the database: data_exception,
// integrity_constraint_violation, raise_exception, program_limit_exceeded, internal_error.
bool blames_a_write(const Failure& failure) {
  constexpr std::array<std::string_view, 5> classes{"22", "23", "P0", "54", "XX"};
  return std::any_of(classes.begin(), classes.end(),
                     [&](std::string_view one) { return failure.sqlstate.starts_with(one); });
}

ProblemCode code_of(const Failure& failure) {
  return failure.sqlstate == "53100" ? ProblemCode::storage_full : ProblemCode::storage_unavailable;
}

}  // namespace

Writer::Writer(Connection& connection, const Options& options, const Dependencies& dependencies)
    : connection_(connection),
      options_(options),
      clock_(dependencies.clock),
      log_(dependencies.log),
      own_changes_(dependencies.own_changes),
      metrics_(dependencies.metrics),
      waiting_(options.jobs_max),
      groups_(options.jobs_max),
      gathering_(dependencies.loop),
      holding_(dependencies.loop) {}

void Writer::stop() {
  gathering_.cancel();
  holding_.cancel();
}

void Writer::add(WriteRequest request, ReplyBatch& replies) {
  if (waiting_.size() + held_.requests.size() >= options_.jobs_max) {
    replies.refuse(std::move(request), ProblemCode::overloaded);
    return;
  }
  waiting_.add(std::move(request), replies);
  tell_queue();
}

void Writer::add(GroupRequest request, ReplyBatch& replies) {
  if (groups_.size() + held_.groups.size() >= options_.jobs_max) {
    replies.refuse(std::move(request), ProblemCode::overloaded);
    return;
  }
  groups_.add(std::move(request), replies);
  tell_queue();
}

void Writer::tell_queue() {
  metrics_.queued.set(static_cast<std::int64_t>(waiting_.size() + groups_.size()));
}

// The writes of a batch are bounded together, those of groups too.
WriteBatch::Asked Writer::take() {
  if (singles_left_ > 0) {
    --singles_left_;
    return waiting_.empty() ? WriteBatch::Asked{{}, groups_.take(1)}
                            : WriteBatch::Asked{waiting_.take(1), {}};
  }
  const auto weigh = [](const GroupRequest& request) { return request.command.writes.size(); };
  // While a batch is sent nobody else can commit, and images are long.
  const auto weigh_write = [](const WriteRequest& request) {
    return std::holds_alternative<store::SetCover>(request.command.action) ? batch_size_max / 4
                                                                           : std::size_t{1};
  };
  groups_go_first_ = !groups_go_first_ && !groups_.empty();
  WriteBatch::Asked asked;
  if (groups_go_first_) {
    asked.groups = groups_.take_weighed(batch_size_max, weigh);
    std::size_t room = batch_size_max;
    for (const GroupRequest& request : asked.groups) {
      room -= weigh(request);
    }
    asked.requests = waiting_.take_fitting(room, weigh_write);
  } else {
    asked.requests = waiting_.take_weighed(batch_size_max, weigh_write);
    asked.groups = groups_.take_fitting(
        batch_size_max - std::min(asked.requests.size(), batch_size_max), weigh);
  }
  return asked;
}

void Writer::pump() {
  if (!connection_.is_up() || connection_.under_way() > 0) {
    return;
  }
  if (is_in_doubt_) {
    settle();
    return;
  }
  if (batch_) {
    return;
  }
  if (steady_clock::now() >= forget_at_) {
    forget_at_ = steady_clock::now() + forget_every;
    forget_old();
    return;
  }
  if (!is_waited() || is_gathering()) {
    return;
  }
  batch_ = std::make_unique<WriteBatch>(take(), clock_.now());
  batch_->hands_over = own_changes_.is_open();
  tell_queue();
  metrics_.batch.record(batch_->writes());
  begin();
}

bool Writer::is_gathering() {
  if (expected_ < gather_from || waiting_.size() + groups_.size() >= expected_ ||
      singles_left_ > 0 || steady_clock::now() >= expected_until_) {
    return false;
  }
  gathering_.expires_at(expected_until_);
  gathering_.async_wait([this](const boost::system::error_code& error) {
    if (!error) {
      pump();
    }
  });
  return true;
}

void Writer::forget_old() {
  connection_.send(
      {{forget_old_keys(clock_.now()), forget_old_marks()}, [this](const Answer&) { pump(); }});
}

// ---- one batch ---------------------------------------------------------------------------------

void Writer::begin() {
  if (batch_->is_plain()) {
    store_at_once();
  } else {
    load();
  }
}

void Writer::store_at_once() {
  std::vector<Statement> statements = batch_->plain_statements(spare_ids_, mark_.next());
  if (statements.empty()) {
    answered(true);
    return;
  }
  store(std::move(statements));
}

void Writer::load() {
  connection_.send(
      {batch_->load_statements(spare_ids_), [this](Answer answer) { loaded(std::move(answer)); }});
}

void Writer::loaded(Answer answer) {
  if (const auto* const failure = std::get_if<Failure>(&answer)) {
    failed(*failure, WriteBatch::Step::loading);
    return;
  }
  try {
    const Ids ids = batch_->load(std::get<std::vector<Rows>>(answer));
    spare_ids_ = batch_->left_ids();
    if (ids == Ids::used) {
      spare_ids_.clear();
      skip_ids();
      return;
    }
    hold(batch_->take_blocked());
    batch_->apply();
  } catch (const OutOfIds&) {
    batch_->takes_more_ids = true;
    redo();
    return;
  } catch (const StorageError& error) {
    roll_back([this, reason = std::string(error.what())] {
      failed({Failure::Kind::refused, "XX001", reason}, WriteBatch::Step::loading);
    });
    return;
  }
  store(batch_->store_statements(mark_.next()));
}

void Writer::store(std::vector<Statement> statements) {
  connection_.send({std::move(statements), [this, begin = steady_clock::now()](Answer answer) {
                      metrics_.commit.record(steady_clock::now() - begin);
                      stored(std::move(answer));
                    }});
}

void Writer::stored(Answer answer) {
  if (const auto* const failure = std::get_if<Failure>(&answer)) {
    failed(*failure, WriteBatch::Step::storing);
    return;
  }
  if (batch_->leaves_mark()) {
    mark_ = mark_.next();
  }
  answered(batch_->commit(std::get<std::vector<Rows>>(answer)));
}

void Writer::answered(bool is_whole) {
  ReplyBatch replies;
  if (!is_whole) {  // committed, but the database told something else than it was asked
    refuse(ProblemCode::write_uncertain, replies);
    finished();
    return;
  }
  spare_ids_ = batch_->left_ids();
  highest_given_id_ = std::max(highest_given_id_, batch_->highest_given_id());
  own_changes_.push(batch_->take_own());
  batch_->answer(replies);
  finished();
}

void Writer::finished() {
  expected_ = batch_->size() + waiting_.size() + groups_.size();
  expected_until_ = steady_clock::now() + gather_max;
  batch_.reset();
  pump();
}

// ---- in doubt ----------------------------------------------------------------------------------

void Writer::settle() {
  const WriteMark doubted = mark_.next();
  const catalog::BookId id_min = std::accumulate(
      spare_ids_.begin(), spare_ids_.end(), highest_given_id_,
      [](catalog::BookId one, catalog::BookId other) { return std::min(one, other); });
  connection_.send(
      {batch_ ? batch_->settle_statements(doubted, id_min) : std::vector{settle_statement(doubted)},
       [this](const Answer& answer) { settled(answer); }});
}

void Writer::settled(const Answer& answer) {
  if (std::holds_alternative<Failure>(answer)) {
    return;  // asked again when there is a connection, or by the next tick
  }
  const std::vector<Rows>& rows = std::get<std::vector<Rows>>(answer);
  const Settled settled = read_settled(rows.front(), mark_.next());
  mark_ = settled.mark;
  is_in_doubt_ = false;
  log_.warning("gravacao-em-duvida",
               {{"resultado", std::string_view(settled.is_committed ? "gravada" : "nao-gravada")}});
  if (!batch_) {
    pump();
  } else if (settled.is_committed) {
    answered(batch_->recover(rows, settled));
  } else {
    try_again_or(ProblemCode::storage_unavailable);
  }
}

void Writer::give_up_doubt(ReplyBatch& replies) {
  log_.error("gravacao-em-duvida", {{"resultado", std::string_view("incerta")}});
  refuse(ProblemCode::write_uncertain, replies);
  batch_.reset();
}

void Writer::refuse(ProblemCode code, ReplyBatch& replies) {
  for (WriteRequest& request : batch_->requests()) {
    replies.refuse(std::move(request), code);
  }
  for (GroupRequest& request : batch_->groups()) {
    replies.refuse(std::move(request), code);
  }
}

// ---- obstacles ---------------------------------------------------------------------------------

void Writer::roll_back(std::function<void()> then) { connection_.send(rollback(std::move(then))); }

void Writer::redo() {
  metrics_.redone.add();
  ++batch_->redone;
  roll_back([this] {
    if (!connection_.is_up() || batch_->redone > redone_max) {
      try_again_or(ProblemCode::storage_unavailable);
      return;
    }
    load();
  });
}

void Writer::skip_ids() {
  roll_back([this] {
    if (!connection_.is_up()) {
      try_again_or(ProblemCode::storage_unavailable);
      return;
    }
    connection_.send({{skip_used_ids()}, [this](const Answer& answer) {
                        if (std::holds_alternative<Failure>(answer)) {
                          try_again_or(ProblemCode::storage_unavailable);
                          return;
                        }
                        load();
                      }});
  });
}

void Writer::hold(WriteBatch::Asked&& blocked) {
  metrics_.held.add(blocked.requests.size() + blocked.groups.size());
  ReplyBatch replies;
  const SteadyTime now = steady_clock::now();
  const bool is_timed = is_held();
  SteadyTime oldest = now;
  const auto add = [&](auto& requests, auto& held) {
    for (auto& request : requests) {
      if (now - request.asked >= hold_max) {
        replies.refuse(std::move(request), ProblemCode::book_busy);
      } else {
        oldest = std::min(oldest, request.asked);
        held.push_back(std::move(request));
      }
    }
  };
  add(blocked.requests, held_.requests);
  add(blocked.groups, held_.groups);
  if (is_timed || !is_held()) {
    return;
  }
  // Another instance is done within a moment; a person is not.
  const auto waited = std::chrono::duration_cast<std::chrono::milliseconds>(now - oldest);
  holding_.expires_after(std::clamp(waited / 8, hold_pause_min, hold_pause_max));
  holding_.async_wait([this](const boost::system::error_code& error) {
    if (!error) {
      take_held();
    }
  });
}

void Writer::take_held() {
  for (WriteRequest& request : std::views::reverse(held_.requests)) {
    waiting_.put_back(std::move(request));
  }
  for (GroupRequest& request : std::views::reverse(held_.groups)) {
    groups_.put_back(std::move(request));
  }
  held_ = {};
  tell_queue();
  pump();
}

// Requests of a batch that certainly did not happen wait again, in front, unless they have waited
// too long or too often.
void Writer::try_again_or(ProblemCode code) {
  ReplyBatch replies;
  const auto put_back = [&](auto& requests, auto& queue) {
    for (auto& request : std::views::reverse(requests)) {
      const bool is_fresh = steady_clock::now() - request.asked < options_.wait_max;
      if (is_fresh && ++request.attempts < attempts_max) {
        queue.put_back(std::move(request));
      } else {
        replies.refuse(std::move(request), code);
      }
    }
  };
  put_back(batch_->requests(), waiting_);
  put_back(batch_->groups(), groups_);
  finished();
}

void Writer::failed(const Failure& failure, WriteBatch::Step step) {
  if (failure.kind != Failure::Kind::refused) {
    if (failure.kind == Failure::Kind::lost && step == WriteBatch::Step::storing &&
        batch_->leaves_mark()) {
      metrics_.doubted.add();
      is_in_doubt_ = true;
      pump();
      return;
    }
    try_again_or(ProblemCode::storage_unavailable);
    return;
  }
  log_.error("armazenamento", {{"operacao", std::string_view("gravacao")},
                               {"codigo", std::string_view(failure.sqlstate)},
                               {"motivo", std::string_view(failure.reason)}});
  if (failure.sqlstate == read_only_transaction) {
    // The connection goes to another server.
    roll_back([this] { try_again_or(ProblemCode::storage_unavailable); });
    return;
  }
  if (failure.sqlstate == mark_is_not_next) {
    // Another server than before, perhaps: it has not what this writer told the last one.
    mark_ = WriteMark::fresh();
  }
  if (is_worth_redoing(failure) && batch_->redone < redone_max) {
    redo();
    return;
  }
  // One bad write, or one that needs a row that somebody else holds, must not take the others with
  // it.
  const bool is_blocked =
      failure.sqlstate == lock_not_available && !batch_->was_counting(failure.statement);
  const std::size_t size = batch_->requests().size() + batch_->groups().size();
  if (size > 1 && (is_blocked || blames_a_write(failure))) {
    singles_left_ = size;
    roll_back([this] { try_again_or(ProblemCode::storage_unavailable); });
    return;
  }
  roll_back([this, code = is_blocked ? ProblemCode::book_busy : code_of(failure)] {
    ReplyBatch replies;
    refuse(code, replies);
    finished();
  });
}

void Writer::expire(ReplyBatch& replies) {
  if (!connection_.is_away()) {
    waiting_.expire(options_.wait_max, ProblemCode::overloaded, replies);
    groups_.expire(options_.wait_max, ProblemCode::overloaded, replies);
  } else {
    waiting_.expire(options_.patience, ProblemCode::storage_unavailable, replies);
    groups_.expire(options_.patience, ProblemCode::storage_unavailable, replies);
  }
  tell_queue();
  // A batch in doubt is as old as its oldest write.
  if (is_in_doubt_ && batch_ && steady_clock::now() - batch_->oldest() >= options_.doubt_max) {
    give_up_doubt(replies);
  }
}

}  // namespace postgres

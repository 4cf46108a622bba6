#include "store/postgres/writer.hpp"

#include <algorithm>
#include <array>
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

// Classes and codes of SQLSTATE (PostgreSQL documentation, appendix A).
bool is_worth_redoing(const Failure& failure) {
  constexpr std::array<std::string_view, 4> codes{
      id_was_used,
      "23505",   // unique_violation: another instance took an id or a key
      "40001",   // serialization_failure
      "40P01"};  // deadlock_detected
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
      metrics_(dependencies.metrics),
      waiting_(options.jobs_max) {}

void Writer::add(WriteRequest request, ReplyBatch& replies) {
  waiting_.add(std::move(request), replies);
  tell_queue();
}

void Writer::tell_queue() { metrics_.queued.set(static_cast<std::int64_t>(waiting_.size())); }

void Writer::pump() {
  if (batch_ || !connection_.is_up() || connection_.under_way() > 0) {
    return;
  }
  if (steady_clock::now() >= forget_at_) {
    forget_at_ = steady_clock::now() + forget_every;
    forget_old_keys();
    return;
  }
  if (waiting_.empty()) {
    return;
  }
  batch_ = std::make_unique<WriteBatch>(
      waiting_.take(singles_left_ > 0 ? std::size_t{1} : batch_size_max), clock_.now());
  singles_left_ -= std::min(singles_left_, std::size_t{1});
  tell_queue();
  metrics_.batch.record(batch_->requests().size());
  // Not store_at_once(), although a plain batch needs no load: when its connection is lost nobody
  // can tell whether it was committed, where a load that is lost is asked again.
  load();
}

void Writer::forget_old_keys() {
  connection_.send({{postgres::forget_old_keys(clock_.now())}, [this](const Answer&) { pump(); }});
}

// ---- one batch ---------------------------------------------------------------------------------

void Writer::store_at_once() {
  connection_.send({batch_->plain_statements(), [this, begin = steady_clock::now()](Answer answer) {
                      metrics_.commit.record(steady_clock::now() - begin);
                      if (const auto* const failure = std::get_if<Failure>(&answer)) {
                        failed(*failure, WriteBatch::Step::storing);
                        return;
                      }
                      batch_->commit_plain(std::get<std::vector<Rows>>(answer));
                      answered();
                    }});
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
  store();
}

void Writer::store() {
  connection_.send({batch_->store_statements(), [this, begin = steady_clock::now()](Answer answer) {
                      metrics_.commit.record(steady_clock::now() - begin);
                      stored(std::move(answer));
                    }});
}

void Writer::stored(Answer answer) {
  if (const auto* const failure = std::get_if<Failure>(&answer)) {
    failed(*failure, WriteBatch::Step::storing);
    return;
  }
  batch_->commit(std::get<std::vector<Rows>>(answer));
  answered();
}

void Writer::answered() {
  spare_ids_ = batch_->left_ids();
  ReplyBatch replies;
  batch_->answer(replies);
  finished();
}

void Writer::finished() {
  batch_.reset();
  pump();
}

// ---- obstacles ---------------------------------------------------------------------------------

void Writer::roll_back(std::function<void()> then) { connection_.send(rollback(std::move(then))); }

void Writer::redo() {
  metrics_.redone.add();
  ++batch_->redone;
  roll_back([this] {
    if (!connection_.is_up() || batch_->redone > redone_max) {
      give_back();
      return;
    }
    load();
  });
}

void Writer::skip_ids() {
  roll_back([this] {
    if (!connection_.is_up()) {
      give_back();
      return;
    }
    connection_.send({{skip_used_ids()}, [this](const Answer& answer) {
                        if (std::holds_alternative<Failure>(answer)) {
                          give_back();
                          return;
                        }
                        load();
                      }});
  });
}

// Requests that have not reached the database, or whose transaction certainly did not happen: they
// wait again, in front, unless they have waited too often.
void Writer::give_back() {
  ReplyBatch replies;
  for (WriteRequest& request : std::views::reverse(batch_->requests())) {
    if (++request.attempts >= attempts_max) {
      replies.refuse(std::move(request), ProblemCode::storage_unavailable);
    } else {
      waiting_.put_back(std::move(request));
    }
  }
  finished();
}

void Writer::failed(const Failure& failure, WriteBatch::Step step) {
  if (failure.kind == Failure::Kind::refused) {
    log_.error("armazenamento", {{"operacao", std::string_view("gravacao")},
                                 {"codigo", std::string_view(failure.sqlstate)},
                                 {"motivo", std::string_view(failure.reason)}});
    if (is_worth_redoing(failure) && batch_->redone < redone_max) {
      redo();
      return;
    }
    // One bad write must not take the others with it.
    if (batch_->requests().size() > 1 && blames_a_write(failure)) {
      singles_left_ = batch_->requests().size();
      roll_back([this] { give_back(); });
      return;
    }
  }
  const bool may_have_happened =
      failure.kind == Failure::Kind::lost && step == WriteBatch::Step::storing;
  ReplyBatch replies;
  for (WriteRequest& request : std::views::reverse(batch_->requests())) {
    // With a key it is answered with what it did, if it did.
    const bool is_fresh = steady_clock::now() - request.asked < options_.wait_max;
    const bool may_try_again = failure.kind != Failure::Kind::refused && is_fresh &&
                               (!may_have_happened || request.command.idempotency) &&
                               ++request.attempts < attempts_max;
    if (may_try_again) {
      waiting_.put_back(std::move(request));
    } else {
      replies.refuse(std::move(request), code_of(failure));
    }
  }
  if (failure.kind == Failure::Kind::refused) {
    roll_back([this] { finished(); });
    return;
  }
  finished();
}

void Writer::expire(ReplyBatch& replies) {
  if (connection_.is_up()) {
    waiting_.expire(options_.wait_max, ProblemCode::overloaded, replies);
  } else {
    waiting_.expire(options_.patience, ProblemCode::storage_unavailable, replies);
  }
  tell_queue();
}

}  // namespace postgres

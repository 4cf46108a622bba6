#include "store/postgres/history_reads.hpp"

#include <algorithm>
#include <concepts>
#include <utility>

#include "base/check.hpp"
#include "store/postgres/duplicate_walk_sql.hpp"
#include "store/postgres/history_sql.hpp"
#include "store/postgres/past_sql.hpp"
#include "store/postgres/storage_error.hpp"

namespace postgres {
namespace {

using catalog::ProblemCode;

// Books by id are asked through BookReads.
template <class Command>
concept AskedElsewhere =
    std::same_as<Command, store::GetBook> || std::same_as<Command, store::GetBooks>;

struct Asking {
  std::vector<Statement> operator()(const store::ScanBooks& scan) const {
    return scan_statements(scan);
  }
  std::vector<Statement> operator()(const store::ScanPast& scan) const {
    return past_statements(scan);
  }
  std::vector<Statement> operator()(const store::GetPast& get) const {
    return past_statements(get);
  }
  std::vector<Statement> operator()(const store::ListVersions& all) const {
    return history_statements(all);
  }
  std::vector<Statement> operator()(const store::GetVersion& one) const {
    return version_statements(one);
  }
  std::vector<Statement> operator()(const store::ListChanges& list) const {
    return changes_statements(list);
  }
  std::vector<Statement> operator()(const store::ListDuplicates& list) const {
    return duplicate_walk_statements(list);
  }
  std::vector<Statement> operator()(const store::ListDeletions& list) const {
    return deletions_statements(list);
  }
  std::vector<Statement> operator()(const store::GetCover& one) const {
    return cover_statements(one);
  }
  std::vector<Statement> operator()(const store::GetCoverTypes& all) const {
    return cover_type_statements(all);
  }
  std::vector<Statement> operator()(const AskedElsewhere auto& /*command*/) const {
    check(false);
    return {};
  }
};

struct Reading {
  const std::vector<Rows>& rows;
  store::ReadOutcome operator()(const store::ScanBooks& scan) const {
    return read_scan(scan, rows);
  }
  store::ReadOutcome operator()(const store::ScanPast& /*scan*/) const { return read_past(rows); }
  store::ReadOutcome operator()(const store::GetPast& /*get*/) const { return read_past(rows); }
  store::ReadOutcome operator()(const store::ListVersions& all) const {
    return read_history(all, rows);
  }
  store::ReadOutcome operator()(const store::GetVersion& one) const {
    return read_version(one, rows);
  }
  store::ReadOutcome operator()(const store::ListChanges& list) const {
    return read_changes(list, rows);
  }
  store::ReadOutcome operator()(const store::ListDuplicates& list) const {
    return read_duplicate_walk(list, rows);
  }
  store::ReadOutcome operator()(const store::ListDeletions& list) const {
    return read_deletions(list, rows);
  }
  store::ReadOutcome operator()(const store::GetCover& one) const {
    return read_cover_answer(one, rows);
  }
  store::ReadOutcome operator()(const store::GetCoverTypes& /*all*/) const {
    return read_cover_types(rows);
  }
  store::ReadOutcome operator()(const AskedElsewhere auto& /*command*/) const {
    check(false);
    return catalog::fail(catalog::problem::of(ProblemCode::internal_error));
  }
};

store::ReadOutcome outcome_of(const store::BookRead& command, const std::vector<Rows>& rows) {
  try {
    return std::visit(Reading{rows}, command);
  } catch (const StorageError&) {
    return catalog::fail(catalog::problem::of(ProblemCode::storage_unavailable));
  }
}

}  // namespace

bool HistoryReads::is_reachable() const {
  return std::any_of(connections_.begin(), connections_.end(),
                     [](const auto& connection) { return connection->is_up(); });
}

void HistoryReads::pump() {
  shared_.pump(1, waiting_, [this](Connection& standby, auto& from) {
    send_next(standby, Server::reader, from);
  });
  for (const auto& connection : connections_) {
    if (!waiting_.empty() && connection->is_up() && connection->under_way() == 0) {
      send_next(*connection, Server::primary, waiting_);
    }
  }
  Connection* const replica = is_reachable() ? nullptr : replica_fallback_.active();
  while (replica != nullptr && !waiting_.empty() && replica->under_way() == 0) {
    send_next(*replica, Server::replica, waiting_);
  }
  ask_late_ones_again(asked_, connections_, [this](const AskedPtr& asked, Connection& other) {
    send(asked, other, Server::primary);
  });
}

void HistoryReads::send_next(Connection& connection, Server server,
                             RequestQueue<ReadRequest>& from) {
  asked_.push_back(std::make_shared<Asked>(
      Asked{std::move(from.take(1).front()), server, HedgedRead(connection)}));
  send(AskedPtr(asked_.back()), connection, server);
}

void HistoryReads::send(const AskedPtr& asked, Connection& connection, Server server) {
  std::vector<Statement> statements = std::visit(Asking{}, asked->request.command);
  if (server == Server::replica) {
    statements.insert(statements.begin(), ReplicaFallback::age());
  }
  asked->hedge.asked();
  connection.send({std::move(statements), [this, &connection, server, asked](Answer answer) {
                     finish(asked, connection, server, std::move(answer));
                     pump();
                   }});
}

void HistoryReads::finish(const AskedPtr& asked, Connection& connection, Server server,
                          Answer&& answer) {
  const auto* const failure = std::get_if<Failure>(&answer);
  if (!asked->hedge.takes(answer)) {
    if (failure != nullptr && failure->kind == Failure::Kind::refused) {
      connection.send(rollback([this] { pump(); }));
    }
    return;
  }
  std::erase(asked_, asked);
  if (asked->server == Server::reader && server != Server::reader) {
    readers_.count_passed_on(1);
  }
  ReplyBatch replies;
  if (server == Server::reader) {
    finish_shared(connection, std::move(asked->request), std::move(answer), replies);
  } else if (failure != nullptr) {
    failed(connection, std::move(asked->request), *failure, replies);
  } else {
    this->answer(std::move(asked->request), server, std::get<std::vector<Rows>>(std::move(answer)),
                 replies);
  }
  asked->hedge.give_up_the_late_one(connection);
}

// Whatever a standby cannot answer is the primary's.
void HistoryReads::finish_shared(Connection& standby, ReadRequest&& request, Answer&& answer,
                                 ReplyBatch& replies) {
  if (const auto* const failure = std::get_if<Failure>(&answer)) {
    if (failure->kind == Failure::Kind::refused) {
      readers_.refused(standby, *failure);
      standby.send(rollback([this] { pump(); }));
    }
    shared_.pass_on(std::move(request), waiting_);
    return;
  }
  auto outcome = outcome_of(request.command, std::get<std::vector<Rows>>(answer));
  shared_.settle(std::move(request), std::move(outcome), waiting_, replies);
}

void HistoryReads::failed(Connection& connection, ReadRequest&& request, const Failure& failure,
                          ReplyBatch& replies) {
  if (may_ask_again(request, failure, bounds_.patience)) {
    waiting_.put_back(std::move(request));
    return;
  }
  if (failure.kind == Failure::Kind::refused) {
    log_.error("armazenamento", {{"operacao", std::string_view("leitura")},
                                 {"codigo", std::string_view(failure.sqlstate)},
                                 {"motivo", std::string_view(failure.reason)}});
    // The transaction is still open there.
    connection.send(rollback([this] { pump(); }));
  }
  replies.refuse(std::move(request), ProblemCode::storage_unavailable);
}

void HistoryReads::answer(ReadRequest&& request, Server server, std::vector<Rows>&& rows,
                          ReplyBatch& replies) {
  std::optional<std::chrono::milliseconds> behind;
  if (server == Server::replica) {
    behind = replica_fallback_.behind(rows.front());
    rows.erase(rows.begin());
    if (!behind) {
      replies.refuse(std::move(request), ProblemCode::storage_unavailable);
      return;
    }
  }
  auto outcome = outcome_of(request.command, rows);
  if (outcome) {
    outcome->behind = behind;
  }
  replies.add(std::move(request), std::move(outcome));
}

void HistoryReads::expire(ReplyBatch& replies) {
  shared_.expire(bounds_.wait_max, replies);
  if (is_reachable() || replica_fallback_.active() != nullptr) {
    waiting_.expire(bounds_.wait_max, ProblemCode::overloaded, replies);
    return;
  }
  waiting_.expire(bounds_.patience, ProblemCode::storage_unavailable, replies);
}

bool HistoryReads::empty() const noexcept {
  return waiting_.empty() && shared_.empty() &&
         std::all_of(connections_.begin(), connections_.end(),
                     [](const auto& connection) { return connection->under_way() == 0; });
}

}  // namespace postgres

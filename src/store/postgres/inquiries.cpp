#include "store/postgres/inquiries.hpp"

#include <algorithm>
#include <utility>

#include "base/check.hpp"
#include "store/postgres/history_sql.hpp"
#include "store/postgres/list_sql.hpp"
#include "store/postgres/storage_error.hpp"

namespace postgres {
namespace {

using catalog::ProblemCode;

constexpr int attempts_max = 2;

struct Asking {
  std::vector<Statement> operator()(const store::GetBook&) const {
    check(false);  // asked through Lookups
    return {};
  }
  std::vector<Statement> operator()(const store::ListBooks& list) const {
    return list_statements(list.listing);
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
};

struct Reading {
  const std::vector<Rows>& rows;
  store::ReadOutcome operator()(const store::GetBook&) const {
    check(false);
    return catalog::fail(catalog::problem::of(ProblemCode::internal_error));
  }
  store::ReadOutcome operator()(const store::ListBooks& list) const {
    return read_page(list.listing, rows);
  }
  store::ReadOutcome operator()(const store::ListVersions& all) const {
    return read_history(all, rows);
  }
  store::ReadOutcome operator()(const store::GetVersion& one) const {
    return read_version(one, rows);
  }
  store::ReadOutcome operator()(const store::ListChanges& list) const {
    return read_changes(list, rows);
  }
};

}  // namespace

void Inquiries::add(ReadRequest request, Mail& mail) {
  if (waiting_.size() >= bounds_.waiting_max) {
    mail.refuse(std::move(request), ProblemCode::overloaded);
    return;
  }
  waiting_.push_back(std::move(request));
}

void Inquiries::pump() {
  for (const auto& connection : connections_) {
    if (waiting_.empty()) {
      return;
    }
    if (connection->is_up() && connection->under_way() == 0) {
      ReadRequest request = std::move(waiting_.front());
      waiting_.pop_front();
      send(*connection, std::move(request));
    }
  }
}

void Inquiries::send(Connection& connection, ReadRequest&& request) {
  std::vector<Statement> statements = std::visit(Asking{}, request.command);
  auto kept = std::make_shared<ReadRequest>(std::move(request));
  connection.send({std::move(statements), [this, &connection, kept](Answer answer) {
                     finish(connection, std::move(*kept), std::move(answer));
                   }});
}

void Inquiries::finish(Connection& connection, ReadRequest&& request, Answer answer) {
  Mail mail;
  if (const auto* const failure = std::get_if<Failure>(&answer)) {
    if (failure->kind == Failure::Kind::refused) {
      log_.error("armazenamento", {{"operacao", std::string_view("leitura")},
                                   {"codigo", std::string_view(failure->sqlstate)},
                                   {"motivo", std::string_view(failure->reason)}});
      // The transaction is still open there.
      std::vector<Statement> rollback;
      rollback.push_back({"ROLLBACK", {}});
      connection.send({std::move(rollback), [this](const Answer&) { pump(); }});
      mail.refuse(std::move(request), ProblemCode::storage_unavailable);
    } else if (++request.attempts < attempts_max) {
      waiting_.push_front(std::move(request));
    } else {
      mail.refuse(std::move(request), ProblemCode::storage_unavailable);
    }
    pump();
    return;
  }
  try {
    auto outcome = std::visit(Reading{std::get<std::vector<Rows>>(answer)}, request.command);
    mail.add(std::move(request), std::move(outcome));
  } catch (const StorageError&) {
    mail.refuse(std::move(request), ProblemCode::storage_unavailable);
  }
  pump();
}

void Inquiries::expire(Mail& mail) {
  const SteadyTime oldest = std::chrono::steady_clock::now() - bounds_.patience;
  const bool any_up = std::any_of(connections_.begin(), connections_.end(),
                                  [](const auto& connection) { return connection->is_up(); });
  // Behind slow lists one may wait; without a server nobody is helped by waiting.
  while (!any_up && !waiting_.empty() && waiting_.front().asked < oldest) {
    mail.refuse(std::move(waiting_.front()), ProblemCode::storage_unavailable);
    waiting_.pop_front();
  }
}

void Inquiries::refuse_all(ProblemCode code, Mail& mail) {
  for (ReadRequest& request : std::exchange(waiting_, {})) {
    mail.refuse(std::move(request), code);
  }
}

bool Inquiries::empty() const noexcept {
  return waiting_.empty() &&
         std::all_of(connections_.begin(), connections_.end(),
                     [](const auto& connection) { return connection->under_way() == 0; });
}

}  // namespace postgres

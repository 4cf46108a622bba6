#include "store/postgres/lookups.hpp"

#include <algorithm>
#include <ranges>
#include <unordered_map>

#include "store/book_columns.hpp"
#include "store/postgres/storage_error.hpp"

namespace postgres {
namespace {

using catalog::ProblemCode;

// Two, so that the server works while an answer travels.
constexpr std::size_t batches_under_way_max = 2;
constexpr std::size_t batch_max = 1000;

// One statement is one snapshot: the sequence number is exactly what the books were read at.
const std::string& sql() {
  static const std::string text =
      "SELECT c.seq, w.id, b.id IS NULL AND EXISTS (SELECT 1 FROM tombstones AS t WHERE t.id = "
      "w.id)"
      ", " +
      store::book_columns("b.") +
      " FROM catalogue AS c CROSS JOIN unnest($1::bigint[]) AS w(id)"
      " LEFT JOIN books AS b ON b.id = w.id";
  return text;
}
constexpr int deleted_column = 2;
constexpr int book_column = 3;

std::int64_t id_of(const ReadRequest& request) {
  return std::get<store::GetBook>(request.command).id.value;
}

store::ReadOutcome outcome_of(const Rows& rows, int row) {
  const catalog::BookId id{rows.integer(row, 1)};
  if (rows.is_null(row, book_column)) {
    return catalog::fail(rows.boolean(row, deleted_column) ? catalog::problem::book_deleted(id)
                                                           : catalog::problem::book_not_found(id));
  }
  store::ReadAnswer answer{catalog::Book{}, {rows.integer(row, 0)}};
  RowReader reader(rows, row, book_column);
  read_book(reader, std::get<catalog::Book>(answer.value));
  return answer;
}

}  // namespace

bool may_ask_again(ReadRequest& request, const Failure& failure,
                   std::chrono::milliseconds patience) {
  constexpr int attempts_max = 2;
  return failure.kind != Failure::Kind::refused &&
         std::chrono::steady_clock::now() - request.asked < patience &&
         ++request.attempts < attempts_max;
}

void Lookups::pump() {
  const auto fill = [this](Connection& connection, Source source) {
    while (!waiting_.empty() && connection.under_way() < batches_under_way_max) {
      send(connection, source);
    }
  };
  if (connection_.is_up()) {
    fill(connection_, Source::primary);
  } else if (Connection* const replica = standby_.in_turn()) {
    fill(*replica, Source::replica);
  }
}

void Lookups::send(Connection& connection, Source source) {
  auto batch = std::make_shared<std::vector<ReadRequest>>(waiting_.take(batch_max));
  batch_.record(batch->size());
  std::vector<std::int64_t> unique;
  unique.reserve(batch->size());
  std::transform(batch->begin(), batch->end(), std::back_inserter(unique), id_of);
  std::sort(unique.begin(), unique.end());
  unique.erase(std::unique(unique.begin(), unique.end()), unique.end());
  Column ids(Type::big);
  for (const std::int64_t id : unique) {
    ids.add(id);
  }
  std::vector<Statement> statements;
  if (source == Source::replica) {
    statements.push_back(Standby::age());
  }
  statements.push_back({sql(), std::move(Parameters().add(ids))});
  connection.send({std::move(statements), [this, batch, source](Answer answer) {
                     finish(batch, source, std::move(answer));
                   }});
}

void Lookups::finish(const Batch& batch, Source source, Answer answer) {
  Mail mail;
  if (const auto* const failure = std::get_if<Failure>(&answer)) {
    for (ReadRequest& request : std::views::reverse(*batch)) {
      if (may_ask_again(request, *failure, bounds_.patience)) {
        waiting_.put_back(std::move(request));
      } else {
        mail.refuse(std::move(request), ProblemCode::storage_unavailable);
      }
    }
  } else {
    this->answer(batch, source, std::get<std::vector<Rows>>(answer), mail);
  }
  pump();
}

void Lookups::answer(const Batch& batch, Source source, const std::vector<Rows>& all, Mail& mail) {
  const Rows& rows = all.back();
  const auto behind =
      source == Source::replica ? standby_.behind(all.front()) : std::chrono::milliseconds(0);
  std::unordered_map<std::int64_t, int> row_of;
  row_of.reserve(batch->size());
  for (int row = 0; row < rows.count(); ++row) {
    row_of.emplace(rows.integer(row, 1), row);
  }
  for (ReadRequest& request : *batch) {
    if (!behind) {
      mail.refuse(std::move(request), ProblemCode::storage_unavailable);
      continue;
    }
    try {
      auto outcome = outcome_of(rows, row_of.at(id_of(request)));
      if (outcome && source == Source::replica) {
        outcome->behind = behind;
      }
      mail.add(std::move(request), std::move(outcome));
    } catch (const StorageError&) {
      mail.refuse(std::move(request), ProblemCode::storage_unavailable);
    }
  }
}

void Lookups::expire(Mail& mail) {
  const bool is_reachable = connection_.is_up() || standby_.in_turn() != nullptr;
  waiting_.expire(is_reachable ? bounds_.wait_max : bounds_.patience,
                  ProblemCode::storage_unavailable, mail);
}

}  // namespace postgres

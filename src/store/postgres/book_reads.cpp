#include "store/postgres/book_reads.hpp"

#include <algorithm>
#include <ranges>
#include <span>
#include <unordered_map>

#include "base/check.hpp"
#include "store/postgres/storage_error.hpp"

namespace postgres {
namespace {

using catalog::ProblemCode;

// Two, so that the server works while an answer travels.
constexpr std::size_t batches_under_way_max = 2;
// Ids asked for in one statement: long books must fit into memory, all of them at once.
constexpr std::size_t batch_max = 200;

// One statement is one snapshot: the sequence number is exactly what the books were read at. It is
// there when no id is asked for, too.
constexpr std::string_view sql =
    "SELECT c.seq, w.id, b.id IS NULL AND EXISTS (SELECT 1 FROM tombstones AS t WHERE t.id = w.id),"
    " b.id, b.version, b.doc"
    " FROM catalogue AS c LEFT JOIN unnest($1::bigint[]) AS w(id) ON true"
    " LEFT JOIN documents AS b ON b.id = w.id";
constexpr int deleted_column = 2;
constexpr int book_column = 3;

std::span<const catalog::BookId> ids_of(const ReadRequest& request) {
  if (const auto* const several = std::get_if<store::GetBooks>(&request.command)) {
    check(several->ids.size() <= store::get_books_max);
    return several->ids;
  }
  return {&std::get<store::GetBook>(request.command).id, 1};
}

std::size_t weight_of(const ReadRequest& request) {
  return std::max<std::size_t>(ids_of(request).size(), 1);
}

std::vector<std::int64_t> unique_ids(const std::vector<ReadRequest>& batch) {
  std::vector<std::int64_t> unique;
  for (const ReadRequest& request : batch) {
    for (const catalog::BookId id : ids_of(request)) {
      unique.push_back(id.value);
    }
  }
  std::sort(unique.begin(), unique.end());
  unique.erase(std::unique(unique.begin(), unique.end()), unique.end());
  return unique;
}

// What one statement found, by id.
class Found {
 public:
  explicit Found(const Rows& rows) : rows_(rows) {
    row_of_.reserve(static_cast<std::size_t>(rows.count()));
    for (int row = 0; row < rows.count(); ++row) {
      row_of_.emplace(rows.integer(row, 1), row);
    }
  }

  store::ReadOutcome answer(const store::GetBook& command) const {
    const int row = row_of(command.id);
    if (rows_.is_null(row, book_column)) {
      return catalog::fail(rows_.boolean(row, deleted_column)
                               ? catalog::problem::book_deleted(command.id)
                               : catalog::problem::book_not_found(command.id));
    }
    return store::ReadAnswer{read(row), sequence_in(rows_)};
  }
  store::ReadOutcome answer(const store::GetBooks& command) const {
    store::Page page;
    page.books.reserve(command.ids.size());
    for (const catalog::BookId id : command.ids) {
      const int row = row_of(id);
      if (!rows_.is_null(row, book_column)) {
        page.books.push_back(read(row));
      }
    }
    return store::ReadAnswer{std::move(page), sequence_in(rows_)};
  }

 private:
  int row_of(catalog::BookId id) const {
    const auto known = row_of_.find(id.value);
    if (known == row_of_.end()) {
      RowReader::damaged("catalogue");
    }
    return known->second;
  }
  store::BookDocument read(int row) const {
    RowReader reader(rows_, row, book_column);
    return read_document(reader);
  }

  const Rows& rows_;
  std::unordered_map<std::int64_t, int> row_of_;
};

store::ReadOutcome outcome_of(const Found& found, const store::BookRead& command) {
  if (const auto* const several = std::get_if<store::GetBooks>(&command)) {
    return found.answer(*several);
  }
  return found.answer(std::get<store::GetBook>(command));
}

store::ReadOutcome unavailable() {
  return catalog::fail(catalog::problem::of(ProblemCode::storage_unavailable));
}

store::ReadOutcome answer_of(const Found& found, const store::BookRead& command) {
  try {
    return outcome_of(found, command);
  } catch (const StorageError&) {
    return unavailable();
  }
}

}  // namespace

bool may_ask_again(ReadRequest& request, const Failure& failure,
                   std::chrono::milliseconds patience) {
  constexpr int attempts_max = 2;
  // Silence is noticed after a second (pulse, hearing); where no server is found then, the request
  // is refused at once.
  return failure.kind != Failure::Kind::refused &&
         std::chrono::steady_clock::now() - request.asked < 2 * patience &&
         ++request.attempts < attempts_max;
}

void BookReads::pump() {
  shared_.pump(batches_under_way_max, waiting_, [this](Connection& standby, auto& from) {
    send_next(standby, Server::reader, from);
  });
  const auto fill = [this](Connection& connection, Server server) {
    while (!waiting_.empty() && connection.under_way() < batches_under_way_max) {
      send_next(connection, server, waiting_);
    }
  };
  if (connection_.is_up()) {
    fill(connection_, Server::primary);
  } else if (Connection* const replica = replica_fallback_.active()) {
    fill(*replica, Server::replica);
  }
  ask_late_ones_again(asked_, others_, [this](const Batch& asked, Connection& other) {
    send(asked, other, Server::primary);
  });
}

void BookReads::send_next(Connection& connection, Server server, RequestQueue<ReadRequest>& from) {
  asked_.push_back(std::make_shared<Asked>(
      Asked{from.take_weighed(batch_max, weight_of), HedgedRead(connection)}));
  send(Batch(asked_.back()), connection, server);
}

void BookReads::send(const Batch& batch, Connection& connection, Server server) {
  Column ids(Type::big);
  for (const std::int64_t id : unique_ids(batch->requests)) {
    ids.add(id);
  }
  batch_.record(ids.size());
  std::vector<Statement> statements;
  if (server == Server::replica) {
    statements.push_back(ReplicaFallback::age());
  }
  statements.push_back({std::string(sql), std::move(Parameters().add(ids))});
  batch->hedge.asked();
  connection.send({std::move(statements), [this, &connection, batch, server](Answer answer) {
                     if (!batch->hedge.takes(answer)) {
                       return;
                     }
                     std::erase(asked_, batch);
                     if (server == Server::reader) {
                       finish_shared(connection, batch, answer);
                     } else {
                       finish(batch, server, std::move(answer));
                     }
                     batch->hedge.give_up_the_late_one(connection);
                   }});
}

// Whatever a standby cannot answer is the primary's.
void BookReads::finish_shared(const Connection& standby, const Batch& batch, const Answer& answer) {
  ReplyBatch replies;
  const auto* const failure = std::get_if<Failure>(&answer);
  if (failure != nullptr && failure->kind == Failure::Kind::refused) {
    readers_.refused(standby, *failure);
  }
  const auto found = failure == nullptr
                         ? std::optional<Found>(std::get<std::vector<Rows>>(answer).back())
                         : std::nullopt;
  for (ReadRequest& request : std::views::reverse(batch->requests)) {
    if (found) {
      auto outcome = answer_of(*found, request.command);
      shared_.settle(std::move(request), std::move(outcome), waiting_, replies);
    } else {
      shared_.pass_on(std::move(request), waiting_);
    }
  }
  pump();
}

void BookReads::finish(const Batch& batch, Server server, Answer answer) {
  ReplyBatch replies;
  if (const auto* const failure = std::get_if<Failure>(&answer)) {
    for (ReadRequest& request : std::views::reverse(batch->requests)) {
      if (may_ask_again(request, *failure, bounds_.patience)) {
        waiting_.put_back(std::move(request));
      } else {
        replies.refuse(std::move(request), ProblemCode::storage_unavailable);
      }
    }
  } else {
    this->answer(batch, server, std::get<std::vector<Rows>>(answer), replies);
  }
  pump();
}

void BookReads::answer(const Batch& batch, Server server, const std::vector<Rows>& all,
                       ReplyBatch& replies) {
  const Found found(all.back());
  const bool is_replica = server == Server::replica;
  const auto behind = is_replica ? replica_fallback_.behind(all.front()) : std::nullopt;
  for (ReadRequest& request : batch->requests) {
    auto outcome = is_replica && !behind ? unavailable() : answer_of(found, request.command);
    if (outcome) {
      outcome->behind = behind;
    }
    replies.add(std::move(request), std::move(outcome));
  }
}

void BookReads::expire(ReplyBatch& replies) {
  const bool is_reachable = !connection_.is_away() || replica_fallback_.active() != nullptr;
  shared_.expire(bounds_.wait_max, replies);
  waiting_.expire(is_reachable ? bounds_.wait_max : bounds_.patience,
                  ProblemCode::storage_unavailable, replies);
}

}  // namespace postgres

#include "store/postgres/client.hpp"

#include <poll.h>

#include <algorithm>

#include "store/cannot_open.hpp"
#include "store/postgres/connect_parameters.hpp"
#include "store/postgres/diagnostics.hpp"
#include "store/postgres/storage_error.hpp"

namespace postgres {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::initializer_list<ExecStatusType> fine{PGRES_COMMAND_OK, PGRES_TUPLES_OK};
}  // namespace

Client::Client(const Options& options, std::optional<milliseconds> answer_max)
    : answer_max_(answer_max) {
  const Hosts hosts(options.url);
  std::string why;
  for (std::size_t host = 0; host < hosts.count(); ++host) {
    why = connect(options, hosts.at(host));
    if (why.empty()) {
      return;
    }
  }
  throw store::CannotOpen(store::CannotOpen::Reason::unreachable, shown_url(options.url), why);
}

// Nothing, when that host takes writes; else why it does not.
std::string Client::connect(const Options& options, const Host& host) {
  const ConnectParameters parameters(options, Server::primary, Timeouts::none, host);
  connection_.reset(PQconnectdbParams(parameters.keywords(), parameters.values(), 1));
  if (PQstatus(connection_.get()) != CONNECTION_OK) {
    return message_text(PQerrorMessage(connection_.get()));
  }
  ignore_notices(connection_.get());
  PQsetnonblocking(connection_.get(), answer_max_ ? 1 : 0);
  try {
    const Rows rows = query(std::string(asks_whether_it_is_read_only));
    return rows.boolean(0, 0) ? std::string(is_read_only) : std::string();
  } catch (const StorageError& error) {
    return error.what();
  }
}

void Client::broken() const {
  throw StorageError({}, message_text(PQerrorMessage(connection_.get())));
}

Rows Client::checked(PGresult* result, std::initializer_list<ExecStatusType> wanted) const {
  Rows rows(result);
  if (result == nullptr) {
    broken();
  }
  if (std::find(wanted.begin(), wanted.end(), PQresultStatus(result)) == wanted.end()) {
    throw StorageError(sqlstate_of(result), message_text(PQresultErrorMessage(result)));
  }
  return rows;
}

// The last result of what was sent; nullptr when it was not.
PGresult* Client::awaited(int is_sent) {
  if (is_sent != 1) {
    return nullptr;
  }
  const SteadyTime deadline = answer_max_ ? steady_clock::now() + *answer_max_ : SteadyTime::max();
  std::unique_ptr<PGresult, decltype(&PQclear)> last(nullptr, &PQclear);
  while (true) {
    await_result(deadline);
    PGresult* const next = PQgetResult(connection_.get());
    if (next == nullptr) {
      return last.release();
    }
    last.reset(next);
  }
}

// Until PQgetResult() need not wait.
void Client::await_result(SteadyTime deadline) {
  PGconn* const connection = connection_.get();
  while (true) {
    const int unsent = PQflush(connection);
    if (unsent < 0) {
      broken();
    }
    if (unsent == 0 && PQisBusy(connection) == 0) {
      return;
    }
    const auto left = std::chrono::ceil<milliseconds>(deadline - steady_clock::now());
    pollfd socket{PQsocket(connection), static_cast<short>(unsent > 0 ? POLLIN | POLLOUT : POLLIN),
                  0};
    const int wait = answer_max_ ? static_cast<int>(std::max<std::int64_t>(left.count(), 0)) : -1;
    if (::poll(&socket, 1, wait) == 0) {
      connection_.reset();
      throw StorageError({}, "the database does not answer");
    }
    if (PQconsumeInput(connection) != 1) {
      broken();
    }
  }
}

void Client::run(const std::string& sql) {
  checked(awaited(PQsendQuery(connection_.get(), sql.c_str())), fine);
}

Rows Client::query(const std::string& sql, const Parameters& parameters) {
  const Parameters::Arrays arrays = parameters.arrays();
  const int is_sent = PQsendQueryParams(
      connection_.get(), sql.c_str(), static_cast<int>(arrays.values.size()), arrays.types.data(),
      arrays.values.data(), arrays.lengths.data(), arrays.formats.data(), 1);
  return checked(awaited(is_sent), fine);
}

void Client::begin_copy(const std::string& sql) {
  checked(PQexec(connection_.get(), sql.c_str()), {PGRES_COPY_IN});
}

void Client::put(std::string_view bytes) {
  if (PQputCopyData(connection_.get(), bytes.data(), static_cast<int>(bytes.size())) != 1) {
    broken();
  }
}

void Client::end_copy() {
  if (PQputCopyEnd(connection_.get(), nullptr) != 1) {
    broken();
  }
  checked(PQgetResult(connection_.get()), {PGRES_COMMAND_OK});
  while (PGresult* const more = PQgetResult(connection_.get())) {
    PQclear(more);
  }
}

Client connected(const Options& options, milliseconds answer_max) {
  try {
    return Client(options, answer_max);
  } catch (const store::CannotOpen& unreachable) {
    throw StorageError({}, unreachable.what());
  }
}

Transaction::Transaction(Client& client, const std::string& mode) : client_(client) {
  // Behind PgBouncer the session is somebody else's next: no setting outlives the transaction.
  client_.run("BEGIN " + mode +
              "; SET LOCAL statement_timeout = 0;"
              " SET LOCAL idle_in_transaction_session_timeout = 0");
}

Transaction::~Transaction() {
  if (committed_) {
    return;
  }
  try {
    client_.run("ROLLBACK");
  } catch (const StorageError&) {
    return;  // the connection is gone, and the transaction with it
  }
}

void Transaction::commit() {
  client_.run("COMMIT");
  committed_ = true;
}

}  // namespace postgres

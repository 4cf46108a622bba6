#include "store/postgres/client.hpp"

#include <algorithm>

#include "store/cannot_open.hpp"
#include "store/postgres/connect_parameters.hpp"
#include "store/postgres/diagnostics.hpp"
#include "store/postgres/storage_error.hpp"

namespace postgres {
namespace {

constexpr std::initializer_list<ExecStatusType> fine{PGRES_COMMAND_OK, PGRES_TUPLES_OK};

}  // namespace

Client::Client(const Options& options) {
  const ConnectParameters parameters(options, Target::primary);
  connection_.reset(PQconnectdbParams(parameters.keywords(), parameters.values(), 1));
  if (PQstatus(connection_.get()) != CONNECTION_OK) {
    throw store::CannotOpen(store::CannotOpen::Reason::unreachable, shown_url(options.url),
                            message_text(PQerrorMessage(connection_.get())));
  }
  ignore_notices(connection_.get());
  // Work on the whole catalogue takes as long as it takes.
  run("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0");
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

void Client::run(const std::string& sql) { checked(PQexec(connection_.get(), sql.c_str()), fine); }

Rows Client::query(const std::string& sql, const Parameters& parameters) {
  const Parameters::Arrays arrays = parameters.arrays();
  return checked(
      PQexecParams(connection_.get(), sql.c_str(), static_cast<int>(arrays.values.size()),
                   arrays.types.data(), arrays.values.data(), arrays.lengths.data(),
                   arrays.formats.data(), 1),
      fine);
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

Client connected(const Options& options) {
  try {
    return Client(options);
  } catch (const store::CannotOpen& unreachable) {
    throw StorageError({}, unreachable.what());
  }
}

Transaction::Transaction(Client& client, const std::string& mode) : client_(client) {
  client_.run("BEGIN " + mode);
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

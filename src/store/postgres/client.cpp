#include "store/postgres/client.hpp"

#include <limits>

#include "store/cannot_open.hpp"
#include "store/postgres/connect_parameters.hpp"
#include "store/postgres/storage_error.hpp"

namespace postgres {
namespace {

std::string last_line(const char* message) {
  std::string text = message == nullptr ? "" : message;
  while (!text.empty() && text.back() == '\n') {
    text.pop_back();
  }
  return text;
}

void ignore_notice(void* /*unused*/, const PGresult* /*unused*/) {}

}  // namespace

Client::Client(const Options& options) {
  const ConnectParameters parameters(options, Target::primary);
  connection_.reset(PQconnectdbParams(parameters.keywords(), parameters.values(), 1));
  if (PQstatus(connection_.get()) != CONNECTION_OK) {
    throw store::CannotOpen(store::CannotOpen::Reason::unreachable, shown_url(options.url),
                            last_line(PQerrorMessage(connection_.get())));
  }
  PQsetNoticeReceiver(connection_.get(), ignore_notice, nullptr);
  // Work on the whole catalogue takes as long as it takes.
  run("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0");
}

void Client::broken() const {
  throw StorageError({}, last_line(PQerrorMessage(connection_.get())));
}

Rows Client::checked(PGresult* result, ExecStatusType wanted) const {
  Rows rows(result);
  if (result == nullptr) {
    broken();
  }
  if (PQresultStatus(result) != wanted) {
    const char* const state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    throw StorageError(state == nullptr ? "" : state, last_line(PQresultErrorMessage(result)));
  }
  return rows;
}

void Client::run(const std::string& sql) {
  Rows rows(PQexec(connection_.get(), sql.c_str()));
  if (rows.get() == nullptr) {
    broken();
  }
  const ExecStatusType status = PQresultStatus(rows.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    const char* const state = PQresultErrorField(rows.get(), PG_DIAG_SQLSTATE);
    throw StorageError(state == nullptr ? "" : state, last_line(PQresultErrorMessage(rows.get())));
  }
}

Rows Client::query(const std::string& sql, const Parameters& parameters) {
  const Parameters::Arrays arrays = parameters.arrays();
  PGresult* const result = PQexecParams(
      connection_.get(), sql.c_str(), static_cast<int>(arrays.values.size()), arrays.types.data(),
      arrays.values.data(), arrays.lengths.data(), arrays.formats.data(), 1);
  const bool is_command = result != nullptr && PQresultStatus(result) == PGRES_COMMAND_OK;
  return checked(result, is_command ? PGRES_COMMAND_OK : PGRES_TUPLES_OK);
}

void Client::begin_copy(const std::string& sql) {
  checked(PQexec(connection_.get(), sql.c_str()), PGRES_COPY_IN);
}

void Client::put(std::string_view bytes) {
  if (PQputCopyData(connection_.get(), bytes.data(), static_cast<int>(bytes.size())) != 1) {
    broken();
  }
}

std::int64_t Client::end_copy() {
  if (PQputCopyEnd(connection_.get(), nullptr) != 1) {
    broken();
  }
  const Rows rows = checked(PQgetResult(connection_.get()), PGRES_COMMAND_OK);
  while (PGresult* const more = PQgetResult(connection_.get())) {
    PQclear(more);
  }
  return rows.affected();
}

}  // namespace postgres

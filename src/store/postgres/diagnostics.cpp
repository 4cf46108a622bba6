#include "store/postgres/diagnostics.hpp"

#include <string_view>

namespace postgres {

std::string message_text(const char* message) {
  std::string text = message == nullptr ? "" : message;
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) {
    text.pop_back();
  }
  return text;
}

std::string sqlstate_of(const PGresult* result) {
  const char* const state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  return state == nullptr ? "" : state;
}

bool is_farewell(const PGresult* result) {
  if (PQresultStatus(result) != PGRES_FATAL_ERROR) {  // libpq's name for every error
    return false;
  }
  const char* const severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
  return severity == nullptr || severity != std::string_view("ERROR");
}

void ignore_notices(PGconn* connection) {
  PQsetNoticeReceiver(connection, [](void* /*unused*/, const PGresult* /*unused*/) {}, nullptr);
}

}  // namespace postgres

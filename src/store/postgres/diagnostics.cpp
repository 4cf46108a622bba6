#include "store/postgres/diagnostics.hpp"

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

void ignore_notices(PGconn* connection) {
  PQsetNoticeReceiver(connection, [](void* /*unused*/, const PGresult* /*unused*/) {}, nullptr);
}

}  // namespace postgres

#include "store/postgres/hearing.hpp"

#include <algorithm>
#include <utility>

namespace postgres {
namespace {

constexpr std::chrono::milliseconds unanswered_max{1000};

// Not at work: idle since before it was asked, or with an answer that nobody takes. Only sessions
// of our own.
constexpr std::string_view at_work_sql =
    "SELECT CASE WHEN application_name = ANY($1) THEN application_name ELSE pid::text END,"
    " NOT coalesce((state LIKE 'idle%' OR wait_event = 'ClientWrite')"
    " AND clock_timestamp() - state_change > interval '900 ms', false)"
    " FROM pg_stat_activity WHERE (application_name = ANY($1) OR pid::text = ANY($1))"
    " AND usename = session_user AND datname = current_database()";

// As its server knows it.
std::string name_of(const Connection& connection) {
  return connection.name().empty() ? std::to_string(connection.server_process())
                                   : connection.name();
}

// A process whose number is not known may be behind something that makes up numbers; a name is
// ours.
bool is_deaf(const Connection& connection, const std::string& name, const Rows& rows) {
  for (int row = 0; row < rows.count(); ++row) {
    if (rows.text(row, 0) == name) {
      return !rows.boolean(row, 1);
    }
  }
  return !connection.name().empty();
}

}  // namespace

void Hearing::ask(Connection& answering, const std::vector<Connection*>& connections) {
  if (is_asked_ || !answering.is_up()) {
    return;
  }
  std::vector<Suspect> suspects;
  Column names(Type::text);
  for (Connection* const one : connections) {
    if (one->is_up() && one->host() == answering.host() && one->under_way() > 0 &&
        one->silent_for() >= unanswered_max) {
      suspects.push_back({one, name_of(*one)});
      names.add(suspects.back().name);
    }
  }
  if (suspects.empty()) {
    return;
  }
  is_asked_ = true;
  answering.send({{{std::string(at_work_sql), std::move(Parameters().add(names))}},
                  [this, suspects = std::move(suspects)](const Answer& answer) {
                    is_asked_ = false;
                    if (const auto* const rows = std::get_if<std::vector<Rows>>(&answer)) {
                      give_up(suspects, rows->front());
                    }
                  }});
}

void Hearing::give_up(const std::vector<Suspect>& suspects, const Rows& processes) {
  for (const Suspect& suspect : suspects) {
    // It may have answered meanwhile, or be another one.
    Connection& connection = *suspect.connection;
    if (connection.is_up() && name_of(connection) == suspect.name && connection.under_way() > 0 &&
        connection.silent_for() >= unanswered_max && is_deaf(connection, suspect.name, processes)) {
      connection.reset("its process of the server does not hear it");
    }
  }
}

}  // namespace postgres

#include "store/postgres/hearing.hpp"

#include <algorithm>
#include <utility>

namespace postgres {
namespace {

constexpr std::chrono::milliseconds unanswered_max{1000};

// Idle since before it was asked, or with an answer that nobody takes. Only sessions of our own:
// behind PgBouncer a number may be that of another process.
constexpr std::string_view deaf_sql =
    "SELECT pid FROM pg_stat_activity WHERE pid = ANY($1) AND usename = session_user"
    " AND datname = current_database() AND (state LIKE 'idle%' OR wait_event = 'ClientWrite')"
    " AND clock_timestamp() - state_change > interval '900 ms'";

}  // namespace

void Hearing::ask(Connection& answering, const std::vector<Connection*>& connections) {
  if (is_asked_ || !answering.is_up()) {
    return;
  }
  std::vector<Suspect> suspects;
  Column processes(Type::integer);
  for (Connection* const one : connections) {
    if (one->is_up() && one->host() == answering.host() && one->under_way() > 0 &&
        one->silent_for() >= unanswered_max) {
      suspects.push_back({one, one->server_process()});
      processes.add(suspects.back().process);
    }
  }
  if (suspects.empty()) {
    return;
  }
  is_asked_ = true;
  answering.send({{{std::string(deaf_sql), std::move(Parameters().add(processes))}},
                  [this, suspects = std::move(suspects)](const Answer& answer) {
                    is_asked_ = false;
                    if (const auto* const rows = std::get_if<std::vector<Rows>>(&answer)) {
                      give_up(suspects, rows->front());
                    }
                  }});
}

void Hearing::give_up(const std::vector<Suspect>& suspects, const Rows& deaf) {
  for (int row = 0; row < deaf.count(); ++row) {
    const auto suspect = std::ranges::find(suspects, deaf.integer(row, 0), &Suspect::process);
    if (suspect == suspects.end()) {
      continue;
    }
    Connection& connection = *suspect->connection;
    // It may have answered meanwhile, or be another one.
    if (connection.is_up() && connection.server_process() == suspect->process &&
        connection.under_way() > 0 && connection.silent_for() >= unanswered_max) {
      connection.reset("its process of the server does not hear it");
    }
  }
}

}  // namespace postgres

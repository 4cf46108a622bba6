// One SQL statement with its parameters, and what one exchange with the server is made of: several
// statements sent at once and answered together. Values; moved between threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "store/postgres/parameters.hpp"
#include "store/postgres/rows.hpp"

namespace postgres {

// The texts of statements live as long as the program, or as whoever sends them waits.
struct Statement {
  std::string sql;
  Parameters parameters;
};

// Why an exchange has no rows.
struct Failure {
  enum class Kind : std::uint8_t {
    unsent,   // nothing of it reached the server
    lost,     // nobody said how it ended: what was sent may have happened, or be lost yet
    refused,  // the server said no: nothing of its transaction happened
  } kind = Kind::unsent;
  std::string sqlstate;  // of a refusal
  std::string reason;
  std::size_t statement = 0;  // of the exchange, that was refused
};

using Answer = std::variant<std::vector<Rows>, Failure>;

// Statements that travel together. Without BEGIN among them they are one transaction
// (PostgreSQL documentation, "Pipelining"); one that fails takes the following ones with it.
struct Exchange {
  std::vector<Statement> statements;
  std::function<void(Answer)> done;
  bool only_ends = false;  // a transaction that may have failed: nothing else may go before it
};

// Ends the transaction that a refusal left open.
inline Exchange rollback(std::function<void()> then) {
  return {{{"ROLLBACK", {}}}, [then = std::move(then)](const Answer&) { then(); }, true};
}

}  // namespace postgres

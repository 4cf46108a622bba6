// How a catalogue in PostgreSQL is reached, and the bounds on what waits for it. Values; read once,
// while opening.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace postgres {

struct Options {
  // postgresql://… with one or several hosts, as libpq reads it (RFC 3986).
  std::string url;
  // Read from here while the primary does not answer; empty: such reads are refused.
  std::string replica_url;
  // Every host of it is a standby that shares the reading; empty: the primary answers everything.
  std::string read_url;
  // Its first line is the password, read at every connect: tokens (RDS IAM) expire. Empty: libpq's
  // own ways (URL, PGPASSWORD, PGPASSFILE).
  std::string password_file;
  // Statements are prepared by name, but never for a PgBouncer before 1.21 in transaction mode.
  enum class Prepared : std::uint8_t { by_name, never } prepared = Prepared::by_name;

  std::chrono::milliseconds connect_timeout{3000};
  std::chrono::milliseconds statement_timeout{5000};
  // A statement that waits so long for another transaction's lock is refused.
  std::chrono::milliseconds lock_timeout{3000};
  // A transaction of an instance that says no more ends so soon, and its locks with it.
  std::chrono::milliseconds idle_timeout{2000};
  // While the database cannot be reached, requests wait so long before they are refused.
  std::chrono::milliseconds patience{1000};
  // Whatever the reason, none waits longer than this for its turn.
  std::chrono::milliseconds wait_max{4000};
  // A write whose outcome is not known yet is answered so long after it was asked at the latest.
  std::chrono::milliseconds doubt_max{9000};
  // A replica further behind than this answers nothing.
  std::chrono::milliseconds staleness_max{30'000};

  // Writes, and reads, that may wait; one more is answered `overloaded`.
  std::size_t jobs_max = 4096;
  std::size_t reads_max = 16'384;
  // Connections for lists and histories, so that a slow one delays no other.
  std::size_t list_connections = 4;
};

}  // namespace postgres

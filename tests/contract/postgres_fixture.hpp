// A real PostgreSQL for the contract suite, started with the first database asked for and stopped
// when the program ends; each database is empty and its own. One thread.
#pragma once

#include <string>

namespace contract {

class PostgresDatabase {
 public:
  PostgresDatabase();
  ~PostgresDatabase();
  PostgresDatabase(const PostgresDatabase&) = delete;
  PostgresDatabase& operator=(const PostgresDatabase&) = delete;

  std::string url() const;
  // Ends every connection to it, as a server does that restarts; returns how many there were.
  int cut_connections();

 private:
  std::string name_;
};

}  // namespace contract

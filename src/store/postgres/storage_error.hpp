// The environment broke under PostgreSQL: thrown by connections and results only; caught by the
// store's loop and the command line. Any thread.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace postgres {

// An SQLSTATE: waited longer for a lock than lock_timeout.
inline constexpr std::string_view lock_not_available = "55P03";
// The server was made a standby under us: the next connection finds the primary.
inline constexpr std::string_view read_only_transaction = "25006";

class StorageError : public std::runtime_error {
 public:
  // `sqlstate` is PostgreSQL's five-letter code; empty when the connection itself failed.
  StorageError(std::string sqlstate, const std::string& what)
      : std::runtime_error(what), sqlstate_(std::move(sqlstate)) {}
  const std::string& sqlstate() const noexcept { return sqlstate_; }

 private:
  std::string sqlstate_;
};

}  // namespace postgres

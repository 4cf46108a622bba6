// The environment broke under PostgreSQL: thrown by connections and results only; caught by the
// store's loop and the command line. Any thread.
#pragma once

#include <stdexcept>
#include <string>

namespace postgres {

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

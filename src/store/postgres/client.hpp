// A connection for work that may wait: migrations and everything of store/bulk.hpp. Never on a
// thread that serves requests. Throws store::CannotOpen when no server answers, StorageError later.
#pragma once

#include <libpq-fe.h>

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "store/postgres/options.hpp"
#include "store/postgres/statement.hpp"

namespace postgres {

class Client {
 public:
  explicit Client(const Options& options);

  // One or more statements without parameters.
  void run(const std::string& sql);
  Rows query(const std::string& sql, const Parameters& parameters = {});

  // COPY … FROM STDIN; then put() and end_copy().
  void begin_copy(const std::string& sql);
  void put(std::string_view bytes);
  void end_copy();

 private:
  struct Finish {
    void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
  };
  Rows checked(PGresult* result, std::initializer_list<ExecStatusType> wanted) const;
  [[noreturn]] void broken() const;

  std::unique_ptr<PGconn, Finish> connection_;
};

// For whoever serves already: that no server answers is a StorageError like any other.
Client connected(const Options& options);

// Rolled back unless it is committed.
class Transaction {
 public:
  // One consistent view of everything, for whoever only reads.
  static constexpr const char* snapshot = "ISOLATION LEVEL REPEATABLE READ READ ONLY";

  explicit Transaction(Client& client, const std::string& mode = {});
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Client& client_;
  bool committed_ = false;
};

}  // namespace postgres

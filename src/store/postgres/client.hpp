// A connection for work that may wait: migrations and everything of store/maintenance.hpp, as long
// as it takes; and, up to a bound, for what a server does beside its requests. Never on a thread
// that serves them. Throws store::CannotOpen when no server answers, StorageError later.
#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "store/postgres/hosts.hpp"
#include "store/postgres/options.hpp"
#include "store/postgres/statement.hpp"

namespace postgres {

class Client {
 public:
  // `answer_max`: for each statement; beyond it the connection is given up. Not for COPY.
  explicit Client(const Options& options,
                  std::optional<std::chrono::milliseconds> answer_max = std::nullopt);

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
  using SteadyTime = std::chrono::steady_clock::time_point;
  std::string connect(const Options& options, const Host& host);
  Rows checked(PGresult* result, std::initializer_list<ExecStatusType> wanted) const;
  PGresult* awaited(int is_sent);
  void await_result(SteadyTime deadline);
  [[noreturn]] void broken() const;

  std::unique_ptr<PGconn, Finish> connection_;
  std::optional<std::chrono::milliseconds> answer_max_;
};

// For whoever serves already: no statement is waited for as if for ever, and that no server answers
// is a StorageError like any other. The bound is that of a part of the search index or of all keys:
// the server may be frozen while its kernel still acknowledges.
Client connected(const Options& options,
                 std::chrono::milliseconds answer_max = std::chrono::seconds(10));

// Rolled back unless it is committed. What takes long must be in one: outside, a role's own
// timeouts may hold.
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

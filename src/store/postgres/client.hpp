// A connection for work that may wait: migrations and everything of store/bulk.hpp. Never on a
// thread that serves requests. Throws store::CannotOpen when no server answers, StorageError later.
#pragma once

#include <libpq-fe.h>

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
  std::int64_t end_copy();

 private:
  struct Finish {
    void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
  };
  Rows checked(PGresult* result, ExecStatusType wanted) const;
  [[noreturn]] void broken() const;

  std::unique_ptr<PGconn, Finish> connection_;
};

}  // namespace postgres

// A compiled statement and one run of it. Values are bound by reference: they must live until the
// run ends. One thread at a time, the connection's; failures throw StorageError.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "store/sqlite/connection.hpp"

struct sqlite3_stmt;

namespace sqlite {

class Statement {
 public:
  Statement(Connection& connection, std::string_view sql);
  ~Statement();
  Statement(Statement&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Statement& operator=(Statement&&) = delete;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  // Parameters count from 1.
  void bind(int parameter, std::int64_t value);
  void bind(int parameter, std::string_view text);
  void bind(int parameter, std::span<const std::uint8_t> bytes);
  void bind_null(int parameter);
  // How a store keeps what is absent: an empty text is NULL.
  void bind_or_null(int parameter, std::string_view text);

  bool step();  // true: a row is there
  void reset() noexcept;

  // Columns of the current row, counted from 0. A text lives until the next step.
  bool is_null(int column) const noexcept;
  std::int64_t integer(int column) const noexcept;
  std::string_view text(int column) const noexcept;  // NULL reads as empty
  std::span<const std::uint8_t> bytes(int column) const noexcept;

 private:
  sqlite3_stmt* handle_ = nullptr;
};

// One run: binds in order, and resets at the end of its scope, thrown through or not.
class Query {
 public:
  template <class... Values>
  explicit Query(Statement& statement, Values&&... values) : statement_(statement) {
    static_assert((!std::is_same_v<Values, std::string> && ...), "a temporary dies before step()");
    int parameter = 0;
    (statement_.bind(++parameter, values), ...);
  }
  ~Query() { statement_.reset(); }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  bool step() { return statement_.step(); }
  Statement* operator->() noexcept { return &statement_; }
  Statement& row() noexcept { return statement_; }

 private:
  Statement& statement_;
};

// Runs a statement and drops its rows.
template <class... Values>
void execute(Statement& statement, const Values&... values) {
  Query query(statement, values...);
  while (query.step()) {
  }
}

// The first column of the first row of a statement that runs once; 0 when there is none.
std::int64_t single_integer(Connection& connection, std::string_view sql);

}  // namespace sqlite

#include "store/sqlite/statement.hpp"

#include <sqlite3.h>

#include "base/check.hpp"

namespace sqlite {

Statement::Statement(Connection& connection, std::string_view sql) {
  const int code = sqlite3_prepare_v3(connection.handle(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &handle_, nullptr);
  if (code != SQLITE_OK) {
    throw_storage_error(connection.handle(), "preparing " + std::string(sql));
  }
}

Statement::~Statement() { sqlite3_finalize(handle_); }

void Statement::bind(int parameter, std::int64_t value) {
  check(sqlite3_bind_int64(handle_, parameter, value) == SQLITE_OK);
}

void Statement::bind(int parameter, std::string_view text) {
  // A null pointer would bind NULL.
  const char* const data = text.data() == nullptr ? "" : text.data();
  check(sqlite3_bind_text64(handle_, parameter, data, text.size(), SQLITE_STATIC, SQLITE_UTF8) ==
        SQLITE_OK);
}

void Statement::bind(int parameter, std::span<const std::uint8_t> bytes) {
  check(sqlite3_bind_blob64(handle_, parameter, bytes.data(), bytes.size(), SQLITE_STATIC) ==
        SQLITE_OK);
}

void Statement::bind_null(int parameter) {
  check(sqlite3_bind_null(handle_, parameter) == SQLITE_OK);
}

void Statement::bind_or_null(int parameter, std::string_view text) {
  if (text.empty()) {
    bind_null(parameter);
    return;
  }
  bind(parameter, text);
}

bool Statement::step() {
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) {
    return true;
  }
  if (code != SQLITE_DONE) {
    throw_storage_error(sqlite3_db_handle(handle_), sqlite3_sql(handle_));
  }
  return false;
}

void Statement::reset() noexcept { sqlite3_reset(handle_); }

bool Statement::is_null(int column) const noexcept {
  return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const noexcept {
  return sqlite3_column_int64(handle_, column);
}

std::string_view Statement::text(int column) const noexcept {
  // In this order: asking for the text may convert it, and that changes its length.
  const unsigned char* const data = sqlite3_column_text(handle_, column);
  if (data == nullptr) {
    return {};
  }
  return {reinterpret_cast<const char*>(data),
          static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

std::span<const std::uint8_t> Statement::bytes(int column) const noexcept {
  const void* const data = sqlite3_column_blob(handle_, column);
  return {static_cast<const std::uint8_t*>(data),
          static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

std::int64_t single_integer(Connection& connection, std::string_view sql) {
  Statement statement = connection.prepare(sql);
  Query query(statement);
  return query.step() ? query->integer(0) : 0;
}

}  // namespace sqlite

// The rows of one statement's result, in binary format, and books read from them. A result is moved
// from thread to thread, never shared. Reading what the schema does not promise throws
// StorageError.
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/book.hpp"
#include "store/stored_book.hpp"
#include "store/table_names.hpp"

namespace postgres {

class Rows {
 public:
  explicit Rows(PGresult* result) : result_(result) {}

  int count() const noexcept { return PQntuples(result_.get()); }
  bool is_null(int row, int column) const noexcept {
    return PQgetisnull(result_.get(), row, column) == 1;
  }
  // Empty for NULL. Points into the result.
  std::string_view text(int row, int column) const noexcept;
  // int2, int4 or int8; 0 for NULL.
  std::int64_t integer(int row, int column) const noexcept;
  // The elements of int8[]; none for NULL and for whatever else there is.
  std::vector<std::int64_t> integers(int row, int column) const;
  bool boolean(int row, int column) const noexcept { return text(row, column) == "\x01"; }

 private:
  struct Clear {
    void operator()(PGresult* result) const noexcept { PQclear(result); }
  };
  std::unique_ptr<PGresult, Clear> result_;
};

// Hands out one row's columns from left to right.
class RowReader {
 public:
  RowReader(const Rows& rows, int row, int first_column = 0) noexcept
      : rows_(rows), row_(row), next_(first_column) {}

  std::string_view text() noexcept { return rows_.text(row_, next_++); }
  std::int64_t integer() noexcept { return rows_.integer(row_, next_++); }
  bool is_null() const noexcept { return rows_.is_null(row_, next_); }
  [[noreturn]] static void damaged(std::string_view column);

 private:
  const Rows& rows_;
  int row_;
  int next_;
};

// The number in the first row of every read. None is there while the catalogue is being restored.
catalog::Sequence sequence_in(const Rows& rows);

// The columns that read_document() reads, for a SELECT: id, version, doc.
std::string document_columns(std::string_view qualifier = {});
store::BookDocument read_document(RowReader& row);
// The book of a document that this catalogue holds.
catalog::Book parsed(const store::BookDocument& document);

// Columns in the order of lifecycle_columns: change, actor, seq.
std::string lifecycle_columns(std::string_view qualifier = {});
store::Lifecycle read_lifecycle(RowReader& row);

// A document with its lifecycle behind it.
std::string stored_columns(std::string_view qualifier = {});
store::StoredBook read_stored(RowReader& row);

// Columns: hash, type, data.
store::Cover read_cover(RowReader& row);

inline constexpr std::string_view tombstone_columns = "version, seq, at_ms, actor";
store::Tombstone read_tombstone(RowReader& row);

inline constexpr store::TableNames table_names{"documents", "document_versions"};

}  // namespace postgres

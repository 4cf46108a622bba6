// The SQL of one batch of writes: what fills a WriteBatchTables, in one exchange, and what writes
// it back, in another that ends with COMMIT. Pure functions but for the results they take apart.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/listing.hpp"
#include "store/catalogue_copy.hpp"
#include "store/postgres/statement.hpp"
#include "store/postgres/write_batch_tables.hpp"
#include "store/postgres/write_needs.hpp"

namespace postgres {

// True when somebody else holds something that such writes need.
bool is_blocked(const Needs& needs, const WriteBatchTables::Blocked& blocked);

// What a batch reads, and which statement reads what: only what it needs is sent.
enum class Part : std::uint8_t {
  none,
  blocked_locks,
  blocked_keys,
  live,
  deleted,
  present,  // which of the books that are asked for are there, locked by somebody or not
  superseded,
  idempotency_record,
  duplicates,  // likely ones: of a duplicate key, of an ISBN
  ids,
  sequence,   // the catalogue's, held until the batch commits
  counted,    // the sequence number behind the batch
  given_ids,  // of the new books, in one array
};
struct Loading {
  std::vector<Statement> statements;
  std::vector<Part> parts;  // of each statement's result
  void add(Part part, std::string_view sql, Parameters parameters = {});
  void add_duplicates(const Needs& needs);
};
Column column_of(const std::vector<catalog::BookId>& ids);
// BEGIN, the locks that order batches of all instances, and the reading. Nothing is waited for but
// the counters: what somebody else holds is told (WriteBatchTables::blocked). `spare_ids` were set
// aside before and not used.
Loading load_statements(const Needs& needs, const std::vector<catalog::BookId>& spare_ids,
                        base::Instant now);
// Returns whether every id that was set aside is free; if not, skip_used_ids() and begin anew.
enum class Ids : std::uint8_t { free, used };
Ids fill(WriteBatchTables& tables, const std::vector<Part>& parts, const std::vector<Rows>& rows);

// Moves the sequence of ids past the block of used ones it stands before.
Statement skip_used_ids();

// `counting` goes first (write_mark.hpp); ends with COMMIT.
std::vector<Statement> store_statements(const WriteBatchTables& tables, Statement counting,
                                        std::int64_t changes, base::Instant now);

// Keeps an image that may be there already.
Statement cover_statement(const store::Cover& cover);

// What puts records of another catalogue here as they are, numbers included.
std::vector<Statement> record_statements(std::span<const store::BookHistory> records);

// A bounded number of keys whose lifetime is over.
Statement forget_old_keys(base::Instant now);

}  // namespace postgres

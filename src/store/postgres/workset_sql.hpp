// The SQL of one batch of writes: what fills a Workset, in one exchange, and what writes it back,
// in another that ends with COMMIT. Pure functions but for the results they take apart.
#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "catalog/listing.hpp"
#include "store/postgres/statement.hpp"
#include "store/postgres/workset.hpp"
#include "store/records.hpp"

namespace postgres {

// What a batch needs to see, gathered from its writes.
struct Needs {
  std::set<catalog::BookId> books;
  std::set<std::pair<catalog::BookId, catalog::Version>> versions;
  std::set<std::string> keys;
  std::set<std::int64_t> likenesses;
  std::set<std::string> isbns;
  std::size_t given_ids = 0;   // ids that the server gives
  std::size_t chosen_ids = 0;  // ids that clients chose

  void add(const store::Write& write);
};

// BEGIN, the locks that order batches of all instances, and the reading. `spare_ids` were set aside
// before and not used.
std::vector<Statement> load_statements(const Needs& needs,
                                       const std::vector<catalog::BookId>& spare,
                                       base::Instant now);
// Returns whether every id that was set aside is free; if not, skip_used_ids() and begin anew.
enum class Ids : std::uint8_t { free, used };
Ids fill(Workset& workset, const std::vector<Rows>& rows);
// Moves the sequence of ids past the block of used ones it stands before.
Statement skip_used_ids();

struct Totals {
  std::int64_t changes = 0;
  std::int64_t books = 0;  // more, or less
};
// Ends with COMMIT. The first result holds the sequence number before the batch.
std::vector<Statement> store_statements(const Workset& workset, const Totals& totals,
                                        base::Instant now);

// What puts records of another catalogue here as they are, numbers included.
std::vector<Statement> record_statements(std::span<const store::BookRecord> records);

// How `books.words` holds what text filters find: each word behind its field's letter, one space
// between two.
std::string indexed_words(const catalog::BookFields& fields);
std::string indexed_word(catalog::TextField field, std::string_view word);

// A bounded number of keys whose lifetime is over.
Statement forget_old_keys(base::Instant now);

}  // namespace postgres

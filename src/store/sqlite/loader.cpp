#include "store/sqlite/loader.hpp"

#include <string>

#include "catalog/book_builder.hpp"
#include "store/sqlite/catalogue_file.hpp"

namespace sqlite {
namespace {

constexpr std::size_t rows_per_slice = 10'000;
// A catalogue that is not empty keeps its indexes: making them anew costs more than a small load.
constexpr std::string_view secondary_indexes =
    "FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'books'"
    " AND sql IS NOT NULL";

}  // namespace

Loader::Loader(Connection& connection, const base::Clock& clock)
    : connection_(connection),
      clock_(clock),
      counters_row_(connection_),
      tables_(connection_),
      counters_(counters_row_.read()) {
  // New pages go straight to their place: half the writing of a write-ahead log, and as safe.
  connection_.run("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;");
}

Loader::~Loader() {
  connection_.roll_back();
  try {
    connection_.run("PRAGMA journal_mode = WAL");
  } catch (const StorageError&) {
    // The next opening does it.
  }
}

void Loader::drop_indexes() {
  connection_.run("INSERT INTO dropped_indexes (name, sql) SELECT name, sql " +
                  std::string(secondary_indexes));
  std::string drops;
  {
    Statement names = connection_.prepare("SELECT name FROM dropped_indexes");
    Query query(names);
    while (query.step()) {
      drops.append("DROP INDEX ").append(query->text(0)).append(";");
    }
  }
  connection_.run(drops);
}

void Loader::begin_slice() {
  connection_.run("BEGIN IMMEDIATE");
  if (counters_.sequence.value == 0) {
    drop_indexes();
  }
}

void Loader::end_slice() {
  counters_row_.write(counters_);
  connection_.run("COMMIT");
  rows_in_slice_ = 0;
}

std::vector<std::optional<catalog::Problem>> Loader::add(std::span<const catalog::NewBook> books) {
  std::vector<std::optional<catalog::Problem>> outcomes;
  outcomes.reserve(books.size());
  const base::Instant now = clock_.now();
  for (const catalog::NewBook& book : books) {
    if (!connection_.in_transaction()) {
      begin_slice();
    }
    outcomes.push_back(add_one(book, now));
    if (++rows_in_slice_ >= rows_per_slice) {
      end_slice();
    }
  }
  return outcomes;
}

std::optional<catalog::Problem> Loader::add_one(const catalog::NewBook& book, base::Instant now) {
  if (book.id && tables_.was_used(*book.id)) {
    return catalog::problem::id_in_use(*book.id);
  }
  if (book.claims.version && book.claims.version->value > catalog::claimed_version_max) {
    return catalog::problem::invalid_book({{catalog::to_pointer({catalog::Field::version, {}, {}}),
                                            catalog::Rule::out_of_range,
                                            {"1", std::to_string(catalog::claimed_version_max)}}});
  }
  const auto lifetime = catalog::claimed_lifetime(book.claims, now);
  if (!lifetime) {
    return lifetime.error();
  }
  const catalog::BookId id = book.id ? *book.id : tables_.free_id_after(counters_.last_id);
  const catalog::Version version = book.claims.version.value_or(catalog::Version{1});
  StoredBook stored{{id, version, lifetime->created_at, lifetime->updated_at, book.fields},
                    {store::Change::created, {}, {++counters_.sequence.value}},
                    {}};
  stored.document = formats::write_document(stored.book);
  tables_.insert(stored);
  ++counters_.books;
  if (!book.id || id.value == counters_.last_id.value + 1) {
    counters_.last_id = id;
  }
  return std::nullopt;
}

void Loader::finish() {
  if (connection_.in_transaction()) {
    end_slice();
  }
  restore_dropped_indexes(connection_);
  // Whoever reads all that was loaded next has a cache of its own.
  connection_.run("PRAGMA shrink_memory");
}

}  // namespace sqlite

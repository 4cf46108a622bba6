#include "store/sqlite/loader.hpp"

#include <string>

#include "store/sqlite/catalogue_file.hpp"

namespace sqlite {
namespace {

constexpr std::size_t rows_per_slice = 10'000;
// A catalogue that is not empty keeps its indexes: making them anew costs more than a small load.
constexpr std::string_view secondary_indexes =
    "FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'books'"
    " AND sql IS NOT NULL";

}  // namespace

Loader::Loader(Connection& connection, const base::Clock& clock, store::LoadEffect effect)
    : connection_(connection),
      clock_(clock),
      effect_(effect),
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

void Loader::begin_slice(Indexes indexes) {
  if (connection_.in_transaction()) {
    return;
  }
  connection_.run("BEGIN IMMEDIATE");
  if (counters_.sequence.value == 0 && indexes == Indexes::dropped_if_empty) {
    drop_indexes();
  }
}

void Loader::count_row() {
  if (++rows_in_slice_ >= rows_per_slice && effect_ == store::LoadEffect::kept) {
    end_slice();
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
    begin_slice(Indexes::dropped_if_empty);
    outcomes.push_back(store::load_new(tables_, book, counters_, now));
    count_row();
  }
  return outcomes;
}

// Books that are alike are found by the indexes.
std::vector<store::Merged> Loader::merge(std::span<const catalog::NewBook> books,
                                         store::IfKnown if_known) {
  std::vector<store::Merged> outcomes;
  outcomes.reserve(books.size());
  const base::Instant now = clock_.now();
  store::BookMerger merger(tables_, if_known);
  for (const catalog::NewBook& book : books) {
    begin_slice(Indexes::kept);
    outcomes.push_back(merger.merge(book, counters_, now));
    count_row();
  }
  return outcomes;
}

void Loader::finish() {
  if (effect_ == store::LoadEffect::tried) {
    connection_.roll_back();
  }
  if (connection_.in_transaction()) {
    end_slice();
  }
  restore_dropped_indexes(connection_);
  // The next scan of the loaded books has a cache of its own.
  connection_.run("PRAGMA shrink_memory");
}

}  // namespace sqlite

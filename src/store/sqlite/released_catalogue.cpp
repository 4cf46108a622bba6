#include "store/sqlite/released_catalogue.hpp"

#include <sqlite3.h>

#include <cstdint>
#include <optional>
#include <string>

#include "store/cannot_open.hpp"
#include "store/sqlite/catalogue_copy.hpp"
#include "store/sqlite/catalogue_file.hpp"
#include "store/sqlite/durable_files.hpp"
#include "store/sqlite/released_rows.hpp"
#include "store/sqlite/schema.hpp"

namespace sqlite {
namespace {

constexpr std::size_t records_at_once = 5'000;

bool is_of_a_release(const Options& options) {
  std::error_code error;
  if (!std::filesystem::exists(options.file, error) ||
      std::filesystem::file_size(options.file, error) == 0) {
    return false;
  }
  Connection connection(connection_options(options, Access::read));
  return single_integer(connection,
                        "SELECT count(*) FROM sqlite_schema WHERE name = 'book_keys'") == 1 &&
         single_integer(connection,
                        "SELECT EXISTS (SELECT 1 FROM books)"
                        " OR EXISTS (SELECT 1 FROM tombstones)") == 1;
}

Options options_of_copy(const Options& options) {
  Options copy = options;
  copy.file = options.file.string() + ".migrating";
  return copy;
}

// The state of the old file that a copy was begun from. Its newest change tells states apart that
// count alike.
std::int64_t mark_of(Connection& source, const store::CopyTotals& totals) {
  std::uint64_t state = 0xCBF29CE484222325;  // FNV-1a
  for (const std::int64_t number :
       {totals.sequence.value, totals.last_id.value, totals.books, totals.tombstones,
        totals.versions, totals.sequence_sum,
        single_integer(source, "SELECT id FROM books ORDER BY seq DESC LIMIT 1"),
        single_integer(source, "SELECT updated_ms FROM books ORDER BY seq DESC LIMIT 1"),
        single_integer(source, "SELECT id FROM tombstones ORDER BY seq DESC LIMIT 1"),
        single_integer(source, "SELECT at_ms FROM tombstones ORDER BY seq DESC LIMIT 1")}) {
    state = (state ^ static_cast<std::uint64_t>(number)) * 0x00000100000001B3;
  }
  // The mark fits PRAGMA user_version, and is never the 0 of a file without a mark.
  return static_cast<std::int64_t>(state >> 33) | 1;
}

class Copy {
 public:
  Copy(const Options& options, const base::Clock& clock)
      : options_(options),
        copy_options_(options_of_copy(options)),
        clock_(clock),
        source_(connection_options(options, Access::write)) {
    migrate(source_, options.file, {clock, last_released_migration});
    // The log is written back and removed: nothing of it may be left beside the copy.
    source_.run("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;");
    reader_.emplace(source_);
    totals_ = reader_->totals();
    mark_ = mark_of(source_, totals_);
  }

  void run() {
    if (!is_begun()) {
      remove_with_logs(copy_options_.file);
    }
    Connection target(connection_options(copy_options_, Access::load));
    target.run("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;");
    migrate(target, copy_options_.file, {clock_});
    target.run("PRAGMA user_version = " + std::to_string(mark_));
    copy_books(target);
    copy_keys(target);
    finish(target);
  }

 private:
  // True when there is a copy of this state of the old file to go on with.
  bool is_begun() const {
    std::error_code error;
    if (!std::filesystem::exists(copy_options_.file, error)) {
      return false;
    }
    try {
      Connection begun(connection_options(copy_options_, Access::read));
      return single_integer(begun, "PRAGMA user_version") == mark_;
    } catch (const StorageError&) {
      return false;
    }
  }

  void copy_books(Connection& target) {
    CopyWriter writer(target);
    const store::CopyTotals before = writer.counted();
    MigrationProgress progress{static_cast<std::uint64_t>(before.books + before.tombstones),
                               static_cast<std::uint64_t>(totals_.books + totals_.tombstones),
                               {}};
    catalog::BookId reached = writer.reached();
    for (auto records = reader_->read(reached, records_at_once); !records.empty();
         records = reader_->read(reached, records_at_once)) {
      writer.add(records);
      reached = records.back().id;
      progress.done += records.size();
      if (options_.on_progress) {
        options_.on_progress(progress);
      }
    }
  }

  void copy_keys(Connection& target) const {
    const std::string source = options_.file.string();
    Statement attach = target.prepare("ATTACH DATABASE ?1 AS released");
    execute(attach, std::string_view(source));
    target.run(
        "BEGIN IMMEDIATE;"
        "DELETE FROM main.access_keys; DELETE FROM main.idempotency;"
        "INSERT INTO main.access_keys SELECT * FROM released.access_keys;"
        "INSERT INTO main.idempotency (key, request, book, version, change, seq, duplicates, at_ms)"
        " SELECT key, request, book, version, change, seq, duplicates, at_ms"
        " FROM released.idempotency;"
        "COMMIT;"
        "DETACH DATABASE released;");
  }

  void finish(Connection& target) const {
    CopyWriter writer(target);
    store::CopyTotals counted = writer.counted();
    counted.sequence = totals_.sequence;
    counted.last_id = totals_.last_id;
    if (counted != totals_) {
      throw store::CannotOpen(store::CannotOpen::Reason::unsound, options_.file.string(),
                              "its rows do not add up");
    }
    // In this order: a copy that has counters is whole.
    target.run("PRAGMA user_version = 0");
    writer.finish(totals_);
  }

  const Options& options_;
  const Options copy_options_;
  const base::Clock& clock_;
  Connection source_;
  std::optional<ReleasedRecordReader> reader_;
  store::CopyTotals totals_;
  std::int64_t mark_ = 0;
};

// The old file gets its second name before it loses the first: there is a catalogue at any moment.
std::filesystem::path put_in_place(const Options& options, const base::Clock& clock) {
  const std::filesystem::path copy = options_of_copy(options).file;
  sync_path(copy);
  std::filesystem::path aside;
  if (options.replaced == Options::Replaced::kept) {
    aside = name_aside(options.file, "migration", clock);
    std::error_code error;
    std::filesystem::create_hard_link(options.file, aside, error);
    if (error) {
      // A file system without links.
      rename_durably(options.file, aside);
    }
  }
  rename_durably(copy, options.file);
  return aside;
}

// A file system without links has the old file under its second name only, for a moment. A copy
// that is not whole takes nobody's place: its original was moved by hand.
void finish_interrupted_swap(const Options& options) {
  std::error_code error;
  const Options copy = options_of_copy(options);
  if (std::filesystem::exists(options.file, error) || !std::filesystem::exists(copy.file, error)) {
    return;
  }
  bool is_whole = false;
  {
    Connection connection(connection_options(copy, Access::read));
    is_whole = single_integer(connection,
                              "SELECT count(*) FROM sqlite_schema"
                              " WHERE name = 'catalogue'") == 1 &&
               CountersRow(connection).read().sequence.value != 0;
  }
  if (is_whole) {
    rename_durably(copy.file, options.file);
  }
}

}  // namespace

void replace_released_catalogue(const Options& options, const base::Clock& clock) {
  finish_interrupted_swap(options);
  if (!is_of_a_release(options)) {
    return;
  }
  Copy(options, clock).run();
  const std::filesystem::path aside = put_in_place(options, clock);
  if (options.on_progress && !aside.empty()) {
    options.on_progress({0, 0, aside});
  }
}

}  // namespace sqlite

#include "store/sqlite/reader.hpp"

#include <string>
#include <utility>

#include "base/check.hpp"
#include "store/page_room.hpp"
#include "store/sqlite/step_budget.hpp"

namespace sqlite {
namespace {

using catalog::fail;
namespace problem = catalog::problem;

// A row of book_versions: read_book()'s columns, then change, actor, seq. Without a title it tells
// of a deletion that was undone later.
store::VersionEntry read_entry(const Statement& row) {
  constexpr int title_column = 4;
  store::Lifecycle lifecycle = read_lifecycle(row, book_column_count);
  store::VersionEntry entry{catalog::Version{row.integer(1)}, lifecycle.change,
                            from_ms(row.integer(3)), std::move(lifecycle.actor), std::nullopt};
  if (!row.is_null(title_column)) {
    read_book(row, entry.book.emplace());
  }
  return entry;
}

store::VersionEntry entry_of(StoredBook&& stored) {
  return {stored.book.version, stored.lifecycle.change, stored.book.updated_at,
          std::move(stored.lifecycle.actor), std::move(stored.book)};
}

store::VersionEntry entry_of(Tombstone&& tombstone) {
  return {tombstone.version, store::Change::deleted, tombstone.at, std::move(tombstone.actor),
          std::nullopt};
}

std::string select_versions(std::string_view condition) {
  return "SELECT " + book_columns() + ", " + std::string(lifecycle_columns) +
         " FROM book_versions WHERE id = ?1" + std::string(condition);
}

}  // namespace

Reader::Reader(const ConnectionOptions& options, const std::atomic<std::uint64_t>& commits)
    : commits_(commits),
      list_steps_max_(options.list_steps_max),
      connection_(options),
      counters_row_(connection_),
      lookup_(connection_),
      lister_(connection_, lookup_),
      versions_(connection_, select_versions(" AND version > ?2 ORDER BY version LIMIT ?3")),
      version_(connection_, select_versions(" AND version = ?2")),
      changes_(connection_,
               "SELECT seq, change, id, version, updated_ms FROM books WHERE seq > ?1"
               " UNION ALL SELECT seq, 2, id, version, at_ms FROM tombstones WHERE seq > ?1"
               " ORDER BY seq LIMIT ?2") {}
static_assert(static_cast<int>(store::Change::deleted) == 2);

void Reader::open_snapshot() {
  // Read before the snapshot is taken: the snapshot is at least as new as this count.
  const std::uint64_t commits = commits_.load(std::memory_order_acquire);
  if (open_ && commits == commits_seen_) {
    return;
  }
  close_snapshot();
  // As long as this statement is not reset, every other one of this connection sees what it saw. It
  // costs one statement where BEGIN and COMMIT would cost two more.
  counters_ = counters_row_.open_snapshot();
  commits_seen_ = commits;
  open_ = true;
}

void Reader::close_snapshot() noexcept {
  counters_row_.close_snapshot();
  open_ = false;
}

bool Reader::index_is_current() {
  open_snapshot();
  return counters_.index_is_current();
}

store::ReadOutcome Reader::answer(const store::Read& command) {
  try {
    open_snapshot();
    return std::visit([this](const auto& one) { return find(one); }, command);
  } catch (...) {
    close_snapshot();
    throw;
  }
}

// Why there is no live book of this id.
catalog::Problem Reader::absent(catalog::BookId id) {
  return lookup_.deleted(id) ? problem::book_deleted(id) : problem::book_not_found(id);
}

store::ReadOutcome Reader::find(const store::GetBook& command) {
  std::optional<catalog::Book> book = lookup_.live(command.id);
  if (!book) {
    return fail(absent(command.id));
  }
  return store::ReadAnswer{*std::move(book), counters_.sequence};
}

store::ReadOutcome Reader::find(const store::GetBooks& command) {
  check(command.ids.size() <= store::get_books_max);
  store::Page page;
  page.books.reserve(command.ids.size());
  lookup_.append_live(command.ids, page.books);
  return store::ReadAnswer{std::move(page), counters_.sequence};
}

store::ReadOutcome Reader::find(const store::ListBooks& command) {
  const StepBudget budget(connection_, list_steps_max_);
  return store::ReadAnswer{lister_.page(command.listing, counters_), counters_.sequence};
}

std::optional<store::VersionEntry> Reader::current_entry(catalog::BookId id) {
  if (auto stored = lookup_.live_with_lifecycle(id)) {
    return entry_of(*std::move(stored));
  }
  if (auto tombstone = lookup_.deleted(id)) {
    return entry_of(*std::move(tombstone));
  }
  return std::nullopt;
}

store::ReadOutcome Reader::find(const store::ListVersions& command) {
  std::optional<store::VersionEntry> last = current_entry(command.id);
  if (!last) {
    return fail(problem::book_not_found(command.id));
  }
  store::History history;
  store::PageRoom room(command.limit);
  const auto most = static_cast<std::int64_t>(command.limit) + 1;
  Query query(versions_, command.id.value, command.after.value, most);
  while (history.end == store::End::reached && query.step()) {
    store::append(history, room, read_entry(query.row()));
  }
  if (history.end == store::End::reached && last->version > command.after) {
    store::append(history, room, *std::move(last));
  }
  return store::ReadAnswer{std::move(history), counters_.sequence};
}

store::ReadOutcome Reader::find(const store::GetVersion& command) {
  Query query(version_, command.id.value, command.version.value);
  if (query.step()) {
    return store::ReadAnswer{read_entry(query.row()), counters_.sequence};
  }
  std::optional<store::VersionEntry> last = current_entry(command.id);
  if (!last) {
    return fail(problem::book_not_found(command.id));
  }
  if (last->version == command.version) {
    return store::ReadAnswer{*std::move(last), counters_.sequence};
  }
  return fail(problem::version_not_found({command.id, command.version}));
}

store::ReadOutcome Reader::find(const store::ListChanges& command) {
  store::Changes changes;
  const auto most = static_cast<std::int64_t>(command.limit) + 1;
  Query query(changes_, command.after.value, most);
  while (query.step()) {
    if (changes.entries.size() == command.limit) {
      changes.end = store::End::more;
      break;
    }
    changes.entries.push_back({{query->integer(0)},
                               static_cast<store::Change>(query->integer(1)),
                               {query->integer(2)},
                               {query->integer(3)},
                               from_ms(query->integer(4))});
  }
  return store::ReadAnswer{std::move(changes), counters_.sequence};
}

}  // namespace sqlite

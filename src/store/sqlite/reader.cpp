#include "store/sqlite/reader.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "base/check.hpp"
#include "store/page_budget.hpp"

namespace sqlite {
namespace {

using catalog::fail;
namespace problem = catalog::problem;

// Most pages are not longer.
constexpr std::size_t reserved_books_max = 128;

// A row of book_versions: document_columns, lifecycle_columns, updated_ms. Without a document it
// tells of a deletion that was undone later.
store::VersionEntry read_entry(const Statement& row) {
  store::Lifecycle lifecycle = read_lifecycle(row, 3);
  store::VersionEntry entry{catalog::Version{row.integer(1)}, lifecycle.change,
                            from_ms(row.integer(6)), std::move(lifecycle.actor), std::nullopt};
  if (!row.is_null(2)) {
    entry.book = read_document(row);
  }
  return entry;
}

store::VersionEntry entry_of(StoredBook&& stored) {
  return {stored.book.version, stored.lifecycle.change, stored.book.updated_at,
          std::move(stored.lifecycle.actor), stored.as_document()};
}

store::VersionEntry entry_of(Tombstone&& tombstone) {
  return {tombstone.version, store::Change::deleted, tombstone.at, std::move(tombstone.actor),
          std::nullopt};
}

std::string select_versions(std::string_view condition) {
  return "SELECT " + std::string(document_columns) + ", " + std::string(lifecycle_columns) +
         ", updated_ms FROM book_versions WHERE id = ?1" + std::string(condition);
}

// A deletion with the version that it ended; its own columns come behind document_columns.
std::string select_deletions(std::string_view rest) {
  return "SELECT v.id, v.version, v.doc, t.id, t.version, t.at_ms FROM tombstones AS t"
         " LEFT JOIN book_versions AS v ON v.id = t.id AND v.version = t.version - 1 WHERE " +
         std::string(rest);
}

store::Deletion read_deletion(const Statement& row) {
  store::Deletion deletion{{row.integer(3)}, {row.integer(4)}, from_ms(row.integer(5)), {}};
  if (!row.is_null(2)) {
    deletion.last = read_document(row);
  }
  return deletion;
}

}  // namespace

Reader::Reader(const ConnectionOptions& options, const std::atomic<std::uint64_t>& commits)
    : commits_(commits),
      connection_(options),
      counters_row_(connection_),
      book_reads_(connection_),
      past_reads_(connection_),
      duplicate_walk_(connection_),
      scan_(connection_, "SELECT " + std::string(document_columns) +
                             " FROM books WHERE id > ?1 ORDER BY id LIMIT ?2"),
      versions_(connection_, select_versions(" AND version > ?2 ORDER BY version LIMIT ?3")),
      version_(connection_, select_versions(" AND version = ?2")),
      changes_(connection_,
               "SELECT seq, change, id, version, updated_ms FROM books WHERE seq > ?1"
               " UNION ALL SELECT seq, 2, id, version, at_ms FROM tombstones WHERE seq > ?1"
               " ORDER BY seq LIMIT ?2"),
      deletions_(connection_, select_deletions("(t.at_ms, t.id) > (?1, ?2)"
                                               " ORDER BY t.at_ms, t.id LIMIT ?3")),
      deletion_(connection_, select_deletions("t.id = ?1")),
      cover_(connection_, "SELECT hash, type, data FROM covers WHERE hash = ?1"),
      cover_type_(connection_, "SELECT type FROM covers WHERE hash = ?1") {}
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

template <class Read>
auto Reader::of_snapshot(const Read& read) {
  try {
    open_snapshot();
    return read();
  } catch (...) {
    close_snapshot();
    throw;
  }
}

store::ReadOutcome Reader::answer(const store::BookRead& command) {
  return of_snapshot(
      [&] { return std::visit([this](const auto& one) { return find(one); }, command); });
}

std::optional<store::BookDocument> Reader::book_at_once(catalog::BookId id) {
  return of_snapshot([&] { return book_reads_.live(id); });
}

// Why there is no live book of this id.
catalog::Problem Reader::absent(catalog::BookId id) {
  return book_reads_.deleted(id) ? problem::book_deleted(id) : problem::book_not_found(id);
}

store::ReadOutcome Reader::find(const store::GetBook& command) {
  std::optional<BookDocument> book = book_reads_.live(command.id);
  if (!book) {
    return fail(absent(command.id));
  }
  return store::ReadAnswer{*std::move(book), counters_.sequence};
}

store::ReadOutcome Reader::find(const store::GetBooks& command) {
  check(command.ids.size() <= store::get_books_max);
  store::Page page;
  page.books.reserve(command.ids.size());
  book_reads_.append_live(command.ids, page.books);
  return store::ReadAnswer{std::move(page), counters_.sequence};
}

store::ReadOutcome Reader::find(const store::ScanBooks& command) {
  store::Page page;
  page.books.reserve(std::min(command.limit, reserved_books_max));
  store::PageBudget room(command.limit);
  Query query(scan_, command.after.value, static_cast<std::int64_t>(command.limit));
  while (query.step() && room.has_room()) {
    page.books.push_back(read_document(query.row()));
    room.take(page.books.back().json.size());
  }
  return store::ReadAnswer{std::move(page), counters_.sequence};
}

store::ReadOutcome Reader::find(const store::ScanPast& command) {
  return store::ReadAnswer{past_reads_.scan(command), counters_.sequence};
}

store::ReadOutcome Reader::find(const store::GetPast& command) {
  check(command.ids.size() <= store::get_books_max);
  return store::ReadAnswer{past_reads_.books(command), counters_.sequence};
}

store::ReadOutcome Reader::find(const store::ListDuplicates& command) {
  const DuplicateWalk::Found found = duplicate_walk_.walk(command);
  store::DuplicateGroups answer{{}, found.next};
  std::size_t bytes = 0;
  for (const DuplicateWalk::Group& group : found.groups) {
    if (bytes >= store::page_bytes_max) {
      break;
    }
    book_reads_.append_live(group.ids, answer.groups.emplace_back());
    for (const BookDocument& book : answer.groups.back()) {
      bytes += book.json.size();
    }
    answer.next = group.place;
  }
  if (answer.groups.size() == found.groups.size()) {
    answer.next = found.next;
  }
  return store::ReadAnswer{std::move(answer), counters_.sequence};
}

std::optional<store::VersionEntry> Reader::current_entry(catalog::BookId id) {
  if (auto stored = book_reads_.live_with_lifecycle(id)) {
    return entry_of(*std::move(stored));
  }
  if (auto tombstone = book_reads_.deleted(id)) {
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
  store::PageBudget room(command.limit);
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

store::ReadOutcome Reader::find(const store::GetCover& command) {
  Query query(cover_, std::string_view(command.hash));
  if (!query.step()) {
    return fail(problem::cover_not_found(command.book));
  }
  return store::ReadAnswer{read_cover(query.row()), counters_.sequence};
}

store::ReadOutcome Reader::find(const store::GetCoverTypes& command) {
  store::CoverTypes types;
  for (const std::string& hash : command.hashes) {
    Query query(cover_type_, std::string_view(hash));
    if (query.step()) {
      types.emplace(hash, static_cast<catalog::ImageType>(query->integer(0)));
    }
  }
  return store::ReadAnswer{std::move(types), counters_.sequence};
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

store::ReadOutcome Reader::find(const store::ListDeletions& command) {
  check(command.limit <= store::deletions_limit_max);
  store::Deletions deletions;
  if (command.of) {
    if (Query query(deletion_, command.of->value); query.step()) {
      deletions.entries.push_back(read_deletion(query.row()));
    }
    return store::ReadAnswer{std::move(deletions), counters_.sequence};
  }
  store::PageBudget room(command.limit);
  const auto most = static_cast<std::int64_t>(command.limit) + 1;
  Query query(deletions_, command.after.at_ms, command.after.id.value, most);
  while (query.step()) {
    if (!room.has_room()) {
      deletions.end = store::End::more;
      break;
    }
    deletions.entries.push_back(read_deletion(query.row()));
    const auto& last = deletions.entries.back().last;
    room.take(last ? last->json.size() : 0);
  }
  return store::ReadAnswer{std::move(deletions), counters_.sequence};
}

}  // namespace sqlite

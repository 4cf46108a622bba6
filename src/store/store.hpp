// The interface of every store, as data: commands in, outcomes out. Read this file first.
// The writes are in store/writes.hpp. A Store is opened once by app; each I/O thread opens its own
// Session, and calls it only from that thread. An answer comes either inside the call (SQLite
// reads) or later as a task on the session's executor (writes; every PostgreSQL read); always
// exactly once, always on the session's thread. Handlers never block. Because commands are data, a
// store may batch whatever waits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/executor.hpp"
#include "catalog/listing.hpp"
#include "catalog/problem.hpp"
#include "store/book_document.hpp"
#include "store/index_store.hpp"
#include "store/key_store.hpp"
#include "store/writes.hpp"

namespace store {

// ---- reads -------------------------------------------------------------------------------------

// Where `at_least` is set, an older state than the newest may answer, if it is at least this one
// and the store knows it to be young (store/postgres/readers.hpp).
using AtLeast = std::optional<Sequence>;

struct GetBook {
  BookId id;
  AtLeast at_least = std::nullopt;
};
// The live ones among at most so many ids, as a page in the order asked.
inline constexpr std::size_t get_books_max = 100;
struct GetBooks {
  std::vector<BookId> ids;
  AtLeast at_least = std::nullopt;
};
// The live ones behind `after`, by ascending id, as a page: fewer when their books fill it
// (store/page_budget.hpp), none when there are no more.
struct ScanBooks {
  BookId after{};
  std::size_t limit;
};
// The books that lived when the catalogue's newest change was `as_of`, as they were then, out of
// the history: those behind `after` by ascending id, or those of `ids` (at most get_books_max). So
// a list of any length is of one state although nothing is held open from part to part.
inline constexpr Sequence newest_state{INT64_MAX};
struct ScanPast {
  Sequence as_of = newest_state;
  BookId after{};
  std::size_t limit;
  AtLeast at_least = std::nullopt;
};
struct GetPast {
  Sequence as_of = newest_state;
  std::vector<BookId> ids;
  AtLeast at_least = std::nullopt;
};
// Where a walk through what books have in common stands: behind this ISBN, or this duplicate key
// (store/duplicate_key.hpp). The ISBNs come first.
struct DuplicatePlace {
  enum class By : std::uint8_t { isbn, key } by = By::isbn;
  std::string isbn = {};
  std::int64_t key = INT64_MIN;
  bool operator==(const DuplicatePlace&) const = default;
};
// The groups of living books that have an ISBN or a duplicate key in common, behind `after`; of one
// kind. Looks at so many entries at most, so it may find few, or none, and say where to go on.
inline constexpr std::size_t duplicate_entries_max = 50'000;
struct ListDuplicates {
  DuplicatePlace after;
  std::size_t limit;  // of groups
};
// The versions after `after`, oldest first; fewer when their books fill a page
// (store/page_budget.hpp).
inline constexpr std::size_t versions_limit_max = 100;
struct ListVersions {
  BookId id;
  Version after{};
  std::size_t limit = versions_limit_max;
  AtLeast at_least = std::nullopt;
};
struct GetVersion {
  BookId id;
  Version version;
  AtLeast at_least = std::nullopt;
};
// An image by its hash; the book is that which was asked for, for the refusal.
struct GetCover {
  BookId book;
  std::string hash;
};
// What covers of these hashes are; those that are not kept are left out.
struct GetCoverTypes {
  std::vector<std::string> hashes;
};
// The newest change of each book that changed after `after`, in order of sequence.
inline constexpr std::size_t changes_limit_max = 1000;
struct ListChanges {
  Sequence after;
  std::size_t limit;
  AtLeast at_least = std::nullopt;
};

// The deletions that nobody has undone, by instant and id: those behind `after`, or that of one
// book alone.
inline constexpr std::size_t deletions_limit_max = 1000;
struct DeletionPlace {
  std::int64_t at_ms = INT64_MIN;  // milliseconds since 1970, UTC
  BookId id{};
};
struct ListDeletions {
  DeletionPlace after;
  std::size_t limit;
  std::optional<BookId> of = std::nullopt;
};

using BookRead =
    std::variant<GetBook, GetBooks, ScanBooks, ScanPast, GetPast, ListVersions, GetVersion,
                 ListChanges, ListDuplicates, ListDeletions, GetCover, GetCoverTypes>;

struct Page {
  std::vector<BookDocument> books;
};
// A part of a scan of the past, maybe empty.
struct PastPage {
  std::vector<BookDocument> books;
  std::optional<BookId> go_on_after = std::nullopt;  // more may follow behind this one
};

// One line of a book's history: the version, how it came about, when and by whom.
struct VersionEntry {
  Version version;
  Change change;
  base::Instant at;
  std::string actor;                 // empty: nobody in particular (open access)
  std::optional<BookDocument> book;  // as it was in that version; nullopt for a deletion
};
struct DuplicateGroups {
  // By ascending id, of a larger group the first duplicate_group_max.
  std::vector<std::vector<BookDocument>> groups;
  std::optional<DuplicatePlace> next = std::nullopt;
};
inline constexpr std::size_t duplicate_group_max = 20;

// `more` when a list that is read from a number on continues after its last entry.
enum class End : std::uint8_t { reached, more };

// Oldest first, the current version last. Deleted books keep theirs.
struct History {
  std::vector<VersionEntry> entries;
  End end = End::reached;
};

struct ChangeEntry {
  Sequence sequence;
  Change change;
  BookId id;
  Version version;
  base::Instant at;

  bool operator==(const ChangeEntry&) const = default;
};
struct Changes {
  std::vector<ChangeEntry> entries;
  End end = End::reached;
};

struct Deletion {
  BookId id;
  Version version;
  base::Instant at;
  std::optional<BookDocument> last;  // the book as it was until then
};
struct Deletions {
  std::vector<Deletion> entries;
  End end = End::reached;
};

struct ReadAnswer {
  std::variant<BookDocument, Page, PastPage, History, VersionEntry, Changes, DuplicateGroups,
               Deletions, Cover, CoverTypes>
      value;
  Sequence as_of;  // exact: the state of the catalogue this was read from
  // Set when it was read from a replica: the catalogue as it was at most so long ago.
  std::optional<std::chrono::milliseconds> behind = std::nullopt;
};
// Failures: book_not_found, book_deleted, version_not_found, cover_not_found, overloaded,
// storage_unavailable.
using ReadOutcome = Result<ReadAnswer>;

// ---- the interface -----------------------------------------------------------------------------

using ReadDone = std::function<void(ReadOutcome)>;
using WriteDone = std::function<void(WriteOutcome)>;
using GroupDone = std::function<void(GroupOutcome)>;

class Session {
 public:
  virtual ~Session() = default;
  Session() = default;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  virtual void read(BookRead command, ReadDone done) = 0;
  // A living book that can be read inside the call, for less than by read(). nullopt: it cannot, or
  // there is none, or it failed; read() says which.
  virtual std::optional<BookDocument> book_at_once(BookId) { return std::nullopt; }
  // A full queue answers `overloaded` at once and has queued nothing.
  virtual void write(Write command, WriteDone done) = 0;
  // One transaction, which others may share. At most grouped_writes_max writes.
  virtual void write_group(WriteGroup command, GroupDone done) = 0;
};

// One committed change, as listeners see it.
struct Committed {
  BookId id;
  Sequence sequence;
};
// Called on the store's own thread after COMMIT, before sequence() moves and before any write is
// answered: a cache that erases here never serves what a finished write replaced, nor what is
// older than sequence().
class CommitListener {
 public:
  virtual ~CommitListener() = default;
  virtual void committed(std::span<const Committed> changes) noexcept = 0;
};

class ImportStore;

// preparing: it will be ready by itself, after work on the catalogue that takes a while. read_only:
// reads are answered, writes are not.
enum class Health : std::uint8_t { ready, preparing, read_only, unavailable };

class Store {
 public:
  virtual ~Store() = default;
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  virtual std::unique_ptr<Session> open_session(base::Executor& executor) = 0;
  // The newest committed sequence this process knows; for a validator it must be asked before the
  // read. nullopt: this store cannot tell without asking its database (several instances share it).
  virtual std::optional<Sequence> sequence() const noexcept = 0;
  virtual Health health() const noexcept = 0;
  // At most one; set before the first session is opened. A store without sequence() tells nobody:
  // others change what it holds, so nothing may be kept beside it.
  virtual void listen(CommitListener& listener) = 0;
  virtual std::unique_ptr<IndexStore> open_index_store() = 0;
  // Gone before close().
  virtual std::unique_ptr<KeyStore> open_keys() = 0;
  // The same. Each is used on one thread; several may be open.
  virtual std::unique_ptr<ImportStore> open_imports() = 0;
  // Finishes what is queued, then stops its threads; sessions must be gone. Idempotent.
  virtual void close() = 0;
};

}  // namespace store

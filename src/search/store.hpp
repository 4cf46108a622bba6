// The catalogue as the api sees it. The search index answers searches, lists and counts; the store
// below it answers everything else. The index is the same on every backend, so that all backends
// find the same books. Opened once by app; each I/O thread opens a session of its own and calls it
// only from that thread. Answers come as store/store.hpp says.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "base/executor.hpp"
#include "base/log.hpp"
#include "base/metrics.hpp"
#include "search/query/reads.hpp"
#include "store/store.hpp"

namespace search {

// The books of a selection, however many, as of one state and by ascending id: read part by part,
// as somebody takes them, with nothing held open in between. Its session's thread, and not longer
// than the session; an answer may come after the cursor is gone.
struct OpenBooks {
  catalog::Filter filter;
  std::optional<catalog::SearchQuery> search;
};
struct BookPart {
  std::vector<store::BookDocument> books;  // maybe none
  store::End end = store::End::reached;
};
using PartDone = std::function<void(catalog::Result<BookPart>)>;
class BookCursor {
 public:
  virtual ~BookCursor() = default;
  BookCursor() = default;
  BookCursor(const BookCursor&) = delete;
  BookCursor& operator=(const BookCursor&) = delete;

  virtual catalog::Sequence as_of() const noexcept = 0;
  // The next part, not behind the last one nor before the one under way has come.
  virtual void next(PartDone done) = 0;
};
// Failures: those of a list.
using CursorDone = std::function<void(catalog::Result<std::shared_ptr<BookCursor>>)>;

class Session {
 public:
  virtual ~Session() = default;
  Session() = default;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  virtual void read(Read command, ReadDone done) = 0;
  // As store::Session has it.
  virtual std::optional<store::BookDocument> book_at_once(catalog::BookId) { return std::nullopt; }
  virtual void open_books(OpenBooks command, CursorDone done) = 0;
  // A full queue answers `overloaded` at once and has queued nothing.
  virtual void write(store::Write command, store::WriteDone done) = 0;
  virtual void write_group(store::WriteGroup command, store::GroupDone done) = 0;
};

// preparing: books can be read and written, but there is no index yet. read_only: everything can be
// read, but nothing written.
enum class Health : std::uint8_t { ready, preparing, read_only, unavailable };

class Store {
 public:
  virtual ~Store() = default;
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  virtual std::unique_ptr<Session> open_session(base::Executor& executor) = 0;
  // As store::Store has them.
  virtual std::optional<catalog::Sequence> sequence() const noexcept = 0;
  virtual void listen(store::CommitListener& listener) = 0;
  virtual std::unique_ptr<store::KeyStore> open_keys() = 0;
  virtual std::unique_ptr<store::ImportStore> open_imports() = 0;
  virtual void close() = 0;
  virtual Health health() const noexcept = 0;
};

// The index lies in files without a name in `index_folder`, or in memory when there is none.
std::unique_ptr<Store> open(std::unique_ptr<store::Store> backend, base::Metrics& metrics,
                            base::Log& log, const std::filesystem::path& index_folder = {});

}  // namespace search

// Imports over HTTP as a store keeps them: rows, files, slices, and undoing. Calls block; a broken
// environment throws (store/*/connection). Whoever opens one uses it on one thread at a time.
// At most one import of a catalogue runs at a time, whatever instances share it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "store/import_slice.hpp"
#include "store/store.hpp"

namespace store {

inline constexpr std::int64_t imports_queued_max = 20;
// Older ones are forgotten, with what undoing them needs.
inline constexpr std::int64_t imports_kept_max = 1000;
// The faults of the file as a whole are all kept and come first; of the records as many as fit.
inline constexpr std::int64_t import_faults_max = 1000;
inline constexpr std::size_t kept_books_listed_max = 1000;
inline constexpr std::size_t imports_listed_max = 100;

// In the order in which they lie in the database.
enum class ImportState : std::uint8_t { queued, running, done, failed, interrupted, undone };

// Where uploads are written to. named: a file keeps its name, and is moved; else it has none, so
// that it goes with the process.
struct SpoolPlace {
  std::filesystem::path folder;
  enum class Files : std::uint8_t { named, unnamed } files = Files::named;
};
struct SpooledFile {
  int descriptor = -1;
  std::filesystem::path path;  // of a named one
};

struct NewImport {
  std::string parameters;
  std::string sha256;  // in hexadecimal digits
  std::int64_t bytes = 0;
  std::string actor;
  std::optional<IdempotencyKey> idempotency;
  SpooledFile file;  // whole, durable; a named one is moved when the import is added
};

struct Import {
  ImportId id = 0;
  ImportState state = ImportState::queued;
  std::string parameters;
  std::string actor;
  std::string sha256;
  std::int64_t bytes = 0;
  std::optional<ImportId> repeats;
  base::Instant created_at{};
  std::optional<base::Instant> started_at;
  std::optional<base::Instant> finished_at;
  std::optional<base::Instant> undone_at;
  std::string encoding;
  ImportCounts counts;
  std::vector<CodeCount> codes;
  std::string sample;  // books as they would be, one document a line
  bool undo_begun = false;
  UndoCounts undo;
};

// How a run ended.
struct ImportEnd {
  ImportState state = ImportState::done;
  std::vector<ImportFault> faults{};  // of the file as a whole
  std::string refused_end{};          // what a file of refused records ends with
};

// A book that undoing left as it is, and why.
struct KeptBook {
  enum class Why : std::uint8_t { changed = 1, deleted = 2 };
  BookId id;
  Why why;
};

// Counts a book of an import that is undone; why it was kept, when it was.
inline std::optional<KeptBook::Why> count_undone(UndoCounts& counts, Undone undone) {
  switch (undone) {
    case Undone::deleted:
      ++counts.deleted;
      return std::nullopt;
    case Undone::reverted:
      ++counts.reverted;
      return std::nullopt;
    case Undone::kept_changed:
      ++counts.kept;
      return KeptBook::Why::changed;
    case Undone::kept_deleted:
      ++counts.kept;
      return KeptBook::Why::deleted;
  }
  return std::nullopt;
}
// States in which an import may be undone, unless it was only simulated.
inline bool may_be_undone(ImportState state) noexcept {
  return state == ImportState::done || state == ImportState::failed ||
         state == ImportState::interrupted;
}
// True while the file of an import in this state is still wanted.
inline bool keeps_file(ImportState state) noexcept {
  return state == ImportState::queued || state == ImportState::running ||
         state == ImportState::interrupted;
}

class ImportStore {
 public:
  virtual ~ImportStore() = default;
  ImportStore() = default;
  ImportStore(const ImportStore&) = delete;
  ImportStore& operator=(const ImportStore&) = delete;

  virtual SpoolPlace spool_place() = 0;
  // Once after the catalogue was opened, before any other call: what a process that is gone left
  // running is interrupted, and files of nothing are removed.
  virtual void recover(base::Instant now) = 0;

  // ---- for whoever asks ----
  struct Added {
    enum class How : std::uint8_t { added, replayed, mismatch, queue_full } how = How::added;
    Import import;  // unless nothing was added
  };
  // Durable when it returns, with its file.
  virtual Added add(const NewImport& import, base::Instant now) = 0;
  virtual std::optional<Import> find(ImportId id) = 0;
  // Newest first, those below `before`.
  virtual std::vector<Import> list(ImportId before, std::size_t most) = 0;
  virtual std::vector<ImportFault> faults(ImportId id) = 0;
  virtual std::vector<ImportWarning> warnings(ImportId id) = 0;
  virtual std::vector<KeptBook> kept(ImportId id) = 0;
  // The refused bytes from a part on, which is moved behind them; about so many. Empty at the end.
  virtual std::string refused(ImportId id, std::int64_t& part, std::size_t bytes) = 0;

  // Queued or running: interrupted. false: in another state.
  virtual bool cancel(ImportId id, base::Instant now) = 0;
  enum class Resumed : std::uint8_t { yes, wrong_state, queue_full };
  // Interrupted: queued again. Wrong where undoing it has begun.
  virtual Resumed resume(ImportId id) = 0;
  // Undoes some books. nullopt: not in a state to be undone.
  virtual std::optional<UndoOutcome> undo(ImportId id, std::size_t most, base::Instant now) = 0;

  // ---- for whoever runs it ----
  // The first that waits, unless one runs; it runs from now on.
  virtual std::optional<Import> claim(base::Instant now) = 0;
  // Carries out a slice in one transaction with the import's own row; nullopt: this import is not
  // ours to run any more, or other records of it are committed than whoever runs it believes.
  virtual std::optional<SliceOutcome> carry_out(const ImportSlice& slice) = 0;
  // Ends a run. Nothing happens when it is not ours any more.
  virtual void finish(ImportId id, const ImportEnd& end, base::Instant now) = 0;
  // Shows that this instance is alive: it keeps what it runs. The same call makes those interrupted
  // or takes those over that an instance which is gone has left; returns one that was taken over.
  virtual std::optional<Import> keep_alive(base::Instant now) = 0;
  // Bytes of the import's file from an offset on; empty at its end, or when it is not there.
  virtual std::string read_file(ImportId id, std::int64_t offset, std::size_t bytes) = 0;
  // Queued now, for the metrics and for who asks before a body comes.
  virtual std::int64_t queued() = 0;
  // True when other processes may add imports, or leave some behind.
  virtual bool is_shared() const noexcept = 0;
};

}  // namespace store

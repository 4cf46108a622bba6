// Imports over HTTP, as the api asks for them: commands in, outcomes out, as with a store. Files
// are written by one thread, questions answered by a second, undoing is done by a third, and a
// fourth runs what waits (runner.hpp). Made and ended by the composition root; ask() and begin()
// are for any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "base/executor.hpp"
#include "base/log.hpp"
#include "base/metrics.hpp"
#include "catalog/problem.hpp"
#include "imports/parameters.hpp"
#include "imports/runner.hpp"
#include "imports/task_queue.hpp"
#include "imports/upload.hpp"
#include "store/import_store.hpp"

namespace imports {

using store::ImportId;

// Questions and uploads that may wait.
inline constexpr std::size_t questions_max = 256;
inline constexpr std::size_t pieces_max = 256;
// Refused records that are read at once: about so many, and a slice more.
inline constexpr std::size_t refused_bytes_max = std::size_t{1024} * 1024;

struct Add {
  std::shared_ptr<Upload> upload;
  Parameters parameters;
  std::string actor{};
  std::string idempotency_key{};  // empty: none
  std::string target{};           // what an idempotency key stands for, beside the file
};
struct Get {
  ImportId id;
};
struct List {
  ImportId before;
  std::size_t limit;
};
// The refused bytes from a part on.
struct GetRefused {
  ImportId id;
  std::int64_t part = 0;
};
struct Cancel {
  ImportId id;
};
struct Resume {
  ImportId id;
};
struct Undo {
  ImportId id;
};
// What a file seems to be, by its first bytes; nothing is kept.
struct Analyse {
  std::string first_bytes;
  Parameters parameters;
  catalog::Language language;
};
// What the second thread answers.
using Question = std::variant<Get, List, GetRefused, Cancel, Resume, Analyse>;
using Command = std::variant<Add, Undo, Question>;

// An import with all that an answer shows.
struct Shown {
  store::Import import;
  std::vector<store::ImportFault> faults{};
  std::vector<store::ImportWarning> warnings{};
  std::vector<store::KeptBook> kept{};
  bool is_replayed = false;
};
// A part of them, and who asks for what follows; empty behind the last one.
struct RefusedBytes {
  using Then = std::function<void(catalog::Result<RefusedBytes>)>;
  store::Import import;
  std::string bytes;
  std::function<void(Then)> ask_more{};
};
struct Analysis {
  std::string json;
};
using Answer = std::variant<Shown, std::vector<store::Import>, RefusedBytes, Analysis>;
using Outcome = catalog::Result<Answer>;
using Done = std::function<void(Outcome)>;

class Imports {
 public:
  struct Dependencies {
    // Opens a store of its own for each thread.
    std::function<std::unique_ptr<store::ImportStore>()> open;
    const base::Clock& clock;
    base::Metrics& metrics;
    base::Log& log;
  };
  // Throws what the store throws.
  explicit Imports(Dependencies dependencies);
  ~Imports() { stop(); }
  Imports(const Imports&) = delete;
  Imports& operator=(const Imports&) = delete;

  // An upload of so many bytes, if they are known; or why it need not begin: queue_full,
  // no_room_for_file. The executor is that of the calling I/O thread.
  catalog::Result<std::shared_ptr<Upload>> begin(base::Executor& executor,
                                                 std::optional<std::uint64_t> declared);
  // `done` is called once, by the executor. A full line answers `overloaded`.
  void ask(Command command, base::Executor& executor, Done done);

  // What runs is interrupted, what waits goes on at the next start. The store must still be open.
  // Idempotent.
  void stop();

 private:
  void add(Add&& add, Done&& done);
  void undo(ImportId id, const Done& done);
  void carry_out_undo(ImportId id);
  Outcome shown(store::ImportStore& store, ImportId id);
  Outcome answer(const Get& command);
  Outcome answer(const List& command);
  Outcome answer(const GetRefused& command, base::Executor& executor);
  Outcome answer(const Cancel& command);
  Outcome answer(const Resume& command);
  Outcome answer(const Analyse& command);
  Outcome keep(const Add& command, const Upload::Whole& whole);
  template <class Work>
  Outcome guarded(Work work);

  Dependencies dependencies_;
  const std::unique_ptr<store::ImportStore> asked_;   // the second thread's
  const std::unique_ptr<store::ImportStore> undone_;  // the third thread's
  const store::SpoolPlace place_;
  std::atomic<bool> is_stopping_{false};
  Runner runner_;
  TaskQueue writing_{pieces_max};
  TaskQueue questions_{questions_max};
  TaskQueue undoing_{questions_max};
};

}  // namespace imports

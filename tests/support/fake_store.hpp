// An in-memory search::Store for the unit tests of the api: deterministic, without threads or I/O.
// It keeps every command it got, answers inside the call or when the test says so, and can be told
// to refuse or to break. Writing obeys the rules of the real stores. Lists are ordered and paged
// but never filtered: what a filter means is tested with the real stores. One thread.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <utility>

#include "base/clock.hpp"
#include "search/store.hpp"
#include "store/apply_group.hpp"
#include "store/apply_write.hpp"
#include "store/import_store.hpp"
#include "support/memory_tables.hpp"

namespace support {

class FakeStore final : public search::Store {
 public:
  explicit FakeStore(const base::Clock& clock) : clock_(clock) {}

  std::unique_ptr<search::Session> open_session(base::Executor& executor) override;
  std::optional<store::Sequence> sequence() const noexcept override;
  search::Health health() const noexcept override { return state; }
  void listen(store::CommitListener& listener) override { listener_ = &listener; }
  void close() override {}
  std::unique_ptr<store::KeyStore> open_keys() override { return nullptr; }
  std::unique_ptr<store::ImportStore> open_imports() override { return nullptr; }

  // ---- what the test arranges ----
  enum class Answers { at_once, on_demand };
  Answers reads_answer = Answers::at_once;
  Answers writes_answer = Answers::at_once;
  search::Health state = search::Health::ready;
  bool tells_sequence = true;
  std::int64_t commits_untold = 0;  // that reads see before sequence() tells of them
  bool gives_books_at_once = false;
  std::function<void()> before_a_book_is_given;
  search::Page::Total totals_are = search::Page::Total::exact;
  std::string actor;  // who the commits from now on are by
  // For the next command only.
  std::optional<catalog::Problem> read_refusal;
  std::optional<store::Refused> write_refusal;
  std::optional<std::string> breaks_with;  // what() of the exception
  // In place of the right one: of another kind, it makes whoever builds the answer throw.
  std::optional<search::ReadOutcome> read_answer;

  // What a list with a search says of it. The fake's relevance of a book is its id modulo 3.
  search::SearchNote search_note;

  // For every other command that needs the search index.
  decltype(search::ReadAnswer::value) search_answer = search::Facets{};

  // A living book in version 1 that no command made.
  store::Book put(catalog::BookFields fields);

  // ---- what the test sees ----
  std::vector<search::Read> reads;
  std::size_t given_at_once = 0;
  std::vector<store::Write> writes;
  std::vector<store::WriteGroup> groups;
  std::vector<search::OpenBooks> opened;
  template <class Command>
  const Command& last_read() const {
    return std::get<Command>(reads.back());
  }
  template <class Action>
  const Action& last_action() const {
    return std::get<Action>(writes.back().action);
  }

  // Posts the oldest answer that waits to its session's executor.
  void answer_next();
  std::size_t waiting() const noexcept { return waiting_.size(); }
  // A store that ends without answering.
  void drop_waiting() { waiting_.clear(); }

 private:
  friend class FakeSession;
  class FakeCursor;
  void read(search::Read command, search::ReadDone done, base::Executor& executor);
  std::optional<store::BookDocument> book_at_once(store::BookId id);
  void write(const store::Write& command, store::WriteDone done, base::Executor& executor);
  void write_group(const store::WriteGroup& command, store::GroupDone done,
                   base::Executor& executor);
  template <class Outcome>
  void answer(Outcome outcome, std::function<void(Outcome)> done, base::Executor& executor);
  void break_if_told();

  search::ReadOutcome find(const store::GetBook& command) const;
  search::ReadOutcome find(const store::GetBooks& command) const;
  search::ReadOutcome find(const store::ScanBooks& command) const;
  search::ReadOutcome find(const search::ListBooks& command) const;
  search::BookPart part() const;  // all living books
  search::ReadOutcome find(const store::ListVersions& command) const;
  search::ReadOutcome find(const store::GetVersion& command) const;
  search::ReadOutcome find(const store::ListChanges& command) const;
  search::ReadOutcome find(const store::ListDuplicates& command) const;
  search::ReadOutcome find(const store::ListDeletions& command) const;
  search::ReadOutcome find(const store::GetCover& command) const;
  search::ReadOutcome find(const store::GetCoverTypes& command) const;
  // What a test arranges in `search_answer`: there is no index here.
  search::ReadOutcome find(const search::CountFacets& command) const;
  search::ReadOutcome find(const search::Suggest& command) const;
  search::ReadOutcome find(const search::FindIsbns& command) const;
  search::ReadOutcome find(const search::ListLabels& command) const;
  search::ReadOutcome find(const search::FindBooks& command) const;

  // By the rules of every store (store::WriteApplier).
  store::WriteOutcome apply(store::Write command);
  store::GroupOutcome apply(store::WriteGroup command);
  void note_changes();
  std::vector<store::Book> living() const;

  const base::Clock& clock_;
  store::CommitListener* listener_ = nullptr;
  MemoryTables tables_;
  store::WriteApplier applier_{tables_};
  store::GroupApplier group_applier_{tables_, applier_};
  store::WriteCounters counters_;
  std::vector<store::Committed> committed_;  // by the write at hand
  std::vector<store::ChangeEntry> changes_;  // the newest of each book, in order
  std::deque<std::function<void()>> waiting_;
};

}  // namespace support

// What this process has written itself and an index has not followed yet: taken from the store's
// queue, so that it need not be read back. Where nobody else writes, the changes are taken as they
// stand. Where others do, and a server that lost the last commits may take over, the store still
// lists the changes, and only the books are taken from here. The follower's thread.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "search/follow/history_check.hpp"
#include "search/index/index.hpp"
#include "store/change_queue.hpp"

namespace search {

class OwnChanges {
 public:
  enum class Writers : std::uint8_t { this_process_alone, others_too };
  // nullptr: nothing is handed over.
  OwnChanges(store::ChangeQueue* queue, Writers writers) noexcept
      : queue_(queue), writers_(writers) {}
  explicit OwnChanges(store::Store& store) noexcept;

  bool are_all() const noexcept { return queue_ && writers_ == Writers::this_process_alone; }
  // From now on changes wait here; `wake` as store::ChangeQueue has it.
  void open(std::function<void()> wake);
  void close();
  // Drops what waits: it may be of a lost history.
  void forget();

  // If they are all: takes into the index what follows its newest change without a gap. Otherwise
  // keeps what is newer for take_book().
  void take_into(Index& index, HistoryCheck& history);
  // The book of a change that the store has listed; once.
  std::optional<catalog::Book> take_book(const store::ChangeEntry& change);

 private:
  void keep(std::vector<std::vector<store::OwnChange>>&& commits, catalog::Sequence followed);

  store::ChangeQueue* queue_;
  Writers writers_;
  std::vector<store::OwnChange> kept_;  // by ascending sequence
};

}  // namespace search

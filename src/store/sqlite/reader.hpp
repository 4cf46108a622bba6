// The read side of one I/O thread: a connection that cannot write and one snapshot at a time, kept
// from read to read until something is committed, because opening one costs more than reading a
// book. Used on that thread only.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>

#include "store/sqlite/book_reads.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/counters.hpp"
#include "store/sqlite/duplicate_walk.hpp"
#include "store/sqlite/past_reads.hpp"
#include "store/store.hpp"

namespace sqlite {

class Reader {
 public:
  // `commits` counts the commits of this process's writer.
  Reader(const ConnectionOptions& options, const std::atomic<std::uint64_t>& commits);

  // Throws StorageError; the snapshot is closed then.
  store::ReadOutcome answer(const store::BookRead& command);
  // nullopt when no such book lives. Throws as answer() does.
  std::optional<store::BookDocument> book_at_once(catalog::BookId id);

  void close_snapshot() noexcept;

 private:
  void open_snapshot();
  // What read() gives of the newest snapshot, which is closed when it throws.
  template <class Read>
  auto of_snapshot(const Read& read);
  store::ReadOutcome find(const store::GetBook& command);
  store::ReadOutcome find(const store::GetBooks& command);
  store::ReadOutcome find(const store::ScanBooks& command);
  store::ReadOutcome find(const store::ScanPast& command);
  store::ReadOutcome find(const store::GetPast& command);
  store::ReadOutcome find(const store::ListVersions& command);
  store::ReadOutcome find(const store::GetVersion& command);
  store::ReadOutcome find(const store::ListChanges& command);
  store::ReadOutcome find(const store::ListDuplicates& command);
  store::ReadOutcome find(const store::ListDeletions& command);
  store::ReadOutcome find(const store::GetCover& command);
  store::ReadOutcome find(const store::GetCoverTypes& command);
  catalog::Problem absent(catalog::BookId id);
  // The newest version, or the deletion; nullopt for a book that never was.
  std::optional<store::VersionEntry> current_entry(catalog::BookId id);

  const std::atomic<std::uint64_t>& commits_;
  Connection connection_;
  CountersRow counters_row_;
  BookReads book_reads_;
  PastReads past_reads_;
  DuplicateWalk duplicate_walk_;
  Statement scan_;      // live books by ascending id
  Statement versions_;  // superseded ones, oldest first
  Statement version_;
  Statement changes_;
  Statement deletions_;
  Statement deletion_;
  Statement cover_;
  Statement cover_type_;

  bool open_ = false;
  std::uint64_t commits_seen_ = 0;
  Counters counters_;
};

}  // namespace sqlite

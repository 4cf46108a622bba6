// How a catalogue's file is opened: where it lies, and the bounds on queues, caches and lags.
// Values; read once, while opening.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace sqlite {

// Counts of ids, living and deleted. `kept_as` is set in the end: where the old file is.
struct MigrationProgress {
  std::uint64_t done = 0;
  std::uint64_t total = 0;
  std::filesystem::path kept_as;
};

struct Options {
  std::filesystem::path file;
  // Writes that may wait; one more is answered `overloaded`.
  std::size_t jobs_max = 4096;
  // Called once, on the writer's thread, when a commit may not be durable (a failed fsync). From
  // then on every write is refused, and the process must end with a non-zero exit code.
  std::function<void(std::string_view why)> on_fatal;

  std::size_t reader_cache_bytes = 8 * 1024 * 1024;  // per I/O thread
  std::size_t writer_cache_bytes = 32 * 1024 * 1024;
  std::size_t mmap_bytes = 0;
  // The write-ahead log is written back when it has so many pages of 4 KiB.
  std::size_t wal_pages_max = 4000;
  // A catalogue of the released form is copied into a new file when it is opened: told how far
  // the copy has come, and whether the old file stays beside the new one.
  std::function<void(const MigrationProgress& progress)> on_progress;
  enum class Replaced : std::uint8_t { kept, removed } replaced = Replaced::kept;
  std::string vfs;  // a registered SQLite VFS; empty: the default one
};

}  // namespace sqlite

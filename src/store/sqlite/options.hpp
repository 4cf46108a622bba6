// How a catalogue's file is opened: where it lies, and the bounds on queues, caches and lags.
// Values; read once, while opening.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace sqlite {

struct Options {
  std::filesystem::path file;
  // Writes that may wait; one more is answered `overloaded`.
  std::size_t jobs_max = 4096;
  // Told once, on the writer's thread, when a promise can no longer be kept (a failed fsync): from
  // then on every write is refused, and the process must end with a non-zero exit code.
  std::function<void(std::string_view why)> on_fatal;

  std::size_t reader_cache_bytes = 8 * 1024 * 1024;  // per I/O thread
  std::size_t writer_cache_bytes = 32 * 1024 * 1024;
  std::size_t mmap_bytes = 0;
  // The write-ahead log is written back when it has so many pages of 4 KiB.
  std::size_t wal_pages_max = 4000;
  // Changes that the list index may lag behind while no list asks for it, and how many books it
  // follows in one transaction, for which a write may have to wait.
  std::size_t index_lag_max = 4000;
  std::size_t index_slice = 1000;
  // A list waits for the list index for so long; then it is answered `overloaded`.
  std::chrono::milliseconds index_wait_max{5000};
  // Without writes for so long, the list index catches up.
  std::chrono::milliseconds index_idle_delay{200};
  // Steps of SQLite's machine that one list may take, a quarter of a second to a second; beyond, it
  // is answered `overloaded`.
  std::int64_t list_steps_max = 10'000'000;
  std::string vfs;  // a registered SQLite VFS; empty: the default one
};

}  // namespace sqlite

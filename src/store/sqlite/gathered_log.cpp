#include "store/sqlite/gathered_log.hpp"

#include <sqlite3.h>

#include <cstddef>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <utility>

#include "base/check.hpp"

namespace sqlite {
namespace {

// SQLite's own VFS for Unix writes less than 128 KiB at a time.
constexpr std::size_t gathered_bytes_max = std::size_t{124} * 1024;

// A copy of the VFS below, which finds its own data in it, but for how files are opened.
struct GatheringVfs : sqlite3_vfs {
  explicit GatheringVfs(const sqlite3_vfs& below);
  std::string name;
  decltype(sqlite3_vfs::xOpen) open_below;
};

// The file of the VFS below follows in memory.
struct LogFile : sqlite3_file {
  int append(const void* bytes, std::size_t size, sqlite3_int64 at) noexcept;
  int write_out() noexcept;
  sqlite3_file& below() noexcept;

  std::unique_ptr<std::byte[]> gathered;
  std::size_t size = 0;
  sqlite3_int64 begin = 0;  // of what is gathered, in the file
};
constexpr std::size_t below_offset = (sizeof(LogFile) + 15) / 16 * 16;

sqlite3_file& LogFile::below() noexcept {
  return *reinterpret_cast<sqlite3_file*>(reinterpret_cast<std::byte*>(this) + below_offset);
}

int LogFile::append(const void* bytes, std::size_t count, sqlite3_int64 at) noexcept {
  const bool is_next = at == begin + static_cast<sqlite3_int64>(size);
  if (size > 0 && (!is_next || size + count > gathered_bytes_max)) {
    if (const int code = write_out(); code != SQLITE_OK) {
      return code;
    }
  }
  if (!gathered) {
    gathered.reset(new (std::nothrow) std::byte[gathered_bytes_max]);
  }
  if (!gathered || count > gathered_bytes_max) {
    return below().pMethods->xWrite(&below(), bytes, static_cast<int>(count), at);
  }
  begin = size == 0 ? at : begin;
  std::memcpy(gathered.get() + size, bytes, count);
  size += count;
  return SQLITE_OK;
}

// What cannot be written is of a commit that fails now: nothing of it is kept.
int LogFile::write_out() noexcept {
  const auto count = static_cast<int>(std::exchange(size, 0));
  return count == 0 ? SQLITE_OK : below().pMethods->xWrite(&below(), gathered.get(), count, begin);
}

LogFile& log_file(sqlite3_file* file) noexcept { return *static_cast<LogFile*>(file); }

// Calls a method of the file below, behind what was gathered.
template <auto Method, class... Arguments>
int written_out(sqlite3_file* file, Arguments... arguments) noexcept {
  LogFile& log = log_file(file);
  const int code = log.write_out();
  return code != SQLITE_OK ? code : (log.below().pMethods->*Method)(&log.below(), arguments...);
}

template <auto Method, class... Arguments>
int passed_on(sqlite3_file* file, Arguments... arguments) noexcept {
  sqlite3_file& below = log_file(file).below();
  return (below.pMethods->*Method)(&below, arguments...);
}

int write_log(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) noexcept {
  return log_file(file).append(bytes, static_cast<std::size_t>(count), at);
}

int close_log(sqlite3_file* file) noexcept {
  LogFile& log = log_file(file);
  const int written = log.write_out();
  const int code = log.below().pMethods->xClose(&log.below());
  log.~LogFile();
  return written != SQLITE_OK ? written : code;
}

using Methods = sqlite3_io_methods;
constexpr Methods methods = [] {
  Methods all{};
  all.iVersion = 1;  // a log is neither mapped nor locked
  all.xClose = close_log;
  all.xRead = written_out<&Methods::xRead, void*, int, sqlite3_int64>;
  all.xWrite = write_log;
  all.xTruncate = written_out<&Methods::xTruncate, sqlite3_int64>;
  all.xSync = written_out<&Methods::xSync, int>;
  all.xFileSize = written_out<&Methods::xFileSize, sqlite3_int64*>;
  all.xLock = passed_on<&Methods::xLock, int>;
  all.xUnlock = passed_on<&Methods::xUnlock, int>;
  all.xCheckReservedLock = passed_on<&Methods::xCheckReservedLock, int*>;
  all.xFileControl = passed_on<&Methods::xFileControl, int, void*>;
  all.xSectorSize = passed_on<&Methods::xSectorSize>;
  all.xDeviceCharacteristics = passed_on<&Methods::xDeviceCharacteristics>;
  return all;
}();

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags,
              int* out) noexcept {
  const auto& gathering = *static_cast<const GatheringVfs*>(vfs);
  if ((flags & SQLITE_OPEN_WAL) == 0) {
    return gathering.open_below(vfs, name, file, flags, out);
  }
  auto* const log = new (file) LogFile;
  log->pMethods = nullptr;
  log->below().pMethods = nullptr;
  const int code = gathering.open_below(vfs, name, &log->below(), flags, out);
  if (code == SQLITE_OK) {
    log->pMethods = &methods;
  }
  return code;
}

GatheringVfs::GatheringVfs(const sqlite3_vfs& below)
    : sqlite3_vfs(below),
      name(std::string("gathered-log/") + below.zName),
      open_below(below.xOpen) {
  zName = name.c_str();
  pNext = nullptr;
  szOsFile += static_cast<int>(below_offset);
  xOpen = open_file;
}

}  // namespace

std::string gathering_vfs(const std::string& below) {
  static std::mutex mutex;
  static std::map<std::string, GatheringVfs> known;
  const std::lock_guard lock(mutex);
  const sqlite3_vfs* const usual = sqlite3_vfs_find(below.empty() ? nullptr : below.c_str());
  check(usual != nullptr);
  const auto [place, is_new] = known.try_emplace(usual->zName, *usual);
  if (is_new) {
    check(sqlite3_vfs_register(&place->second, 0) == SQLITE_OK);
  }
  return place->second.name;
}

}  // namespace sqlite

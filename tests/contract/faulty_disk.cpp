#include "contract/faulty_disk.hpp"

#include <sqlite3.h>

#include <cstddef>
#include <new>

namespace contract {
namespace {

struct Faults {
  std::atomic<int> write{SQLITE_OK};
  std::atomic<int> read{SQLITE_OK};
  std::atomic<int> sync{SQLITE_OK};
  std::atomic<bool> power_is_cut{false};
  std::atomic<int> syncs{0};
};
Faults faults;

// The file of the default VFS follows in memory.
struct FaultyFile {
  sqlite3_file base;
};
constexpr std::size_t real_offset = (sizeof(FaultyFile) + 15) / 16 * 16;

sqlite3_file* real(sqlite3_file* file) {
  return reinterpret_cast<sqlite3_file*>(reinterpret_cast<std::byte*>(file) + real_offset);
}

sqlite3_vfs* real(sqlite3_vfs* vfs) { return static_cast<sqlite3_vfs*>(vfs->pAppData); }

int close(sqlite3_file* file) { return real(file)->pMethods->xClose(real(file)); }

int read(sqlite3_file* file, void* to, int bytes, sqlite3_int64 at) {
  const int code = faults.read;
  return code != SQLITE_OK ? code : real(file)->pMethods->xRead(real(file), to, bytes, at);
}

int write(sqlite3_file* file, const void* from, int bytes, sqlite3_int64 at) {
  if (const int code = faults.write; code != SQLITE_OK || faults.power_is_cut) {
    return code;
  }
  return real(file)->pMethods->xWrite(real(file), from, bytes, at);
}

int truncate(sqlite3_file* file, sqlite3_int64 bytes) {
  return faults.power_is_cut ? SQLITE_OK : real(file)->pMethods->xTruncate(real(file), bytes);
}

int sync(sqlite3_file* file, int flags) {
  ++faults.syncs;
  if (const int code = faults.sync; code != SQLITE_OK || faults.power_is_cut) {
    return code;
  }
  return real(file)->pMethods->xSync(real(file), flags);
}

int file_size(sqlite3_file* file, sqlite3_int64* bytes) {
  return real(file)->pMethods->xFileSize(real(file), bytes);
}
int lock(sqlite3_file* file, int level) { return real(file)->pMethods->xLock(real(file), level); }
int unlock(sqlite3_file* file, int level) {
  return real(file)->pMethods->xUnlock(real(file), level);
}
int is_reserved(sqlite3_file* file, int* answer) {
  return real(file)->pMethods->xCheckReservedLock(real(file), answer);
}
int control(sqlite3_file* file, int what, void* argument) {
  return real(file)->pMethods->xFileControl(real(file), what, argument);
}
int sector_size(sqlite3_file* file) { return real(file)->pMethods->xSectorSize(real(file)); }
int characteristics(sqlite3_file* file) {
  return real(file)->pMethods->xDeviceCharacteristics(real(file));
}
int shm_map(sqlite3_file* file, int page, int bytes, int extend, void volatile** out) {
  return real(file)->pMethods->xShmMap(real(file), page, bytes, extend, out);
}
int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
  return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
void shm_barrier(sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); }
int shm_unmap(sqlite3_file* file, int remove) {
  return real(file)->pMethods->xShmUnmap(real(file), remove);
}

constexpr sqlite3_io_methods methods{
    2,         close,       read,    write,       truncate,        sync,    file_size, lock,
    unlock,    is_reserved, control, sector_size, characteristics, shm_map, shm_lock,  shm_barrier,
    shm_unmap, nullptr,     nullptr};

int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  file->pMethods = nullptr;
  const int code = real(vfs)->xOpen(real(vfs), name, real(file), flags, out_flags);
  if (code == SQLITE_OK) {
    file->pMethods = &methods;
  }
  return code;
}

int remove(sqlite3_vfs* vfs, const char* name, int sync_folder) {
  return faults.power_is_cut ? SQLITE_OK : real(vfs)->xDelete(real(vfs), name, sync_folder);
}

sqlite3_vfs make_vfs() {
  sqlite3_vfs* const usual = sqlite3_vfs_find(nullptr);
  sqlite3_vfs vfs = *usual;
  vfs.zName = faulty_disk_name;
  vfs.pAppData = usual;
  vfs.pNext = nullptr;
  vfs.szOsFile = static_cast<int>(real_offset) + usual->szOsFile;
  vfs.xOpen = open;
  vfs.xDelete = remove;
  return vfs;
}

}  // namespace

FaultyDisk::FaultyDisk() {
  static sqlite3_vfs vfs = make_vfs();
  sqlite3_vfs_register(&vfs, 0);
  mend();
  faults.syncs = 0;
}

void FaultyDisk::fail_writes(int code) noexcept { faults.write = code; }
void FaultyDisk::fail_reads(int code) noexcept { faults.read = code; }
void FaultyDisk::fail_syncs(int code) noexcept { faults.sync = code; }
void FaultyDisk::cut_power() noexcept { faults.power_is_cut = true; }
int FaultyDisk::syncs() const noexcept { return faults.syncs; }

void FaultyDisk::mend() noexcept {
  faults.write = SQLITE_OK;
  faults.read = SQLITE_OK;
  faults.sync = SQLITE_OK;
  faults.power_is_cut = false;
}

}  // namespace contract

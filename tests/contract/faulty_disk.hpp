// A SQLite VFS over the default one whose disk can break: writes or syncs fail, or everything from
// some moment on never reaches the disk, as when the power is cut. Named faulty_disk_name; the
// switches are for any thread.
#pragma once

#include <atomic>

namespace contract {

inline constexpr const char* faulty_disk_name = "contract-faulty-disk";

class FaultyDisk {
 public:
  // Registers the VFS; the disk is whole until told otherwise.
  FaultyDisk();
  // The disk is whole again.
  ~FaultyDisk() { mend(); }
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  // From now on such calls answer this result code of SQLite.
  void fail_writes(int code) noexcept;
  void fail_reads(int code) noexcept;
  void fail_syncs(int code) noexcept;
  // From now on nothing reaches the disk, and every call pretends that it did.
  void cut_power() noexcept;
  void mend() noexcept;
  int syncs() const noexcept;
};

}  // namespace contract

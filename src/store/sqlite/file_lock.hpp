// The rule "one process per file": a lock of our own on FILE.lock, held while the catalogue is
// open, released by the kernel when the process ends, however it ends. SQLite's own locks cannot
// give this. Any thread; the file itself stays behind, empty.
#pragma once

#include <filesystem>

namespace sqlite {

class FileLock {
 public:
  // Throws CannotOpen (in_use) while another process, or another lock of this one, holds it.
  explicit FileLock(const std::filesystem::path& file);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int descriptor_ = -1;
};

std::filesystem::path folder_of(const std::filesystem::path& file);

// Makes the folder of `file` when it is missing, readable by owner and group only, and durable.
void make_folder_of(const std::filesystem::path& file);

// fsync of a file or a folder, so that it, or the names in it, survive a power cut.
void sync_path(const std::filesystem::path& path);

}  // namespace sqlite

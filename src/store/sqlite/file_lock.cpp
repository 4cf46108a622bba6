#include "store/sqlite/file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "store/cannot_open.hpp"

namespace sqlite {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& file) {
  throw store::CannotOpen(store::CannotOpen::Reason::environment, file.string(),
                          std::generic_category().message(errno));
}

// Another name of the file has another lock beside it, and two processes would write at once.
void refuse_other_names(const std::filesystem::path& file) {
  std::error_code missing;
  const auto names = std::filesystem::hard_link_count(file, missing);
  if (!missing && names > 1 && std::filesystem::is_regular_file(file, missing)) {
    throw store::CannotOpen(store::CannotOpen::Reason::environment, file.string(),
                            "the file has more than one name (hard links)");
  }
}

}  // namespace

std::filesystem::path folder_of(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.parent_path();
  return folder.empty() ? std::filesystem::path(".") : folder;
}

FileLock::FileLock(const std::filesystem::path& file) {
  refuse_other_names(file);
  // A symbolic link to the file is the same file.
  std::error_code unresolved;
  const std::filesystem::path real = std::filesystem::weakly_canonical(file, unresolved);
  const std::string name = (unresolved ? file : real).string() + ".lock";
  descriptor_ = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (descriptor_ < 0) {
    refuse(file);
  }
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    const bool held = errno == EWOULDBLOCK;
    const int error = errno;
    ::close(descriptor_);
    if (held) {
      throw store::CannotOpen(store::CannotOpen::Reason::in_use, file.string());
    }
    errno = error;
    refuse(file);
  }
}

// Unlinking the file here would let two processes lock two files of the same name.
FileLock::~FileLock() { ::close(descriptor_); }

void make_folder_of(const std::filesystem::path& file) {
  const std::filesystem::path folder = folder_of(file);
  std::error_code error;
  if (std::filesystem::exists(folder, error)) {
    return;
  }
  make_folder_of(folder);
  if (!std::filesystem::create_directory(folder, error) && error) {
    throw store::CannotOpen(store::CannotOpen::Reason::environment, file.string(), error.message());
  }
  std::filesystem::permissions(folder, static_cast<std::filesystem::perms>(0750), error);
  sync_path(folder_of(folder));
}

void sync_path(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    refuse(path);
  }
  const int result = ::fsync(descriptor);
  const int error = errno;
  ::close(descriptor);
  if (result != 0) {
    errno = error;
    refuse(path);
  }
}

}  // namespace sqlite

#include "app/file_descriptor.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "app/language.hpp"

namespace app {
namespace {

[[noreturn]] void fail(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

FileDescriptor FileDescriptor::open_for_reading(const std::string& path) {
  if (path == "-") {
    return {STDIN_FILENO, Owner::process};
  }
  const int number = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (number < 0) {
    fail(path);
  }
  return {number, Owner::us};
}

FileDescriptor FileDescriptor::create(const std::string& path) {
  if (path == "-") {
    return {STDOUT_FILENO, Owner::process};
  }
  const int number = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (number < 0) {
    fail(path);
  }
  return {number, Owner::us};
}

FileDescriptor FileDescriptor::adopt(int number) {
  if (number < 0) {
    fail("socket");
  }
  return {number, Owner::us};
}

FileDescriptor::FileDescriptor(FileDescriptor&& other) noexcept
    : number_(std::exchange(other.number_, -1)), owner_(other.owner_) {}

FileDescriptor::~FileDescriptor() {
  if (owner_ == Owner::us && number_ >= 0) {
    close(number_);
  }
}

void FileDescriptor::write_all(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t written = write(number_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written < 0) {
      fail(say({"ao gravar", "writing"}));
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void FileDescriptor::sync() const {
  // EINVAL: a pipe or terminal, which has nothing to sync.
  if (fsync(number_) != 0 && errno != EINVAL && errno != EROFS) {
    fail(say({"ao gravar em disco", "writing to disk"}));
  }
}

}  // namespace app

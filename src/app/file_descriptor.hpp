// A file descriptor that closes itself. "-" is standard input or output, which stay open.
// One owner, one thread; failures throw std::system_error naming the file.
#pragma once

#include <string>
#include <string_view>

namespace app {

class FileDescriptor {
 public:
  // Both throw std::system_error naming the file.
  static FileDescriptor open_for_reading(const std::string& path);
  // A new file; an existing one is refused, so that a slip of the hand loses nothing.
  static FileDescriptor create(const std::string& path);
  // Takes what a system call returned; a failed one (-1) throws with its errno.
  static FileDescriptor adopt(int number);

  ~FileDescriptor();
  FileDescriptor(FileDescriptor&& other) noexcept;
  FileDescriptor& operator=(FileDescriptor&&) = delete;

  int get() const noexcept { return number_; }
  // Writes everything; throws std::system_error.
  void write_all(std::string_view bytes) const;
  // Makes a regular file durable; throws std::system_error.
  void sync() const;

 private:
  enum class Owner { us, process };
  FileDescriptor(int number, Owner owner) noexcept : number_(number), owner_(owner) {}

  int number_;
  Owner owner_;
};

}  // namespace app

// The environment broke under SQLite (disk full, I/O error, damaged file). Thrown by connections
// and statements only; caught where a read is answered, by the writer's loop, and by the command
// line. Any thread.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace sqlite {

class StorageError : public std::runtime_error {
 public:
  enum class Kind : std::uint8_t {
    full,         // no space: writing works again once there is some
    unwritten,    // a write was refused: nothing of it counts, later ones may work
    unavailable,  // anything else
  };
  StorageError(Kind kind, int code, const std::string& what)
      : std::runtime_error(what), kind_(kind), code_(code) {}

  Kind kind() const noexcept { return kind_; }
  int code() const noexcept { return code_; }  // SQLite's extended result code

 private:
  Kind kind_;
  int code_;
};

// Throws for damaged stored data: unavailable, SQLITE_CORRUPT.
[[noreturn]] void throw_damaged(const std::string& what);

}  // namespace sqlite

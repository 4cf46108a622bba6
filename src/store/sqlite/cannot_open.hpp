// Why a catalogue cannot be opened at all, in English, for the command line to show; `reason` lets
// it say the same in the user's language. Thrown while opening, never later. Any thread.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace sqlite {

class CannotOpen : public std::runtime_error {
 public:
  enum class Reason : std::uint8_t {
    in_use,           // another process has it open
    newer,            // written by a newer release; subject: the unknown migration
    not_a_catalogue,  // some other file
    exists,           // would overwrite a file
    unsound,          // a backup that does not pass check(); subject: the first finding
    environment,      // folder or file cannot be made; subject: the system's words
  };
  CannotOpen(Reason reason, std::string file, std::string subject = {});

  Reason reason() const noexcept { return reason_; }
  const std::string& file() const noexcept { return file_; }
  const std::string& subject() const noexcept { return subject_; }

 private:
  Reason reason_;
  std::string file_;
  std::string subject_;
};

}  // namespace sqlite

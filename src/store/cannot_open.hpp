// Why a catalogue cannot be opened at all, in English, for the command line to show; `reason` lets
// it say the same in the user's language. Thrown while opening, never later. Any thread.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace store {

class CannotOpen : public std::runtime_error {
 public:
  enum class Reason : std::uint8_t {
    in_use,           // another process has it open
    unreachable,      // no server answers; subject: its or the system's words
    newer,            // written by a newer release; subject: the unknown migration
    not_a_catalogue,  // some other file or database
    exists,           // would overwrite a file or a catalogue
    unfinished,       // a copy into it was cut short
    unsound,          // a backup that does not pass check(); subject: the first finding
    damaged,          // its pages make no sense; subject: what was met
    unwritable,       // a backup that cannot be written; subject: the system's words
    environment,      // folder or file cannot be made; subject: the system's words
  };
  CannotOpen(Reason reason, std::string name, std::string subject = {});

  Reason reason() const noexcept { return reason_; }
  const std::string& name() const noexcept { return name_; }  // file, or URL without secrets
  const std::string& subject() const noexcept { return subject_; }

 private:
  Reason reason_;
  std::string name_;
  std::string subject_;
};

}  // namespace store

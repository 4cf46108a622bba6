#include "store/sqlite/cannot_open.hpp"

#include "base/check.hpp"

namespace sqlite {
namespace {

std::string sentence(CannotOpen::Reason reason, const std::string& file,
                     const std::string& subject) {
  switch (reason) {
    case CannotOpen::Reason::in_use:
      return "The catalogue " + file + " is in use by another process.";
    case CannotOpen::Reason::newer:
      return "The catalogue " + file + " was written by a newer release: it has the migration " +
             subject + ", which this one does not know.";
    case CannotOpen::Reason::not_a_catalogue:
      return "The file " + file + " is not a catalogue of this program.";
    case CannotOpen::Reason::exists:
      return "The file " + file + " exists already and is not overwritten.";
    case CannotOpen::Reason::unsound:
      return "The backup " + file + " is damaged: " + subject;
    case CannotOpen::Reason::environment:
      return "The catalogue " + file + " cannot be opened: " + subject + ".";
  }
  check(false);
  return {};
}

}  // namespace

CannotOpen::CannotOpen(Reason reason, std::string file, std::string subject)
    : std::runtime_error(sentence(reason, file, subject)),
      reason_(reason),
      file_(std::move(file)),
      subject_(std::move(subject)) {}

}  // namespace sqlite

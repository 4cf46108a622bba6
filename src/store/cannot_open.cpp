#include "store/cannot_open.hpp"

#include "base/check.hpp"

namespace store {
namespace {

std::string sentence(CannotOpen::Reason reason, const std::string& name,
                     const std::string& subject) {
  switch (reason) {
    case CannotOpen::Reason::in_use:
      return "The catalogue " + name +
             " is in use by another process: stop the server first; while it runs, GET /exportar "
             "gives the books and POST /importacoes takes them.";
    case CannotOpen::Reason::unreachable:
      return "The database " + name + " cannot be reached: " + subject;
    case CannotOpen::Reason::newer:
      return "The catalogue " + name + " was written by a newer release: it has the migration " +
             subject + ", which this one does not know.";
    case CannotOpen::Reason::not_a_catalogue:
      return name + " is not a catalogue of this program.";
    case CannotOpen::Reason::exists:
      return name + " exists already and is not overwritten.";
    case CannotOpen::Reason::unfinished:
      return "A copy into " + name + " was cut short: run api-livros copy again.";
    case CannotOpen::Reason::unsound:
      return "The backup " + name + " is damaged, and the catalogue was left as it was: " + subject;
    case CannotOpen::Reason::damaged:
      return "The catalogue " + name + " is damaged: " + subject + "; a backup can be restored.";
    case CannotOpen::Reason::unwritable:
      return "The backup " + name + " cannot be written: " + subject + ".";
    case CannotOpen::Reason::environment:
      return "The catalogue " + name + " cannot be opened: " + subject + ".";
  }
  check(false);
  return {};
}

}  // namespace

CannotOpen::CannotOpen(Reason reason, std::string name, std::string subject)
    : std::runtime_error(sentence(reason, name, subject)),
      reason_(reason),
      name_(std::move(name)),
      subject_(std::move(subject)) {}

}  // namespace store

// Which characters are in NFC wherever they stand (UAX #15, section 9), so that most text of the
// world is known to be in NFC at a glance. Made of utf8proc's data when it is first asked for,
// some 5 ms and 200 KiB; never changes, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace base {

class NfcTable {
 public:
  using Class = std::uint8_t;
  static constexpr Class starter = 0;

  static const NfcTable& instance();

  // The canonical combining class of a character that is its own NFC form and composes with none
  // before it: such characters are in NFC when the classes of marks behind one another never fall.
  // nullopt: what is around it decides.
  std::optional<Class> class_of(char32_t c) const noexcept {
    if (c >= classes_.size() || classes_[c] == undecided) {
      return std::nullopt;
    }
    return classes_[c];
  }

 private:
  NfcTable();

  static constexpr Class undecided = 255;  // no canonical combining class
  std::vector<Class> classes_;
};

}  // namespace base

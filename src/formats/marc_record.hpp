// A MARC 21 bibliographic record that may be mapped to a book: not deleted, not an authority or
// holdings record, in UTF-8 (bytes that are none became U+FFFD), without control characters. One
// thread; refers to the bytes of the Iso2709Record it was made from, which must outlive it.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.hpp"
#include "catalog/problem.hpp"
#include "formats/format.hpp"
#include "formats/iso2709.hpp"
#include "formats/marc_tree.hpp"

namespace formats {

class MarcRecord {
 public:
  // Failures name "leader/05" (deleted), "leader/06" (not bibliographic) or "leader/09" (MARC-8).
  static base::Expected<MarcRecord, catalog::FieldError> accept(const Iso2709Record& raw);

  // A record that was never bytes: its text is good, and it must outlive this.
  static MarcRecord of(const MarcTree& tree);

  // Moved, never copied: fields() may point into scrubbed_.
  MarcRecord(MarcRecord&&) noexcept = default;
  MarcRecord& operator=(MarcRecord&&) noexcept = default;

  const std::vector<Iso2709Field>& fields() const noexcept { return fields_; }
  // The first field with this tag, or nullptr.
  const Iso2709Field* first(int tag) const noexcept;
  // The value of a control field (001…009); empty when there is none.
  std::string_view control(int tag) const noexcept;
  // What of it had to be repaired.
  const std::vector<Written>& warnings() const noexcept { return warnings_; }

 private:
  explicit MarcRecord(std::vector<Iso2709Field> fields) : fields_(std::move(fields)) {}
  void repair_text();
  void scrub_controls();

  std::vector<Iso2709Field> fields_;
  std::deque<std::string> scrubbed_;  // a deque: growing it moves none of the strings
  std::vector<Written> warnings_;
};

}  // namespace formats

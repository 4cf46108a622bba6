// A bibliographic record of MARC 21 or UNIMARC that may be mapped to a book: not deleted, not an
// authority or holdings record, in UTF-8 (bytes that are none became U+FFFD), without control
// characters. One thread; refers to the bytes that it was made from, which must outlive it.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.hpp"
#include "catalog/problem.hpp"
#include "formats/format.hpp"
#include "formats/iso2709.hpp"
#include "formats/latin1_evidence.hpp"
#include "formats/marc8.hpp"
#include "formats/marc_tree.hpp"

namespace formats {

// either: by where the title stands.
enum class MarcSyntax : std::uint8_t { either, marc21, unimarc };
struct MarcRules {
  MarcSyntax syntax = MarcSyntax::either;
  Encoding encoding = Encoding::automatic;
};

// "008": how a tag is written.
std::string shown_tag(int tag);

class MarcRecord {
 public:
  // Failures name "leader/05" (deleted) or "leader/06" (not bibliographic).
  static base::Expected<MarcRecord, catalog::FieldError> accept(const Iso2709Record& raw,
                                                                const MarcRules& rules);
  // The parts of a record that is in UTF-8 already, whatever its leader says.
  struct Parts {
    std::string_view leader;  // iso2709_leader_bytes of it
    const std::vector<Iso2709Field>& fields;
  };
  static base::Expected<MarcRecord, catalog::FieldError> accept(const Parts& parts,
                                                                MarcSyntax syntax);

  // A record that was never bytes: its text is good, and it must outlive this.
  static MarcRecord of(const MarcTree& tree);

  // Moved, never copied: fields() may point into decoded_.
  MarcRecord(MarcRecord&&) noexcept = default;
  MarcRecord& operator=(MarcRecord&&) noexcept = default;

  const std::vector<Iso2709Field>& fields() const noexcept { return fields_; }
  // The first field with this tag, or nullptr.
  const Iso2709Field* first(int tag) const noexcept;
  // The value of a control field (001…009); empty when there is none.
  std::string_view control(int tag) const noexcept;
  bool is_unimarc() const noexcept { return is_unimarc_; }
  // What of it had to be repaired.
  const std::vector<Written>& warnings() const noexcept { return warnings_; }

 private:
  MarcRecord(const std::vector<Iso2709Field>& fields, MarcSyntax syntax);
  void repair_text();
  void decode_text(const std::function<DecodedText(std::string_view)>& decode);
  void warn(const Iso2709Field& field, const catalog::Wording& why);
  void decode_old(const Iso2709Record& raw, OldCoding coding, Encoding said);
  void warn_of_coding(OldCoding coding, const catalog::Wording& why);
  void scrub_controls();

  std::vector<Iso2709Field> fields_;
  bool is_unimarc_ = false;
  std::deque<std::string> decoded_;  // a deque: growing it moves none of the strings
  std::vector<Written> warnings_;
};

}  // namespace formats

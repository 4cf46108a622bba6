// A MARC 21 record that is being written, before it becomes ISO 2709, MARCXML or MARC-in-JSON.
// Fields hold what ISO 2709 holds between its terminators, so that the readers of marc_record.hpp
// see the same bytes. Values; any thread.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "formats/iso2709.hpp"

namespace formats {

inline constexpr char marc_subfield_delimiter = '\x1F';
// 887: data in no MARC format; residue of this catalogue's books (marc_residue.hpp).
inline constexpr int residue_tag = 887;
inline constexpr std::string_view residue_source = "api-livros";  // 887 $2
// 520 $3 of a summary that goes on from the field before.
inline constexpr std::string_view continuation_label = "continua";

struct MarcField {
  int tag = 0;
  std::string data;  // a control field's value; else indicators, and subfields behind U+001F

  Subfields subfields() const noexcept { return Subfields(data); }
  bool is_control() const noexcept { return tag < 10; }
};

struct MarcTree {
  std::string leader;  // with zeros where ISO 2709 has lengths
  std::vector<MarcField> fields;
};

struct MarcSubfield {
  char code;
  std::string_view value;
};

// Appends a field. Values that are empty are left out, and so is a field with nothing else. Tabs
// and line breaks become blanks; U+FFFE and U+FFFF, which MARCXML cannot hold, go.
void add_control(MarcTree& tree, int tag, std::string_view value);
void add_field(MarcTree& tree, int tag, std::string_view indicators,
               const std::vector<MarcSubfield>& subfields);

}  // namespace formats

// The number of an edition in what a book says of it, for formats that count editions (ABNT, CSL).
// Pure function; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace formats {

struct Edition {
  std::string_view number;  // its digits
  std::string remark;       // "rev. e ampl.", as the book has it; may be empty
};

// "2ª ed. rev.", "2e éd.", "2. Aufl.", "2nd rev. ed.", "2"; nullopt for what does not begin with a
// number or counts something else: "2ª impressão", "3ª tiragem", "5º milheiro", "2005 ed.".
std::optional<Edition> edition_in(std::string_view said);

}  // namespace formats

// The terms of one list of a record: each once, as many as a book may have, so that none refuses
// the record; a further one is told. One record, one thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/marc_mapping.hpp"

namespace formats {

class TermList {
 public:
  using Put = void (catalog::BookBuilder::*)(std::string_view);
  TermList(const MarcMapping& to, Put put) noexcept : to_(to), put_(put) {}

  // A term out of field `tag`, cut to the limit, which is told; an empty one is none.
  void add(int tag, std::string_view text);
  // Uncontrolled terms, of which some write several into one subfield: "Brasil; História".
  void add_loose(int tag, std::string_view text);

 private:
  const MarcMapping& to_;
  const Put put_;
  std::vector<std::string> terms_;
};

}  // namespace formats

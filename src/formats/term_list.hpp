// The terms of one list of a record: each once, as many as a book may have, so that none refuses
// the record. One record, one thread.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/limits.hpp"

namespace formats {

class TermList {
 public:
  // True when the term is a new one, and there is room for it.
  bool add(const std::string& term) {
    const bool known = std::ranges::find(terms_, term) != terms_.end();
    if (term.empty() || known || terms_.size() == catalog::limits::terms_max) return false;
    terms_.push_back(term);
    return true;
  }

 private:
  std::vector<std::string> terms_;
};

// Uncontrolled terms, of which some write several into one subfield: "Brasil; História".
std::vector<std::string> loose_terms(std::string_view text);

}  // namespace formats

#include "formats/term_list.hpp"

#include <algorithm>

#include "formats/marc_text.hpp"

namespace formats {

void TermList::add(int tag, const std::string& term) {
  if (term.empty() || std::ranges::find(terms_, term) != terms_.end()) return;
  if (terms_.size() == catalog::limits::terms_max) return warn_no_room(to_, tag, term);
  terms_.push_back(term);
  (to_.book.*put_)(term);
}

std::vector<std::string> loose_terms(std::string_view text) {
  constexpr std::string_view separator = "; ";
  std::vector<std::string> terms;
  // One more than fit, of which the list takes those that are new.
  while (!text.empty() && terms.size() <= catalog::limits::terms_max) {
    const std::size_t end = std::min(text.find(separator), text.size());
    terms.push_back(clipped(finished_phrase(text.substr(0, end)), catalog::limits::term_max));
    text.remove_prefix(std::min(end + separator.size(), text.size()));
  }
  return terms;
}

}  // namespace formats

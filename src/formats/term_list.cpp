#include "formats/term_list.hpp"

#include "formats/marc_text.hpp"

namespace formats {

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

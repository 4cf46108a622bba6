#include "formats/term_list.hpp"

#include "formats/marc_text.hpp"

namespace formats {

std::vector<std::string> loose_terms(std::string_view text) {
  constexpr std::string_view separator = "; ";
  std::vector<std::string> terms;
  // One more than fit, of which the list takes those that are new.
  while (!text.empty() && terms.size() <= catalog::limits::terms_max) {
    const std::size_t end = std::min(text.find(separator), text.size());
    const std::string_view one =
        without_brackets(without_end_marks(text.substr(0, end), FullStop::of_phrase));
    terms.push_back(clipped(one, catalog::limits::term_max));
    text.remove_prefix(std::min(end + separator.size(), text.size()));
  }
  return terms;
}

}  // namespace formats

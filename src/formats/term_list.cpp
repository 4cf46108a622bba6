#include "formats/term_list.hpp"

#include <algorithm>

#include "catalog/limits.hpp"
#include "formats/marc_text.hpp"
#include "formats/over_limit.hpp"

namespace formats {

void TermList::add(int tag, std::string_view text) {
  using catalog::limits::term_max;
  using catalog::limits::terms_max;
  std::string term = clipped(text, term_max);
  if (term.empty() || std::ranges::find(terms_, term) != terms_.end()) return;
  if (terms_.size() == terms_max) return warn_once(to_, {tag, term, term_max}, no_room);
  terms_.push_back(fitted(to_, {tag, text, term_max}));
  (to_.book.*put_)(terms_.back());
}

void TermList::add_loose(int tag, std::string_view text) {
  constexpr std::string_view separator = "; ";
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    add(tag, finished_phrase(text.substr(0, end)));
    text.remove_prefix(std::min(end + separator.size(), text.size()));
  }
}

}  // namespace formats

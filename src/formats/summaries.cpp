#include "formats/summaries.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "catalog/limits.hpp"
#include "formats/marc_text.hpp"

namespace formats {
namespace {

constexpr std::string_view blank_line = "\n\n";

}  // namespace

void Summaries::add(std::string_view summary) {
  namespace limits = catalog::limits;
  const std::string text = clipped(summary, std::string_view::npos);
  // One more than a book has notes, so that the last is told as left out.
  if (left_over_.size() > limits::notes_max) return;
  if (text.empty() || std::ranges::find(known_, text) != known_.end()) return;
  known_.push_back(text);
  const std::size_t length = base::code_points(synopsis_) + blank_line.size();
  if (synopsis_.empty()) {
    synopsis_ = clipped(text, limits::synopsis_max);
    if (is_longer(text, limits::synopsis_max)) {
      const std::string nfc = base::to_nfc(text).value_or(std::string());
      left_over_.emplace_back(base::trim(nfc.substr(synopsis_.size())));
    }
  } else if (length + base::code_points(text) <= limits::synopsis_max) {
    join(synopsis_, blank_line, text);
  } else {
    left_over_.push_back(text);
  }
}

}  // namespace formats

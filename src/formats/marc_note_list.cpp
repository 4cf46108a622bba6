#include <algorithm>
#include <string>
#include <utility>

#include "base/text.hpp"
#include "formats/marc_mapping.hpp"
#include "formats/marc_text.hpp"
#include "formats/over_limit.hpp"

namespace formats {
namespace {

namespace limits = catalog::limits;

}  // namespace

void MarcNotes::add(int tag, std::string text) {
  const std::string_view bare = base::trim(text);
  if (bare.size() < text.size()) text = std::string(bare);
  if (!text.empty()) notes_.push_back({tag, std::move(text)});
}

bool MarcNotes::has(std::string_view text) const noexcept {
  return std::ranges::find(notes_, text, &Note::text) != notes_.end();
}

void MarcNotes::put(const MarcMapping& to) const {
  constexpr std::size_t told_max = 20;
  const std::size_t count = std::min(notes_.size(), limits::notes_max);
  std::size_t room = limits::notes_max - count;
  for (std::size_t i = 0; i < count; ++i) {
    const Note& note = notes_[i];
    if (!is_longer(note.text, limits::note_max)) {
      to.book.note(note.text);
      continue;
    }
    const std::string whole = base::to_nfc(note.text).value_or(std::string());
    std::string_view rest = whole;
    for (; room > 0 && is_longer(rest, limits::note_max); --room) {
      const std::string_view part = note_part(rest);
      to.book.note(base::trim(part));
      rest = base::trim(rest.substr(part.size()));
    }
    to.book.note(fitted(to, {note.tag, rest, limits::note_max}));
  }
  for (std::size_t i = count; i < std::min(notes_.size(), count + told_max); ++i) {
    warn_once(to, {notes_[i].tag, notes_[i].text, 0}, no_room);
  }
}

}  // namespace formats

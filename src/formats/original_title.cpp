#include "formats/original_title.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "formats/marc_text.hpp"

namespace formats {
namespace {

// Folded. What goes on behind them says the language: "Título original em inglês: …".
constexpr std::array<std::string_view, 9> begins_of_labels{
    "titulo original", "titulo do original", "tit orig",   "titulo orig",   "tit do orig",
    "titulo del orig", "original title",     "titre orig", "originaltitel",
};
constexpr std::array<std::string_view, 7> labels{
    "traducao de",   "trad de",        "traducao do original", "traduccion de",
    "traduction de", "translation of", "title of original",
};
constexpr std::size_t label_bytes_max = 60;

bool is_label(std::string_view text) {
  const std::string folded = base::fold(text);
  // "Original title page: …" tells of a leaf.
  if (folded.starts_with("original title page")) return false;
  return std::ranges::find(labels, folded) != labels.end() ||
         std::ranges::any_of(begins_of_labels,
                             [&](std::string_view begin) { return folded.starts_with(begin); });
}

}  // namespace

std::string original_title_in(std::string_view note) {
  note = trimmed(note);
  const std::size_t colon = note.substr(0, label_bytes_max).find(':');
  if (colon == std::string_view::npos || !is_label(note.substr(0, colon))) return {};
  const std::string_view title = note.substr(colon + 1);
  // What follows is who wrote it.
  return std::string(finished_phrase(title.substr(0, title.find(" / "))));
}

std::string parallel_title_note(std::string_view title) {
  return title.empty() ? std::string() : "Título paralelo: " + std::string(title);
}

}  // namespace formats

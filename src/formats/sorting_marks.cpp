#include "formats/sorting_marks.hpp"

#include <algorithm>
#include <array>

#include "catalog/sort_key.hpp"
#include "formats/marc_text.hpp"

namespace formats {
namespace {

bool is_article(std::string_view text) {
  constexpr std::array<std::string_view, 6> languages{"pt", "en", "fr", "es", "it", "de"};
  const std::string title = std::string(text) + " x";
  return std::ranges::any_of(languages, [&](std::string_view language) {
    return catalog::leading_article_size(title, language) == text.size();
  });
}

}  // namespace

std::string without_sorting_marks(std::string_view title) {
  constexpr std::size_t article_max = 8;
  const std::string_view mark = title.starts_with("<<") ? ">>" : ">";
  const std::size_t end = title.find(mark);
  if (!title.starts_with('<') || end == std::string_view::npos) return std::string(title);
  const std::string_view inside = title.substr(mark.size(), end - mark.size());
  const std::string_view behind = title.substr(end + mark.size());
  const std::string_view article = trimmed(inside);
  const bool is_elided = article.ends_with('\'') || article.ends_with("\u2019");
  // "i" is an article, and begins italics: "<i>Título</i>".
  const bool is_html = behind.find("</") != std::string_view::npos;
  const bool is_marked = inside.size() <= article_max && !is_html &&
                         (inside.ends_with(' ') || inside.ends_with('\'') || is_article(article));
  if (!is_marked || article.empty()) return std::string(title);
  return std::string(article).append(is_elided ? "" : " ").append(trimmed(behind));
}

}  // namespace formats

#include "catalog/author_names.hpp"

#include <string_view>
#include <utility>

#include "base/text.hpp"

namespace catalog {
namespace {

bool holds_whole_words(std::string_view text, std::string_view words) {
  const std::size_t at = text.find(words);
  if (at == std::string_view::npos) {
    return false;
  }
  const std::size_t end = at + words.size();
  return (at == 0 || text[at - 1] == ' ') && (end == text.size() || text[end] == ' ');
}

}  // namespace

std::vector<std::string> author_names(const BookFields& fields) {
  std::vector<std::string> names;
  std::string known;
  const auto add = [&](std::string name) {
    known += known.empty() ? "" : " ";
    known += name;
    names.push_back(std::move(name));
  };
  if (std::string author = base::fold(fields.author.value_or(std::string{})); !author.empty()) {
    add(std::move(author));
  }
  for (const Contributor& contributor : fields.contributors) {
    std::string name = base::fold(contributor.name);
    if (!name.empty() && !holds_whole_words(known, name)) {
      add(std::move(name));
    }
  }
  return names;
}

}  // namespace catalog

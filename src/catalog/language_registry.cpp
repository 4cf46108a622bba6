#include "catalog/language_registry.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/check.hpp"

namespace catalog {
namespace {

struct Subtag {
  std::string_view name;
  std::string_view rest;
};
using Subtags = std::array<std::vector<Subtag>, 5>;  // by kind

constexpr std::array<std::string_view, 5> kind_names{"extlang", "language", "region", "tag",
                                                     "variant"};

std::string_view take_word(std::string_view& line) {
  const std::size_t end = std::min(line.find(' '), line.size());
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return word;
}

Subtags read_table() {
  Subtags subtags;
  std::string_view text = language_table();
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.empty() || line.starts_with('#')) {
      continue;
    }
    const auto* const kind = std::ranges::find(kind_names, take_word(line));
    check(kind != kind_names.end());
    const std::string_view name = take_word(line);
    subtags[static_cast<std::size_t>(kind - kind_names.begin())].push_back({name, line});
  }
  for (const auto& kind : subtags) {
    check(std::ranges::is_sorted(kind, {}, &Subtag::name));
  }
  return subtags;
}

}  // namespace

std::optional<std::string_view> find_subtag(SubtagKind kind, std::string_view name) {
  static const Subtags all = read_table();
  const std::vector<Subtag>& subtags = all[static_cast<std::size_t>(kind)];
  const auto found = std::ranges::lower_bound(subtags, name, {}, &Subtag::name);
  if (found == subtags.end() || found->name != name) {
    return std::nullopt;
  }
  return found->rest;
}

}  // namespace catalog

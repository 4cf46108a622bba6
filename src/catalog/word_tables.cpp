#include "catalog/word_tables.hpp"

#include <algorithm>
#include <unordered_map>

#include "base/text.hpp"

namespace catalog {
namespace {

using Words = std::vector<std::string_view>;

// Calls visit(words) for each line that is no comment.
template <class Visit>
void each_line(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (!line.empty() && !line.starts_with('#')) {
      visit(base::words(line));
    }
  }
}

std::unordered_map<std::string_view, Words> read_equal_words() {
  std::unordered_map<std::string_view, Words> table;
  each_line(equal_word_table(), [&](const Words& group) {
    for (const std::string_view word : group) {
      Words& equal = table[word];
      for (const std::string_view other : group) {
        const bool is_single = other.find('_') == std::string_view::npos;
        if (other != word && is_single && std::ranges::find(equal, other) == equal.end()) {
          equal.push_back(other);
        }
      }
    }
  });
  return table;
}

std::unordered_map<std::string_view, Telling> read_question_words() {
  std::unordered_map<std::string_view, Telling> table;
  each_line(question_word_table(), [&](const Words& line) {
    const Telling telling = line[1] == "stop" ? Telling::stop : Telling::asking;
    for (std::size_t i = 2; i < line.size(); ++i) {
      table.try_emplace(line[i], telling);
    }
  });
  return table;
}

}  // namespace

std::vector<std::string_view> equal_words(std::string_view word) {
  static const auto table = read_equal_words();
  const auto found = table.find(word);
  return found == table.end() ? Words{} : found->second;
}

Telling telling_of(std::string_view word) {
  static const auto table = read_question_words();
  const auto found = table.find(word);
  return found == table.end() ? Telling::much : found->second;
}

}  // namespace catalog

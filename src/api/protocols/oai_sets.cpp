#include "api/protocols/oai_sets.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "catalog/limits.hpp"
#include "http/syntax.hpp"

namespace api::oai {
namespace {

constexpr std::string_view sets_begin = "etiqueta:";
constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::size_t set_bytes_max = 4096;

bool is_plain(char c) noexcept { return (c >= 'a' && c <= 'z') || base::is_digit(c); }

// A name of a set is ASCII: other bytes are written as "~c3".
void append_word(std::string& out, std::string_view word) {
  for (const char c : word) {
    if (is_plain(c)) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '~';
      out += hex_digits[byte >> 4U];
      out += hex_digits[byte & 15U];
    }
  }
}

std::optional<std::string> read_word(std::string_view text) {
  std::string word;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_plain(text[at])) {
      word += text[at];
      continue;
    }
    const int high = at + 2 < text.size() ? http::hex_value(text[at + 1]) : -1;
    const int low = at + 2 < text.size() ? http::hex_value(text[at + 2]) : -1;
    if (text[at] != '~' || high < 0 || low < 0) {
      return std::nullopt;
    }
    word += static_cast<char>(high * 16 + low);
    at += 2;
  }
  return word;
}

}  // namespace

std::string set_of(std::string_view label) {
  std::string set;
  const std::string folded = base::fold(label);
  for (const std::string_view word : base::words(folded)) {
    set += set.empty() ? sets_begin : std::string_view("-");
    append_word(set, word);
  }
  return set;
}

std::optional<std::string> words_in_set(std::string_view set) {
  if (!set.starts_with(sets_begin) || set.size() > set_bytes_max) {
    return std::nullopt;
  }
  std::string label;
  std::string_view rest = set.substr(sets_begin.size());
  while (true) {
    const std::size_t end = std::min(rest.find('-'), rest.size());
    const auto word = read_word(rest.substr(0, end));
    if (!word) {
      return std::nullopt;
    }
    label.append(label.empty() ? "" : " ").append(*word);
    if (end == rest.size()) {
      break;
    }
    rest.remove_prefix(end + 1);
  }
  // Only what a label makes is a name, so that each set has one.
  if (!base::is_valid_utf8(label) || set_of(label) != set) {
    return std::nullopt;
  }
  return label;
}

std::optional<std::vector<std::string>> words_of_set(std::string_view set) {
  const auto label = words_in_set(set);
  if (!label) {
    return std::nullopt;
  }
  std::vector<std::string> words;
  for (const std::string_view word : base::words(*label)) {
    words.emplace_back(word);
  }
  return words.size() > catalog::filter_words_max ? std::nullopt : std::optional(std::move(words));
}

std::vector<std::string> sets_of(std::span<const std::string> labels) {
  std::vector<std::string> sets;
  for (const std::string& label : labels) {
    std::string set = set_of(label);
    if (!set.empty() && std::ranges::find(sets, set) == sets.end()) {
      sets.push_back(std::move(set));
    }
  }
  return sets;
}

bool has_words(std::span<const std::string> labels, std::span<const std::string> words) {
  std::vector<std::string> all;
  for (const std::string& label : labels) {
    const std::string folded = base::fold(label);
    for (const std::string_view word : base::words(folded)) {
      all.emplace_back(word);
    }
  }
  return std::ranges::all_of(
      words, [&](const std::string& word) { return std::ranges::find(all, word) != all.end(); });
}

}  // namespace api::oai

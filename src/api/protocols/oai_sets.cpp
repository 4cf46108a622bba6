#include "api/protocols/oai_sets.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "catalog/label_words.hpp"
#include "catalog/listing.hpp"
#include "catalog/search_words.hpp"
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

// One word of the search index, and not several or a part of one.
bool is_indexed_word(const std::string& word) {
  std::vector<std::string_view> words;
  if (base::is_valid_utf8(word)) {
    catalog::append_search_words(words, word);
  }
  return words.size() == 1 && words.front() == word;
}

}  // namespace

std::string set_of(std::string_view label) { return set_of_words(catalog::label_words(label)); }

std::string set_of_words(std::span<const std::string> words) {
  std::string set;
  for (const std::string& word : words) {
    set += set.empty() ? sets_begin : std::string_view("-");
    append_word(set, word);
  }
  return set;
}

std::optional<std::vector<std::string>> words_of_set(std::string_view set) {
  if (!set.starts_with(sets_begin) || set.size() > set_bytes_max) {
    return std::nullopt;
  }
  std::vector<std::string> words;
  std::string_view rest = set.substr(sets_begin.size());
  while (true) {
    const std::size_t end = std::min(rest.find('-'), rest.size());
    auto word = read_word(rest.substr(0, end));
    if (!word || !is_indexed_word(*word)) {
      return std::nullopt;
    }
    words.push_back(*std::move(word));
    if (end == rest.size()) {
      break;
    }
    rest.remove_prefix(end + 1);
  }
  // Each set has one name.
  if (words.size() > catalog::filter_words_max || set_of_words(words) != set) {
    return std::nullopt;
  }
  return words;
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

}  // namespace api::oai

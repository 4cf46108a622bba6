#include "web/marks.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "catalog/spelling.hpp"

namespace web {
namespace {

// "de", "os": marked all over a page they hide what is looked for.
constexpr std::size_t short_word_bytes = 2;

bool has_long_word(const catalog::SearchQuery& query) {
  return std::ranges::any_of(query.terms, [](const catalog::SearchTerm& term) {
    return std::ranges::any_of(
        term.words, [](const std::string& word) { return word.size() > short_word_bytes; });
  });
}

bool belongs_to_word(char32_t code_point) noexcept {
  if (code_point < 0x80) {
    const char32_t lower = code_point | 0x20;
    return (lower >= 'a' && lower <= 'z') || (code_point >= '0' && code_point <= '9');
  }
  return base::is_letter_or_mark(code_point);
}

// Bytes at the start of `text` that are all of words, or all of none.
std::size_t run_size(std::string_view text, bool of_words) noexcept {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto decoded = base::utf8::decode(text.substr(at));
    if (decoded.size == 0) {
      return of_words ? at : at + 1;
    }
    if (belongs_to_word(decoded.code_point) != of_words) {
      return at;
    }
    at += decoded.size;
  }
  return at;
}

// As base::fold(), at a tenth of its cost for most words.
std::string folded_word(std::string_view word) {
  std::string folded(word);
  for (char& c : folded) {
    if (static_cast<unsigned char>(c) >= 0x80) {
      return base::fold(word);
    }
    c = base::to_lower(c);
  }
  return folded;
}

}  // namespace

Marks::Marks(const catalog::SearchQuery& query, Spellings spellings) {
  const std::size_t bytes_min = has_long_word(query) ? short_word_bytes + 1 : 1;
  for (const catalog::SearchTerm& term : query.terms) {
    if (term.demand == catalog::SearchTerm::Demand::absent) {
      continue;
    }
    for (const std::string& word : term.words) {
      if (word.size() < bytes_min) {
        continue;
      }
      words_.push_back(word);
      std::string family = spellings == Spellings::families ? catalog::spelling_family(word) : "";
      if (!family.empty()) {
        families_.push_back(std::move(family));
      }
    }
    if (term.end == catalog::SearchTerm::End::open && !term.words.empty() &&
        term.words.back().size() >= bytes_min) {
      prefixes_.push_back(term.words.back());
    }
  }
}

bool Marks::wants(std::string_view folded) const {
  const auto begins = [folded](const std::string& prefix) { return folded.starts_with(prefix); };
  if (std::ranges::find(words_, folded) != words_.end() || std::ranges::any_of(prefixes_, begins)) {
    return true;
  }
  const std::string family = families_.empty() ? "" : catalog::spelling_family(folded);
  return !family.empty() && std::ranges::find(families_, family) != families_.end();
}

void Marks::write(Html& html, std::string_view text) const {
  if (words_.empty()) {
    html.text(text);
    return;
  }
  while (!text.empty()) {
    const std::string_view between = text.substr(0, run_size(text, false));
    html.text(between);
    text.remove_prefix(between.size());
    const std::string_view word = text.substr(0, run_size(text, true));
    if (!word.empty() && wants(folded_word(word))) {
      html.raw("<mark>").text(word).raw("</mark>");
    } else {
      html.text(word);
    }
    text.remove_prefix(word.size());
  }
}

}  // namespace web

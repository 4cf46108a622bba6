// The keys that books are sorted by (catalog/sort_key.hpp).

#include "catalog/sort_key.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "base/check.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "catalog/language_tag.hpp"

namespace catalog {
namespace {

struct Articles {
  std::string_view language;
  std::array<std::string_view, 8> words;  // folded
  bool elided;                            // "l'" before a vowel, too
};

// Leading articles by language. The first entry also serves books without a language.
constexpr std::array articles{
    Articles{"pt", {"o", "a", "os", "as", "um", "uma", "uns", "umas"}, false},
    Articles{"en", {"the", "a", "an"}, false},
    Articles{"es", {"el", "la", "los", "las", "un", "una", "unos", "unas"}, false},
    Articles{"fr", {"le", "la", "les", "un", "une", "des"}, true},
    Articles{"it", {"lo", "la", "i", "gli", "le", "un", "uno", "una"}, true},
    Articles{"de", {"der", "die", "das", "ein", "eine"}, false},
};

const Articles* articles_of(std::string_view language) noexcept {
  if (language.empty()) {
    return &articles.front();
  }
  const auto* found = std::ranges::find(articles, primary_language(language), &Articles::language);
  return found == articles.end() ? nullptr : found;
}

// Before accents are dropped: "Às", "Ó" and "Là" are no articles, "«O" and "AS" are.
bool has_marked_letter(std::string_view word) noexcept {
  while (!word.empty()) {
    const auto [c, size] = base::utf8::decode(word);
    if (c >= 0x80 && base::is_letter_or_mark(c)) {
      return true;
    }
    word.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return false;
}

bool has_article(const Articles& known, std::string_view word) {
  if (has_marked_letter(word)) {
    return false;
  }
  const std::string folded = base::fold(word);
  // Nine words do not fit the table.
  const bool italian_il = known.language == "it" && folded == "il";
  return italian_il ||
         (!folded.empty() && std::ranges::find(known.words, folded) != known.words.end());
}

bool ends_in_sign(std::string_view word) noexcept {
  const auto last = static_cast<unsigned char>(word.back());
  const bool letter_or_digit = last >= 0x80 || (last >= '0' && last <= '9') ||
                               (last >= 'A' && last <= 'Z') || (last >= 'a' && last <= 'z');
  return !letter_or_digit;
}

// Where "l'" at the start of `title` ends; 0 when there is none. Quotes may stand before it.
std::size_t elision_size(std::string_view title) noexcept {
  const std::size_t l = title.find_first_not_of("\"'([ ");
  if (l == std::string_view::npos || (title[l] != 'l' && title[l] != 'L')) {
    return 0;
  }
  const std::string_view rest = title.substr(l + 1);
  for (const std::string_view apostrophe : {"'", "\u2019", "\u02BC"}) {
    if (rest.starts_with(apostrophe)) {
      return l + 1 + apostrophe.size();
    }
  }
  return 0;
}

// Bytes of the leading article with what separates it; 0 when there is none. A word followed by a
// sign is none: "A. B. C.", "O-K".
std::size_t article_size(const Articles& known, std::string_view title) {
  const std::size_t elided = known.elided ? elision_size(title) : 0;
  if (elided > 0) {
    return elided;
  }
  const std::size_t size = title.find(' ');
  if (size == std::string_view::npos || size == 0) {
    return 0;
  }
  const std::string_view word = title.substr(0, size);
  return !ends_in_sign(word) && has_article(known, word) ? size : 0;
}

}  // namespace

std::string text_key_of_folded(std::string folded) {
  folded.resize(base::clip_bytes(folded, sort_key_bytes_max).size());
  if (folded.ends_with(' ')) {
    folded.pop_back();
  }
  return folded;
}

std::string text_key(std::string_view text) { return text_key_of_folded(base::fold(text)); }

bool is_article(std::string_view folded) noexcept {
  return std::ranges::any_of(articles, [folded](const Articles& known) {
    return std::ranges::find(known.words, folded) != known.words.end();
  });
}

std::size_t leading_article_size(std::string_view title, std::string_view language) {
  const Articles* const known = articles_of(language);
  return known == nullptr ? 0 : article_size(*known, title);
}

std::string title_key(const BookFields& fields) {
  const std::string_view title = fields.title;
  const std::size_t skipped = leading_article_size(title, fields.language);
  std::string rest = skipped > 0 ? base::fold(title.substr(skipped)) : std::string{};
  return rest.empty() ? text_key(title) : text_key_of_folded(std::move(rest));
}

std::string author_key(const BookFields& fields) {
  return fields.author ? text_key(*fields.author) : std::string{};
}

std::vector<CursorValue> cursor_values(const Book& book, const std::vector<Sort>& order) {
  std::vector<CursorValue> values;
  values.reserve(order.size());
  for (const Sort& sort : order) {
    switch (sort.key) {
      case SortKey::id:
        values.emplace_back(book.id.value);
        break;
      case SortKey::title:
        values.emplace_back(title_key(book.fields));
        break;
      case SortKey::author:
        values.emplace_back(author_key(book.fields));
        break;
      case SortKey::year:
        values.emplace_back(book.fields->year ? std::int64_t{*book.fields->year}
                                              : unknown_year_key);
        break;
      case SortKey::created_at:
        values.emplace_back(book.created_at.time_since_epoch().count());
        break;
      case SortKey::updated_at:
        values.emplace_back(book.updated_at.time_since_epoch().count());
        break;
      case SortKey::relevance:
        check(false);
    }
  }
  return values;
}

}  // namespace catalog

#include "contract/catalogue_model.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "base/text.hpp"
#include "catalog/sort_key.hpp"

namespace contract {
namespace {

using catalog::Book;
using catalog::BookFields;
using catalog::TextField;

std::vector<std::string> texts_of(const BookFields& fields, TextField field) {
  switch (field) {
    case TextField::title:
      return {fields.title, fields.subtitle, fields.original_title};
    case TextField::author: {
      std::vector<std::string> names{fields.author.value_or("")};
      for (const catalog::Contributor& contributor : fields.contributors) {
        names.push_back(contributor.name);
      }
      return names;
    }
    case TextField::publisher:
      return {fields.publisher};
    case TextField::subject:
      return fields.subjects;
    case TextField::tag:
      return fields.tags;
  }
  return {};
}

bool has_words(const BookFields& fields, const catalog::TextFilter& filter) {
  std::set<std::string> words;
  for (const std::string& text : texts_of(fields, filter.field)) {
    const std::string folded = base::fold(text);
    for (const std::string_view word : base::words(folded)) {
      words.emplace(word);
    }
  }
  return std::all_of(filter.words.begin(), filter.words.end(),
                     [&](const std::string& word) { return words.contains(word); });
}

bool has_isbn(const BookFields& fields, const catalog::Isbn& isbn) {
  return fields.isbn == isbn || std::find(fields.other_isbns.begin(), fields.other_isbns.end(),
                                          isbn) != fields.other_isbns.end();
}

bool in_years(const catalog::Filter& filter, const BookFields& fields) {
  const bool asked = filter.year || filter.year_min || filter.year_max;
  if (!asked || !fields.year) {
    return !asked;
  }
  return (!filter.year || *fields.year == *filter.year) &&
         (!filter.year_min || *fields.year >= *filter.year_min) &&
         (!filter.year_max || *fields.year <= *filter.year_max);
}

}  // namespace

bool matches(const catalog::Filter& filter, const Book& book) {
  const BookFields& fields = book.fields;
  const std::string& language = filter.language;
  const auto& ids = filter.ids;
  return std::all_of(filter.texts.begin(), filter.texts.end(),
                     [&](const catalog::TextFilter& text) { return has_words(fields, text); }) &&
         (!filter.isbn || has_isbn(fields, *filter.isbn)) &&
         (language.empty() || fields.language == language ||
          fields.language.starts_with(language + "-")) &&
         in_years(filter, fields) &&
         (ids.empty() || std::find(ids.begin(), ids.end(), book.id) != ids.end()) &&
         (!filter.updated_since || book.updated_at >= *filter.updated_since);
}

bool comes_before(const Book& left, const Book& right, const std::vector<catalog::Sort>& order) {
  const auto left_values = catalog::cursor_values(left, order);
  const auto right_values = catalog::cursor_values(right, order);
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (left_values[i] != right_values[i]) {
      return (left_values[i] < right_values[i]) ==
             (order[i].direction == catalog::Direction::ascending);
    }
  }
  return false;
}

void CatalogueModel::remove(catalog::BookId id) {
  std::erase_if(books_, [&](const Book& book) { return book.id == id; });
}

std::vector<Book> CatalogueModel::list(const catalog::Filter& filter,
                                       const std::vector<catalog::Sort>& order) const {
  std::vector<Book> found;
  std::copy_if(books_.begin(), books_.end(), std::back_inserter(found),
               [&](const Book& book) { return matches(filter, book); });
  std::sort(found.begin(), found.end(),
            [&](const Book& left, const Book& right) { return comes_before(left, right, order); });
  return found;
}

std::string FewValuedBooks::words(std::size_t most) {
  static constexpr std::array<std::string_view, 12> vocabulary{"mar", "Ação",   "história", "O",
                                                               "do",  "d'água", "céu",      "AMOR",
                                                               "Sol", "l'ar",   "guarda-",  "1984"};
  std::string text;
  for (std::size_t count = 1 + below(most); count > 0; --count) {
    text.append(text.empty() ? "" : " ").append(vocabulary[below(vocabulary.size())]);
  }
  return text;
}

catalog::BookFields FewValuedBooks::next() {
  static constexpr std::array<std::string_view, 5> languages{"pt", "pt-BR", "pt-PT", "en", "ptx"};
  static constexpr std::array<std::string_view, 4> isbns{"9788535914849", "9780195101706",
                                                         "9788525406958", "9780306406157"};
  BookFields made;
  made.title = words(3);
  if (below(3) != 0) {
    made.author = words(2);
  }
  made.subtitle = below(3) == 0 ? words(2) : "";
  made.publisher = below(2) == 0 ? words(1) : "";
  for (std::size_t count = below(3); count > 0; --count) {
    made.contributors.push_back({words(2), "aut"});
    made.subjects.push_back(words(2));
    made.tags.push_back(words(1));
  }
  if (below(3) != 0) {
    made.year = static_cast<std::int32_t>(1995 + below(6));
  }
  made.language = below(4) == 0 ? "" : std::string(languages[below(languages.size())]);
  if (below(2) == 0) {
    made.isbn = catalog::Isbn::parse(isbns[below(isbns.size())]);
    made.other_isbns.push_back(*catalog::Isbn::parse(isbns[below(isbns.size())]));
  }
  return made;
}

}  // namespace contract

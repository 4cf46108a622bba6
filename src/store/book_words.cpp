#include "store/book_words.hpp"

#include <string_view>

#include "base/text.hpp"

namespace store {
namespace {

void add(std::string& words, std::string_view text) {
  if (text.empty()) {
    return;
  }
  if (!words.empty()) {
    words += ' ';
  }
  base::append_fold(words, text);
  if (!words.empty() && words.back() == ' ') {
    words.pop_back();
  }
}

bool holds_whole_words(std::string_view text, std::string_view words) {
  const std::size_t at = text.find(words);
  if (at == std::string_view::npos) {
    return false;
  }
  const std::size_t end = at + words.size();
  return (at == 0 || text[at - 1] == ' ') && (end == text.size() || text[end] == ' ');
}

}  // namespace

BookWords words_of(const catalog::BookFields& fields) {
  BookWords words;
  add(words.title, fields.title);
  add(words.title, fields.subtitle);
  add(words.title, fields.original_title);
  if (fields.author) {
    add(words.author, *fields.author);
  }
  for (const catalog::Contributor& contributor : fields.contributors) {
    const std::string name = base::fold(contributor.name);
    // The author is mostly the contributors joined: kept once.
    if (!name.empty() && !holds_whole_words(words.author, name)) {
      words.author += words.author.empty() ? "" : " ";
      words.author += name;
    }
  }
  add(words.publisher, fields.publisher);
  for (const std::string& subject : fields.subjects) {
    add(words.subject, subject);
  }
  for (const std::string& tag : fields.tags) {
    add(words.tag, tag);
  }
  return words;
}

}  // namespace store

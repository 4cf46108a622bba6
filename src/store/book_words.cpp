#include "store/book_words.hpp"

#include <string_view>

#include "base/text.hpp"
#include "catalog/author_names.hpp"

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

}  // namespace

BookWords words_of(const catalog::BookFields& fields) {
  BookWords words;
  add(words.title, fields.title);
  add(words.title, fields.subtitle);
  add(words.title, fields.original_title);
  for (const std::string& name : catalog::author_names(fields)) {
    words.author += words.author.empty() ? "" : " ";
    words.author += name;
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

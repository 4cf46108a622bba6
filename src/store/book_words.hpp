// The folded words by which the text filters find a book, one text per catalog::TextField. What is
// indexed here and what a filter's words were folded with is the same function, base::fold.
// Pure functions, any thread.
#pragma once

#include <string>

#include "catalog/book.hpp"

namespace store {

struct BookWords {
  std::string title;   // title, subtitle, original title
  std::string author;  // author and contributors' names
  std::string publisher;
  std::string subject;
  std::string tag;
  bool operator==(const BookWords&) const = default;
};

BookWords words_of(const catalog::BookFields& fields);

}  // namespace store

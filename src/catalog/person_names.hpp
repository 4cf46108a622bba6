// The persons and bodies that made a book, one by one: an author line may name several, and one
// name is written "José Saramago" or "Saramago, José, 1922-2010". Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalog/book.hpp"

namespace catalog {

struct PersonName {
  std::string text;  // as the book has it
  // Folded, the forename first and without dates: equal for all ways to write one name. Empty when
  // nothing of it is a word.
  std::string key;
  // False for a body or an event: it is filed as it is written, and has no surname.
  bool is_person = true;
};

// The names of the author line as it writes them, none empty: it is parted at semicolons, with or
// without blanks. Those that end "&amp;" and the like, or stand within a contributor's name, part
// nothing. They are views into `fields`.
std::vector<std::string_view> names_of_author(const BookFields& fields);

// The names of a book: those of the author line, then the contributors whom no name
// before them holds as whole words. A part that holds several contributors is these contributors.
std::vector<PersonName> person_names(const BookFields& fields);

// Folded, none empty: the names of the author line, then the contributors whom no name before them
// holds as whole words. The text filters and the search find the same books by them.
std::vector<std::string> author_names(const BookFields& fields);

// PersonName::key of a name.
std::string person_key(std::string_view name);

// The name of a person as it is filed: folded, the surname first and without dates. Equal names of
// any order need not be equal here: "Machado de Assis" has the surname Assis.
std::string filed_name(std::string_view name);

// The folded words of the surname by which a name is filed (catalog/name_parts.hpp), with its
// suffix; of a name without a surname all of them.
std::vector<std::string> surname_words(std::string_view name);

}  // namespace catalog

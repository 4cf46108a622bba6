// A question of conditions joined by and, or, not: what CQL asks (catalog/cql.hpp), as data that
// the search index answers. Words are meant as they are spelled, folded as those of `q`. Values;
// any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "catalog/identity.hpp"
#include "catalog/search_query.hpp"

namespace catalog {

// A word as the index holds it (catalog/search_words.hpp); open: also what begins with it.
struct ConditionWord {
  std::string text;
  SearchTerm::End end = SearchTerm::End::whole;
  bool operator==(const ConditionWord&) const = default;
};

struct Condition {
  // phrase: the words stand side by side within one value of the field. whole_value: they are all
  // of one of its values; of the titles, of the title alone.
  enum class Kind : std::uint8_t { every_book, no_book, phrase, whole_value, years, language, id };

  Kind kind = Kind::no_book;
  SearchField field = SearchField::any;
  std::vector<ConditionWord> words = {};  // of a phrase or value; never empty there
  // Both ends included. Books without a year match no years.
  std::int64_t year_least = 0;
  std::int64_t year_most = 0;
  std::string language = {};  // "pt" also finds "pt-BR"
  BookId id = {};
  bool operator==(const Condition&) const = default;
};

struct BooleanQuery {
  // but_not: the first part without what the others find.
  enum class Kind : std::uint8_t { condition, all_of, any_of, but_not };

  Kind kind = Kind::condition;
  Condition condition = {};              // of that kind alone
  std::vector<BooleanQuery> parts = {};  // of the other kinds: two or more
  bool operator==(const BooleanQuery&) const = default;
};

}  // namespace catalog

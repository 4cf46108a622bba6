// A search query: the text of `q` as data (openapi.yaml, parameter `q`). Parsing never fails:
// malformed syntax is searched as words. No I/O; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/search_words.hpp"

namespace catalog {

inline constexpr std::size_t search_bytes_max = 1000;  // of `q`
inline constexpr std::size_t search_terms_max = 32;    // what follows is not searched
inline constexpr std::size_t search_words_max = 64;    // of all terms together; the same

// `any` is everything but the tags: title, authors, publisher, subjects, series, ISBNs. number:
// ISBNs and identifiers; `q` has no name for it.
enum class SearchField : std::uint8_t { any, title, author, publisher, subject, number };

// The word of a query of signs alone; no book has it.
inline constexpr std::string_view signs_alone = "?";

struct SearchTerm {
  enum class Demand : std::uint8_t { present, absent };
  // open: the one word also as a prefix; terms of several words are whole.
  enum class End : std::uint8_t { whole, open };

  // joined: a sign and no blank stands between the former term and this one: auto-estrada.
  enum class Joint : std::uint8_t { apart, joined };

  // initial: a letter with a full stop behind it, as in "E. Brontë".
  enum class Form : std::uint8_t { word, initial };

  // exact: no other spelling will do.
  enum class Spelling : std::uint8_t { any, exact };

  SearchField field = SearchField::any;
  Demand demand = Demand::present;
  End end = End::whole;
  Joint joint = Joint::apart;
  Spelling spelling = Spelling::any;
  Form form = Form::word;
  // As append_search_words() gives them, or a signed_word(); never empty; several stand side by
  // side in this order. An ISBN is one word of 13 digits.
  std::vector<std::string> words;

  bool operator==(const SearchTerm&) const = default;
};

// All terms must hold; in the order asked, because a title is recognised by it. Some are present,
// or there are none: then every book matches.
struct SearchQuery {
  std::vector<SearchTerm> terms;
  // Its primary subtag: of books that match alike those in it come first. Empty: in the language
  // that most books are in.
  std::string reader_language;
  bool operator==(const SearchQuery&) const = default;
};

// Words are present terms of one word, the last one open; "…" (also “…”, «…») is a phrase; while
// nothing closes it, its last word is one like others; a leading '-' before a letter or a quote
// makes either absent, when anything else is asked for; autor: titulo: assunto: editora: before
// either name the field. A run of a script without spaces is a phrase. A valid ISBN, alone or as a
// token, is its 13 digits. Any bytes will do.
SearchQuery parse_search(std::string_view text);
// A text that parse_search() reads as this query again.
std::string search_text(const SearchQuery& query);

}  // namespace catalog

// Spelling correction: words of the catalogue within the edits that catalog/typo.hpp allows, for
// each word of a search that found nothing. Used by one thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "search/index/index.hpp"
#include "search/query/bound_query.hpp"

namespace search {

// The terms within the allowed edits of `word`, `word` itself included, in dictionary order. Visits
// only terms with a similar prefix, so the cost does not grow with the vocabulary.
struct CloseWord {
  TermId number;
  unsigned distance;
};
std::vector<CloseWord> words_close_to(std::string_view word, const TermDictionary& words);

// Adds close words to the query's words, those of least distance and most books first. It does so
// for unknown words, or for known ones; only for the first few of either. False when it added none.
enum class Correctable : std::uint8_t { unknown_words, known_words };
bool add_close_words(BoundQuery& query, const Snapshot& snapshot, Correctable whose);

// The words of one book.
class BookWords {
 public:
  BookWords(const LivingSegment& one, DocNumber doc) : one_(one), doc_(doc) {}
  bool holds(std::string_view text, FieldMask fields) const;

 private:
  const LivingSegment& one_;
  DocNumber doc_;
};

// The corrected search, spelled with the words that found a book.
catalog::SearchQuery corrected_query(const catalog::SearchQuery& asked, const BoundQuery& query,
                                     const BookWords& found);

}  // namespace search

// Other words for those that nothing was found by: the catalogue's own vocabulary within the edits
// that the contract allows (section 4). Used by one thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "search/index/index.hpp"
#include "search/query/bound_query.hpp"

namespace search {

// The words within the edits that are forgiven, the word itself too, in their order: what is looked
// at is what begins nearly as the word does, however many others there are.
struct CloseWord {
  TermId number;
  unsigned distance;
};
std::vector<CloseWord> words_close_to(std::string_view word, const TermDictionary& words);

// The close words of each term's words, those of least distance and most books first: of those that
// the catalogue does not know, or of those that it does; of the first few. false: there are none.
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

// The search as it was meant, by the words that a book was found by.
catalog::SearchQuery corrected_query(const catalog::SearchQuery& asked, const BoundQuery& query,
                                     const BookWords& found);

}  // namespace search

// Spelling correction: words of the catalogue within the edits that catalog/typo.hpp allows. Used
// by one thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "search/index/index.hpp"
#include "search/query/bound_query.hpp"

namespace search {

// The terms within so many edits of `word`, `word` itself included, in dictionary order. Visits
// only terms with a similar prefix, so the cost does not grow with the vocabulary.
struct CloseWord {
  TermId number;
  unsigned distance;
};
std::vector<CloseWord> words_close_to(std::string_view word, unsigned edits,
                                      const TermDictionary& words);

// Words that somebody may have meant who wrote another: one edit away, or two.
struct CloseWords {
  std::vector<std::string> near;
  std::vector<std::string> far;
  bool empty() const noexcept { return near.empty() && far.empty(); }
};

// unknown_words: only words that the catalogue lacks are doubted.
enum class Correctable : std::uint8_t { unknown_words, every_word };

// True when a living book may have the word as it is, open or in another form.
bool is_known(const QueryWord& word, const Snapshot& snapshot);
// How many books have just this word: none only where none lives; deleted ones count where many
// have it.
std::uint64_t books_with(std::string_view word, const Snapshot& snapshot);
// True when a living book has just this word.
bool has_word(std::string_view text, const Snapshot& snapshot);

// True when far more books have a word that sounds like one of the query's: a cheap look before
// close_words().
bool is_likely_misspelled(const BoundQuery& query, const Snapshot& snapshot);

// The words of the documents that hold a word of the question: what the other words are likely to
// be. By segment, ascending; empty when there are too many documents to look at.
class CompanionWords {
 public:
  CompanionWords() = default;
  CompanionWords(const Snapshot& snapshot, const QueryWord& of, FieldMask fields);
  bool is_empty() const noexcept { return words_.empty(); }
  bool has(std::size_t segment, TermId word) const noexcept;

 private:
  std::vector<std::vector<TermId>> words_;
};

// The close words of most use: those of `companions` first, then those of most books. Of a word of
// three letters only companions are close.
CloseWords close_words(const std::string& word, const Snapshot& snapshot,
                       const CompanionWords& companions);

// The words of one book.
class BookWords {
 public:
  BookWords(const LivingSegment& one, DocNumber doc) : one_(one), doc_(doc) {}
  bool holds(std::string_view text, FieldMask fields) const;

 private:
  const LivingSegment& one_;
  DocNumber doc_;
};

}  // namespace search

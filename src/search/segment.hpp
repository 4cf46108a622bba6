// A part of the search index that never changes: some books, their words, and where each word
// stands. What replaces or deletes one of its books says so beside it (index.hpp). Any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "search/document_columns.hpp"
#include "search/postings.hpp"
#include "search/term_dictionary.hpp"

namespace search {

// A list of postings for each number of a dictionary.
struct PostingLists {
  std::string bytes;
  std::vector<std::uint32_t> ends;

  PostingCursor list(TermId number) const noexcept { return PostingCursor(place(number)); }
  // How many postings it has.
  std::uint32_t count(TermId number) const noexcept {
    const unsigned char* at = place(number);
    return take_varint(at);
  }

 private:
  const unsigned char* place(TermId number) const noexcept {
    return bytes_of(bytes) + (number == 0 ? 0 : ends[number - 1]);
  }
};

// A word and the hash of its spelling family, in order of both.
struct FamilyMember {
  std::uint32_t family;
  TermId word;
  bool operator<(const FamilyMember& other) const noexcept {
    return family < other.family || (family == other.family && word < other.word);
  }
};

struct Segment {
  DocumentColumns documents;
  TermDictionary words;
  TermDictionary values;
  PostingLists postings;
  // The documents whose title begins with a word: with its first, and with the one that follows its
  // leading article.
  PostingLists starts;
  std::vector<FamilyMember> families;

  // The words of the spelling family `key`, which `member` is known to be of.
  std::vector<TermId> family(std::string_view key, std::string_view member) const;
  // Whether there may be another word in it than `member`: quicker, and rarely wrong.
  bool has_relatives(std::string_view key, std::string_view member) const noexcept;
  std::size_t memory_bytes() const noexcept;

  // As bytes that of() reads. They are for this machine's byte order.
  std::string bytes() const;
  // The same, giving up each column as it is written: there are never two of all.
  std::string into_bytes() &&;
  // nullptr when the bytes do not hold together; otherwise moves `bytes` behind the segment.
  static std::shared_ptr<const Segment> of(std::string_view& bytes);
};
using SegmentPtr = std::shared_ptr<const Segment>;

std::uint32_t family_hash(std::string_view key) noexcept;
// Fills `families` from `words`.
void gather_families(Segment& segment);

}  // namespace search

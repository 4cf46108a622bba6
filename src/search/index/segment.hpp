// A segment: an immutable part of the search index with some books, their terms, and the postings
// of each term. Deleted and replaced documents are marked beside it (index.hpp). Any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "search/index/completion_columns.hpp"
#include "search/index/document_columns.hpp"
#include "search/index/postings.hpp"
#include "search/index/segment_storage.hpp"
#include "search/index/sort_columns.hpp"
#include "search/index/term_dictionary.hpp"

namespace search {

// A list of postings for each number of a dictionary. A view of two columns.
struct PostingLists {
  std::string_view bytes;
  std::span<const std::uint32_t> ends;

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

// How many documents are in a language, whatever its region.
struct LanguageCount {
  std::string_view language;  // its primary subtag
  std::uint32_t documents = 0;
  std::vector<TermId> tags{};  // the values that stand for it
};

// A word and the hash of its spelling family, in order of both.
struct FamilyMember {
  std::uint32_t family;
  TermId word;
  bool operator<(const FamilyMember& other) const noexcept {
    return family < other.family || (family == other.family && word < other.word);
  }
  bool operator==(const FamilyMember&) const = default;
};

struct Segment {
  DocumentColumns documents;
  SortColumns sorting;
  TermDictionary words;
  TermDictionary values;
  PostingLists postings;
  // The documents whose title begins with a word: with its first, and with the one that follows its
  // leading article.
  PostingLists starts;
  // The documents that have a person or body with this surname.
  PostingLists surnames;
  std::span<const FamilyMember> families;
  CompletionColumns completion;
  std::vector<LanguageCount> languages;  // by language

  // nullptr when the bytes do not hold together.
  static std::shared_ptr<const Segment> of(SegmentBytesPtr bytes);
  std::string_view bytes() const noexcept { return bytes_->view(); }
  void release_pages() const noexcept { bytes_->release_pages(); }

  // The terms of the spelling family `key`; `member` is one of them.
  std::vector<TermId> family(std::string_view key, std::string_view member) const;
  // True when the family may hold a term beside `member`. Quicker than family(), rarely wrong.
  bool has_relatives(std::string_view key, std::string_view member) const noexcept;

 private:
  SegmentBytesPtr bytes_;  // all views point into these
};
using SegmentPtr = std::shared_ptr<const Segment>;

std::uint32_t family_hash(std::string_view key) noexcept;

}  // namespace search

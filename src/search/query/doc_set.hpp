// The documents that hold a term of a set, ascending, with the fields that hold the term. The
// postings of a few terms are merged as they lie; the documents of many terms are materialised
// first: few postings are sorted, many are marked in a table for a window of documents, which is
// made when a seek reaches it. Used by one thread; the segment, the set and the budget outlive it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "search/index/segment.hpp"
#include "search/index/term_set.hpp"
#include "search/query/work_budget.hpp"

namespace search {

class DocSet {
 public:
  // The documents [begin, end) of a segment.
  struct Range {
    DocNumber begin;
    DocNumber end;
  };
  // `postings` is the count() of `words`. Materialising a list costs its postings; each further
  // list costs one posting per document visited. Both are spent from `budget`.
  DocSet(const PostingLists& lists, const TermSet& words, Range range, std::uint64_t postings,
         WorkBudget& budget);
  // Every document, in every field.
  explicit DocSet(Range range)
      : kind_(Kind::all), end_(range.end), postings_(range.end - range.begin) {
    doc_ = range.begin;
    fields_ = 0xFF;
  }
  // Every document too, but the caller sets the fields of each with read_as().
  static DocSet unread(Range range) {
    DocSet made(range);
    made.kind_ = Kind::unread;
    return made;
  }
  // These documents, ascending, in every field.
  static DocSet of(std::span<const DocNumber> docs, Range range) {
    DocSet made;
    made.kind_ = Kind::given;
    made.end_ = range.end;
    made.postings_ = docs.size();
    made.given_ = docs;
    made.fields_ = 0xFF;
    made.move_to(range.begin);
    return made;
  }
  bool is_unread() const noexcept { return kind_ == Kind::unread; }
  void read_as(FieldMask fields) noexcept { fields_ = fields; }

  // True when a seek materialises all documents, or a window of them.
  static bool materialises(const TermSet& words) noexcept { return words.count() > merged_max; }
  static std::uint64_t count(const PostingLists& lists, const TermSet& words) noexcept;

  // An upper bound on how many documents there are.
  std::uint64_t postings() const noexcept { return postings_; }
  // The current document. A set of few terms may yield one beyond the range.
  DocNumber doc() const noexcept { return doc_; }
  FieldMask fields() const noexcept { return fields_; }
  // Moves to the first document at or after `target`.
  void seek(DocNumber target) {
    if (doc_ < target) {
      move_to(target);
    }
  }

 private:
  DocSet() = default;
  enum class Kind : std::uint8_t { none, list, merged, sorted, marked, given, all, unread };
  static constexpr std::size_t merged_max = 6;  // words
  void move_to(DocNumber target);
  void seek_merged(DocNumber target);
  void sort();
  void seek_given(DocNumber target);
  void seek_marked(DocNumber target);
  void mark_window(DocNumber begin);
  std::uint64_t mark(PostingCursor& cursor) noexcept;

  Kind kind_ = Kind::none;
  DocNumber end_ = 0;
  std::uint64_t postings_ = 0;
  DocNumber doc_ = no_doc;
  FieldMask fields_ = 0;

  PostingCursor cursor_{nullptr};

  std::vector<Posting> sorted_;
  std::span<const DocNumber> given_;
  std::size_t at_ = 0;  // in either

  const PostingLists* lists_ = nullptr;
  const TermSet* words_ = nullptr;
  WorkBudget* budget_ = nullptr;
  std::vector<FieldMask> marks_;  // by document of the window; 0: not there
  DocNumber window_begin_ = 0;
  DocNumber window_end_ = 0;
  DocNumber window_documents_ = 0;  // of the next one
  // merged: of each word; marked: of each that goes on behind the first window.
  std::vector<PostingCursor> cursors_;
  std::uint32_t windows_ = 0;  // made so far
};

}  // namespace search

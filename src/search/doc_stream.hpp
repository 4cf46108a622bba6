// The documents that hold a word of a set, ascending, with the fields they hold it in. One word is
// walked as it lies; of several the documents are laid out first. Used by one thread; the segment
// must outlive it.
#pragma once

#include <cstdint>
#include <vector>

#include "search/segment.hpp"
#include "search/word_set.hpp"

namespace search {

class DocStream {
 public:
  // `postings`: their count().
  DocStream(const PostingLists& lists, const WordSet& words, DocNumber docs,
            std::uint64_t postings);
  // Every document, in every field.
  explicit DocStream(DocNumber docs) : kind_(Kind::all), docs_(docs), postings_(docs) {
    doc_ = docs == 0 ? no_doc : 0;
    fields_ = 0xFF;
  }
  // Every document as well; whoever looks at one says what its fields are.
  static DocStream unread(DocNumber docs) {
    DocStream made(docs);
    made.kind_ = Kind::unread;
    return made;
  }
  bool is_unread() const noexcept { return kind_ == Kind::unread; }
  void read_as(FieldMask fields) noexcept { fields_ = fields; }

  static std::uint64_t count(const PostingLists& lists, const WordSet& words) noexcept;

  // An upper bound on how many documents there are.
  std::uint64_t postings() const noexcept { return postings_; }
  DocNumber doc() const noexcept { return doc_; }
  FieldMask fields() const noexcept { return fields_; }
  // To the first document at or after `target`.
  void seek(DocNumber target) noexcept;

 private:
  enum class Kind : std::uint8_t { none, list, sparse, dense, all, unread };
  void lay_out_sparsely(const PostingLists& lists, const WordSet& words);
  void lay_out_densely(const PostingLists& lists, const WordSet& words);
  void seek_dense(DocNumber target) noexcept;

  Kind kind_ = Kind::none;
  DocNumber docs_ = 0;
  std::uint64_t postings_ = 0;
  DocNumber doc_ = no_doc;
  FieldMask fields_ = 0;
  PostingCursor cursor_{nullptr};
  std::vector<Posting> sparse_;
  std::size_t at_ = 0;
  std::vector<FieldMask> dense_;  // by document; 0: not there
};

}  // namespace search

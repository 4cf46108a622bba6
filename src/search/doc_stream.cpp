#include "search/doc_stream.hpp"

#include <algorithm>
#include <cstring>

namespace search {
namespace {

// Fewer postings than this are sorted, more are marked in a table of all documents.
constexpr std::uint64_t sorted_max = 4096;

template <class Visit>
void each_posting(const PostingLists& lists, const WordSet& words, Visit visit) {
  for (const NumberRange range : words.ranges()) {
    for (TextNumber word = range.begin; word < range.end; ++word) {
      for (PostingCursor cursor = lists.list(word); cursor.doc() != no_doc; cursor.next()) {
        visit(Posting{cursor.doc(), cursor.fields()});
      }
    }
  }
}

}  // namespace

std::uint64_t DocStream::count(const PostingLists& lists, const WordSet& words) noexcept {
  std::uint64_t postings = 0;
  for (const NumberRange range : words.ranges()) {
    for (TextNumber word = range.begin; word < range.end; ++word) {
      postings += lists.list(word).count();
    }
  }
  return postings;
}

DocStream::DocStream(const PostingLists& lists, const WordSet& words, DocNumber docs,
                     std::uint64_t postings)
    : docs_(docs), postings_(postings) {
  if (postings_ == 0) {
    return;
  }
  if (words.is_one_word()) {
    kind_ = Kind::list;
    cursor_ = lists.list(words.ranges().front().begin);
    doc_ = cursor_.doc();
    fields_ = cursor_.fields();
  } else if (postings_ <= sorted_max) {
    lay_out_sparsely(lists, words);
  } else {
    lay_out_densely(lists, words);
  }
}

void DocStream::lay_out_sparsely(const PostingLists& lists, const WordSet& words) {
  kind_ = Kind::sparse;
  sparse_.reserve(postings_);
  each_posting(lists, words, [this](Posting posting) { sparse_.push_back(posting); });
  std::sort(sparse_.begin(), sparse_.end(),
            [](const Posting& left, const Posting& right) { return left.doc < right.doc; });
  std::size_t kept = 0;
  for (std::size_t i = 1; i < sparse_.size(); ++i) {
    if (sparse_[i].doc == sparse_[kept].doc) {
      sparse_[kept].fields |= sparse_[i].fields;
    } else {
      sparse_[++kept] = sparse_[i];
    }
  }
  sparse_.resize(kept + 1);
  doc_ = sparse_.front().doc;
  fields_ = sparse_.front().fields;
}

void DocStream::lay_out_densely(const PostingLists& lists, const WordSet& words) {
  kind_ = Kind::dense;
  // Read eight at a time.
  dense_.assign((docs_ + std::size_t{7}) / 8 * 8, 0);
  each_posting(lists, words, [this](Posting posting) { dense_[posting.doc] |= posting.fields; });
  seek_dense(0);
}

void DocStream::seek_dense(DocNumber target) noexcept {
  std::size_t at = target;
  while (at < docs_) {
    if (at % 8 == 0) {
      std::uint64_t eight = 0;
      std::memcpy(&eight, dense_.data() + at, sizeof eight);
      if (eight == 0) {
        at += 8;
        continue;
      }
    }
    if (dense_[at] != 0) {
      doc_ = static_cast<DocNumber>(at);
      fields_ = dense_[at];
      return;
    }
    ++at;
  }
  doc_ = no_doc;
}

void DocStream::seek(DocNumber target) noexcept {
  if (doc_ >= target) {
    return;
  }
  switch (kind_) {
    case Kind::none:
      return;
    case Kind::list:
      cursor_.seek(target);
      doc_ = cursor_.doc();
      fields_ = cursor_.fields();
      return;
    case Kind::sparse:
      while (at_ < sparse_.size() && sparse_[at_].doc < target) {
        ++at_;
      }
      doc_ = at_ < sparse_.size() ? sparse_[at_].doc : no_doc;
      fields_ = at_ < sparse_.size() ? sparse_[at_].fields : FieldMask{0};
      return;
    case Kind::dense:
      seek_dense(target);
      return;
    case Kind::all:
    case Kind::unread:
      doc_ = target < docs_ ? target : no_doc;
      return;
  }
}

}  // namespace search

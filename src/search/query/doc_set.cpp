#include "search/query/doc_set.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace search {
namespace {

// Up to so many postings are sorted.
constexpr std::uint64_t sorted_postings_max = 512;
// The first window is likely to hold so many: more than a page.
constexpr std::uint64_t first_window_postings = 256;
constexpr std::uint64_t window_least = 4096;
constexpr std::uint64_t window_most = 256 * 1024;
constexpr DocNumber window_growth = 8;
// Laying a posting out costs as much less than looking at one.
constexpr std::uint64_t laid_out_per_look = 8;

}  // namespace

std::uint64_t DocSet::count(const PostingLists& lists, const TermSet& words) noexcept {
  std::uint64_t postings = 0;
  words.each([&](TermId word) { postings += lists.count(word); });
  return postings;
}

DocSet::DocSet(const PostingLists& lists, const TermSet& words, Range range, std::uint64_t postings,
               WorkBudget& budget)
    : end_(range.end), postings_(postings), lists_(&lists), words_(&words), budget_(&budget) {
  if (postings_ == 0 || range.begin >= range.end) {
    return;
  }
  const std::size_t count = words.count();
  if (count == 1) {
    kind_ = Kind::list;
    cursor_ = lists.list(words.ranges().front().begin);
    move_to(range.begin);
  } else if (count <= merged_max) {
    kind_ = Kind::merged;
    cursors_.reserve(count);
    words.each([&](TermId word) { cursors_.push_back(lists.list(word)); });
    seek_merged(range.begin);
  } else if (postings_ <= sorted_postings_max) {
    kind_ = Kind::sorted;
    sort();
    doc_ = sorted_.front().doc;
    fields_ = sorted_.front().fields;
    seek(range.begin);
  } else {
    kind_ = Kind::marked;
    const std::uint64_t documents = range.end - range.begin;
    window_documents_ = static_cast<DocNumber>(
        std::clamp(documents * first_window_postings / postings_, window_least, window_most));
    window_end_ = range.begin;
    seek_marked(range.begin);
  }
}

void DocSet::seek_merged(DocNumber target) {
  budget_->spend(cursors_.size() - 1);  // whoever asks counts the first
  doc_ = no_doc;
  for (PostingCursor& cursor : cursors_) {
    cursor.seek(target);
    if (cursor.doc() < doc_) {
      doc_ = cursor.doc();
      fields_ = cursor.fields();
    } else if (cursor.doc() == doc_) {
      fields_ |= cursor.fields();
    }
  }
}

void DocSet::sort() {
  sorted_.reserve(postings_);
  words_->each([this](TermId word) {
    for (PostingCursor cursor = lists_->list(word); cursor.doc() != no_doc; cursor.next()) {
      sorted_.push_back({cursor.doc(), cursor.fields()});
    }
  });
  budget_->spend(sorted_.size() / laid_out_per_look);
  std::sort(sorted_.begin(), sorted_.end(),
            [](const Posting& left, const Posting& right) { return left.doc < right.doc; });
  std::size_t kept = 0;
  for (std::size_t i = 1; i < sorted_.size(); ++i) {
    if (sorted_[i].doc == sorted_[kept].doc) {
      sorted_[kept].fields |= sorted_[i].fields;
    } else {
      sorted_[++kept] = sorted_[i];
    }
  }
  sorted_.resize(kept + 1);
}

// How much work that was: the word, and each posting.
std::uint64_t DocSet::mark(PostingCursor& cursor) noexcept {
  std::uint64_t laid_out = 1;
  for (cursor.seek(window_begin_); cursor.doc() < window_end_; cursor.next()) {
    ++laid_out;
    marks_[cursor.doc() - window_begin_] |= cursor.fields();
  }
  return laid_out;
}

// Most searches end within the first window: only who goes on needs to remember each word's place.
void DocSet::mark_window(DocNumber begin) {
  window_begin_ = begin;
  window_end_ = begin + std::min(window_documents_, end_ - begin);
  window_documents_ = static_cast<DocNumber>(
      std::min<std::uint64_t>(std::uint64_t{window_documents_} * window_growth, window_most));
  // Read eight at a time.
  marks_.assign((window_end_ - window_begin_ + std::size_t{7}) / 8 * 8, 0);
  std::uint64_t laid_out = 0;
  if (windows_ == 0) {
    words_->each([&](TermId word) {
      PostingCursor cursor = lists_->list(word);
      laid_out += mark(cursor);
    });
  } else {
    if (windows_ == 1) {
      words_->each([this](TermId word) { cursors_.push_back(lists_->list(word)); });
    }
    std::erase_if(cursors_, [&](PostingCursor& cursor) {
      laid_out += mark(cursor);
      return cursor.doc() == no_doc;
    });
  }
  ++windows_;
  budget_->spend(laid_out / laid_out_per_look);
}

void DocSet::seek_marked(DocNumber target) {
  while (target < end_) {
    if (target >= window_end_) {
      mark_window(target);
    }
    // Eight marks at a time, the lowest first: those before the target do not count.
    static_assert(std::endian::native == std::endian::little);
    std::size_t at = target - window_begin_;
    std::uint64_t counted = ~std::uint64_t{0} << (at % 8 * 8);
    for (at -= at % 8; at < marks_.size(); at += 8) {
      std::uint64_t eight = 0;
      std::memcpy(&eight, marks_.data() + at, sizeof eight);
      eight &= counted;
      if (eight != 0) {
        at += static_cast<std::size_t>(std::countr_zero(eight)) / 8;
        doc_ = window_begin_ + static_cast<DocNumber>(at);
        fields_ = marks_[at];
        return;
      }
      counted = ~std::uint64_t{0};
    }
    target = window_end_;
  }
  doc_ = no_doc;
}

// Steps that double: most targets are near.
void DocSet::seek_given(DocNumber target) {
  std::size_t step = 1;
  while (at_ + step < given_.size() && given_[at_ + step] < target) {
    at_ += step;
    step *= 2;
  }
  const auto begin = given_.begin() + static_cast<std::ptrdiff_t>(std::min(at_, given_.size()));
  const auto end =
      given_.begin() + static_cast<std::ptrdiff_t>(std::min(at_ + step + 1, given_.size()));
  at_ = static_cast<std::size_t>(std::lower_bound(begin, end, target) - given_.begin());
  doc_ = at_ < given_.size() ? given_[at_] : no_doc;
}

void DocSet::move_to(DocNumber target) {
  switch (kind_) {
    case Kind::none:
      return;
    case Kind::list:
      cursor_.seek(target);
      doc_ = cursor_.doc();
      fields_ = cursor_.fields();
      return;
    case Kind::merged:
      seek_merged(target);
      return;
    case Kind::sorted:
      while (at_ < sorted_.size() && sorted_[at_].doc < target) {
        ++at_;
      }
      doc_ = at_ < sorted_.size() ? sorted_[at_].doc : no_doc;
      fields_ = at_ < sorted_.size() ? sorted_[at_].fields : FieldMask{0};
      return;
    case Kind::marked:
      seek_marked(target);
      return;
    case Kind::given:
      seek_given(target);
      return;
    case Kind::all:
    case Kind::unread:
      doc_ = target < end_ ? target : no_doc;
      return;
  }
}

}  // namespace search

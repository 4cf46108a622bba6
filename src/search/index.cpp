#include "search/index.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "search/segment_writer.hpp"

namespace search {
namespace {

DocNumber living(const LivingSegment& one) noexcept {
  return one.segment->documents.count() - one.deleted->count();
}

}  // namespace

std::uint64_t Snapshot::books() const noexcept {
  std::uint64_t books = 0;
  for (const LivingSegment& one : segments) {
    books += living(one);
  }
  return books;
}

Index::Index(SegmentStorage& storage, SegmentPtr segment, catalog::Sequence sequence)
    : storage_(&storage) {
  Snapshot snapshot;
  if (segment->documents.count() > 0) {
    snapshot.segments.push_back(whole(std::move(segment)));
  }
  snapshot.sequence = sequence;
  snapshot_ = std::make_shared<const Snapshot>(std::move(snapshot));
}

void Index::mark_deleted(std::int64_t id) {
  for (std::size_t i = next_.segments.size(); i-- > 0;) {
    LivingSegment& one = next_.segments[i];
    const DocNumber doc = one.segment->documents.find(id);
    if (doc == no_doc || one.deleted->has(doc)) {
      continue;
    }
    if (!being_deleted_[i]) {
      being_deleted_[i] = std::make_shared<DeletedDocs>(*one.deleted);
      one.deleted = being_deleted_[i];
    }
    being_deleted_[i]->add(doc);
    return;
  }
}

void Index::apply(const Changes& changes) {
  next_ = *snapshot_;
  being_deleted_.assign(next_.segments.size(), nullptr);
  for (const catalog::BookId id : changes.gone) {
    mark_deleted(id.value);
  }
  SegmentWriter writer(*storage_);
  for (const catalog::Book& book : changes.books) {
    mark_deleted(book.id.value);
    writer.add(book);
  }
  being_deleted_.clear();
  if (!writer.is_empty()) {
    next_.segments.push_back(whole(std::move(writer).finish()));
  }
  merge_segments();
  next_.sequence = changes.now;
  snapshot_ = std::make_shared<const Snapshot>(std::move(next_));
  next_ = {};
}

// Like a binary counter: a segment is merged with the one before it unless that is larger, so that
// few segments exist and each book is merged few times. What is mostly deleted is written anew.
void Index::merge_segments() {
  auto& all = next_.segments;
  for (LivingSegment& one : all) {
    if (one.deleted->count() * 2 > one.segment->documents.count()) {
      one = whole(merge(std::span(&one, 1), *storage_));
    }
  }
  std::erase_if(all, [](const LivingSegment& one) { return living(one) == 0; });
  std::size_t first = all.size();
  std::uint64_t total = 0;
  while (first > 0 && (first == all.size() || living(all[first - 1]) <= total)) {
    total += living(all[--first]);
  }
  if (all.size() - first > 1) {
    const std::vector<LivingSegment> tail(all.begin() + static_cast<std::ptrdiff_t>(first),
                                          all.end());
    all.resize(first);
    all.push_back(whole(merge(tail, *storage_)));
  }
}

void Index::compact() {
  const auto& all = snapshot_->segments;
  const bool is_compact = all.size() == 1 && all.front().deleted->count() == 0;
  if (!is_compact) {
    *this = Index(*storage_, merge(all, *storage_), snapshot_->sequence);
  }
}

SegmentPtr Index::whole_segment() const {
  const auto& all = snapshot_->segments;
  check(all.size() <= 1);
  return all.empty() ? SegmentWriter(*storage_).finish() : all.front().segment;
}

}  // namespace search

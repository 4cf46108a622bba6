#include "search/index/index.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <utility>

#include "base/check.hpp"
#include "search/index/merge_policy.hpp"

namespace search {
namespace {

// Ten milliseconds or so: a search may wait for it.
constexpr std::uint64_t documents_merged_at_once_max = 2048;
// A tenth of a second and 30 MiB or so.
constexpr std::size_t changes_gathered_max = 20'000;
constexpr std::uint64_t any_number = std::numeric_limits<std::uint64_t>::max();

DocNumber living(const LivingSegment& one) noexcept {
  return one.segment->documents.count() - one.deleted->count();
}

std::vector<SegmentSize> sizes_of(std::span<const LivingSegment> segments) {
  std::vector<SegmentSize> sizes;
  sizes.reserve(segments.size());
  std::transform(
      segments.begin(), segments.end(), std::back_inserter(sizes),
      [](const LivingSegment& one) { return SegmentSize{living(one), one.deleted->count()}; });
  return sizes;
}

std::string main_language_of(std::span<const LivingSegment> segments) {
  std::map<std::string_view, std::uint64_t> books;
  for (const LivingSegment& one : segments) {
    for (const LanguageCount& count : one.segment->languages) {
      books[count.language] += count.documents;
    }
  }
  const auto most = std::ranges::max_element(books, {}, [](const auto& one) { return one.second; });
  return most == books.end() ? std::string() : std::string(most->first);
}

}  // namespace

std::uint64_t Snapshot::books() const noexcept {
  std::uint64_t books = 0;
  for (const LivingSegment& one : segments) {
    books += living(one);
  }
  return books;
}

SegmentPtr Snapshot::only_segment() const noexcept {
  const bool is_only = segments.size() == 1 && segments.front().deleted->count() == 0;
  return is_only ? segments.front().segment : nullptr;
}

Index::Index(SegmentStorage& storage, SegmentPtr segment, catalog::Sequence sequence)
    : storage_(&storage), taken_(sequence) {
  if (segment->documents.count() > 0) {
    next_.segments.push_back(whole(std::move(segment)));
  }
  next_.sequence = sequence;
  publish();
}

void Index::publish() {
  next_.main_language = main_language_of(next_.segments);
  snapshot_ = std::make_shared<const Snapshot>(std::move(next_));
  next_ = {};
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

void Index::take(const Changes& changes) {
  const auto is_taken = [this](catalog::BookId id) { return changed_.contains(id.value); };
  // A segment has one document of a book.
  if (changed_.size() >= changes_gathered_max || std::ranges::any_of(changes.gone, is_taken) ||
      std::ranges::any_of(changes.books, is_taken, &catalog::Book::id)) {
    settle();
  }
  for (const catalog::BookId id : changes.gone) {
    changed_.insert(id.value);
  }
  if (!fresh_ && !changes.books.empty()) {
    fresh_ = std::make_unique<SegmentWriter>(*storage_);
  }
  for (const catalog::Book& book : changes.books) {
    changed_.insert(book.id.value);
    fresh_->add(book);
  }
  taken_ = changes.now;
}

void Index::settle() {
  if (changed_.empty() && taken_ == snapshot_->sequence) {
    return;
  }
  next_ = *snapshot_;
  being_deleted_.assign(next_.segments.size(), nullptr);
  for (const std::int64_t id : changed_) {
    mark_deleted(id);
  }
  changed_.clear();
  being_deleted_.clear();
  if (const auto fresh = std::exchange(fresh_, nullptr)) {
    next_.segments.push_back(whole(std::move(*fresh).finish()));
  }
  std::erase_if(next_.segments,
                [this](const LivingSegment& one) { return living(one) == 0 && !is_merging(one); });
  merge_segments();
  next_.sequence = taken_;
  publish();
}

bool Index::is_merging(const LivingSegment& one) const noexcept {
  return std::any_of(merging_.begin(), merging_.end(),
                     [&](const LivingSegment& other) { return other.segment == one.segment; });
}

void Index::merge_segments() {
  auto& all = next_.segments;
  // Behind the last one that is in a merge.
  std::size_t free = all.size();
  while (free > 0 && !is_merging(all[free - 1])) {
    --free;
  }
  while (true) {
    const auto [begin, end] =
        segments_to_merge(sizes_of(std::span(all).subspan(free)), documents_merged_at_once_max);
    if (begin == end) {
      return;
    }
    all[free + begin] = whole(merge(std::span(all).subspan(free + begin, end - begin), *storage_));
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(free + begin + 1),
              all.begin() + static_cast<std::ptrdiff_t>(free + end));
  }
}

std::vector<LivingSegment> Index::due_merge() const {
  if (!merging_.empty()) {
    return {};
  }
  const std::span<const LivingSegment> all = snapshot_->segments;
  const auto [begin, end] = segments_to_merge(sizes_of(all), any_number);
  const auto due = all.subspan(begin, end - begin);
  return {due.begin(), due.end()};
}

void Index::end_merge(const SegmentPtr& merged) {
  next_ = *snapshot_;
  auto& all = next_.segments;
  const auto deleted = std::make_shared<DeletedDocs>(merged->documents.count());
  for (const LivingSegment& before : merging_) {
    const auto now = std::find_if(all.begin(), all.end(), [&](const LivingSegment& one) {
      return one.segment == before.segment;
    });
    check(now != all.end());
    const DocumentColumns& documents = before.segment->documents;
    for (DocNumber doc = 0; now->deleted != before.deleted && doc < documents.count(); ++doc) {
      if (now->deleted->has(doc) && !before.deleted->has(doc)) {
        deleted->add(merged->documents.find(documents.ids[doc]));
      }
    }
  }
  const auto first = std::find_if(all.begin(), all.end(),
                                  [this](const LivingSegment& one) { return is_merging(one); });
  if (first != all.end()) {
    // In the place of the first; the others go.
    *first = {merged, deleted};
    std::erase_if(all, [this](const LivingSegment& one) { return is_merging(one); });
  }
  std::erase_if(all, [](const LivingSegment& one) { return living(one) == 0; });
  merging_.clear();
  publish();
}

SegmentPtr Index::compact() {
  check(merging_.empty() && changed_.empty());
  SegmentPtr only = snapshot_->only_segment();
  if (!only) {
    only = merge(snapshot_->segments, *storage_);
    *this = Index(*storage_, only, snapshot_->sequence);
  }
  return only;
}

}  // namespace search

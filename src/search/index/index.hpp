// The index of a whole catalogue: segments, newest last, and which of their documents are deleted.
// The newest word about a book is in the newest segment that has it. One thread changes it;
// snapshots are for all.
#pragma once

#include <boost/unordered/unordered_flat_set.hpp>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "catalog/book.hpp"
#include "catalog/identity.hpp"
#include "search/index/segment_merger.hpp"
#include "search/index/segment_writer.hpp"

namespace search {

// The catalogue as of one sequence number; every book lives in exactly one of the segments.
struct Snapshot {
  std::vector<LivingSegment> segments;
  catalog::Sequence sequence{0};
  // The language that most books are in, by its primary subtag; empty when no book names one.
  std::string main_language;

  std::uint64_t books() const noexcept;
  // nullptr unless all books are in one segment that has no others.
  SegmentPtr only_segment() const noexcept;
};
using SnapshotPtr = std::shared_ptr<const Snapshot>;

class Index {
 public:
  explicit Index(SegmentStorage& storage = memory_storage()) : storage_(&storage) {}
  Index(SegmentStorage& storage, SegmentPtr segment, catalog::Sequence sequence);

  // The changes up to `now`: `books` are new or changed, the other ids are deleted.
  struct Changes {
    std::span<const catalog::Book> books;
    std::span<const catalog::BookId> gone;
    catalog::Sequence now;
  };
  // Gathers changes, so that many make one segment: merging a segment of each hundred costs more
  // than making it. They are shown by the next settle(), or earlier when they have become many.
  void take(const Changes& changes);
  // Merges small segments only, because a search may wait for the merge.
  void settle();
  void apply(const Changes& changes) {
    take(changes);
    settle();
  }
  // Every change up to this one was taken.
  catalog::Sequence taken() const noexcept { return taken_; }
  SnapshotPtr snapshot() const { return snapshot_; }

  // A larger merge may run on another thread meanwhile, one at a time: of the segments that are
  // due, or of all. Until the merge ends its segments stay, and none of them is in another merge.
  std::vector<LivingSegment> due_merge() const;
  void begin_merge(std::vector<LivingSegment> segments) { merging_ = std::move(segments); }
  // `merged` replaces the segments of the merge. Documents deleted in them since are deleted in it.
  void end_merge(const SegmentPtr& merged);

  // Leaves one segment, of all that lives, and gives it. Not while a merge is made elsewhere.
  SegmentPtr compact();

 private:
  void mark_deleted(std::int64_t id);
  bool is_merging(const LivingSegment& one) const noexcept;
  void merge_segments();
  void publish();

  SegmentStorage* storage_;
  SnapshotPtr snapshot_ = std::make_shared<Snapshot>();
  std::vector<LivingSegment> merging_;
  // What was taken and is not shown yet: whose former documents are deleted, and the new ones.
  boost::unordered_flat_set<std::int64_t> changed_;
  std::unique_ptr<SegmentWriter> fresh_;
  catalog::Sequence taken_{0};
  // The next snapshot while it is made; deleted documents copied once a change.
  Snapshot next_;
  std::vector<std::shared_ptr<DeletedDocs>> being_deleted_;
};

}  // namespace search

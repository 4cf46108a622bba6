#include "search/query/changed_book.hpp"

#include <algorithm>
#include <utility>

#include "formats/book_document.hpp"
#include "search/index/segment_writer.hpp"
#include "search/query/searcher.hpp"

namespace search {

bool changed_book_matches(const Snapshot& snapshot, const BoundQuery& query,
                          const store::BookDocument& document) {
  const auto parsed = formats::read_document(document.json);
  if (!parsed) {
    return false;
  }
  const catalog::Book& book = *parsed;
  const auto is_unchanged = [&book](const LivingSegment& one) {
    const DocumentColumns& documents = one.segment->documents;
    const DocNumber doc = documents.find(book.id.value);
    return doc != no_doc && !one.deleted->has(doc) &&
           documents.updated_ms[doc] == book.updated_at.time_since_epoch().count();
  };
  const bool is_searched = !query.present.empty() || !query.absent.empty();
  if (is_searched || std::ranges::any_of(snapshot.segments, is_unchanged)) {
    return true;
  }
  SegmentWriter writer;
  writer.add(book);
  const Index index(memory_storage(), std::move(writer).finish(), snapshot.sequence);
  const SnapshotPtr alone = index.snapshot();
  return !Searcher(*alone, query, list_budgets).by_id({.from = {}, .most = 1}).ids.empty();
}

}  // namespace search

#include "search/bulk.hpp"

#include "catalog/spelling.hpp"

namespace search {
namespace {

// About 60 MiB while they are gathered.
constexpr DocNumber books_per_segment = 100'000;

}  // namespace

void BulkIndex::add(const catalog::Book& book) {
  gathering_->add(book);
  if (gathering_->count() == books_per_segment) {
    end_segment();
  }
}

void BulkIndex::end_segment() {
  SegmentPtr segment = gathering_->compose();
  gathering_ = std::make_unique<Gathering>();
  auto none_dead = std::make_shared<const DeadDocs>(segment->records.count());
  segments_.push_back({std::move(segment), std::move(none_dead)});
}

Index BulkIndex::finish(catalog::Sequence sequence) {
  end_segment();
  return Index(search::merge(std::exchange(segments_, {})), sequence);
}

void make_index(store::Maintenance& catalogue) {
  BulkIndex bulk;
  catalog::Sequence as_of{0};
  {
    const auto scan = catalogue.scan();
    as_of = scan->as_of();
    while (const auto book = scan->next()) {
      bulk.add(*book);
    }
  }
  const std::string bytes = bulk.finish(as_of).bytes();
  catalogue.shelf()->save({catalog::search_rules, as_of}, bytes);
}

}  // namespace search

#include "search/bulk.hpp"

#include <utility>

#include "catalog/spelling.hpp"

namespace search {
namespace {

// About 60 MiB while they are gathered.
constexpr DocNumber books_per_segment = 100'000;
// What a start may have to read again: so many changes, or one for each ten books.
constexpr std::int64_t changes_followed_max = 20'000;
constexpr std::uint64_t books_per_change = 10;

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

bool is_far(std::int64_t changes, std::uint64_t books) noexcept {
  return changes > changes_followed_max &&
         static_cast<std::uint64_t>(changes) > books / books_per_change;
}

void make_index_if_far(store::Maintenance& catalogue) {
  const auto mark = catalogue.shelf()->mark();
  if (mark && mark->rules == catalog::search_rules) {
    const auto scan = catalogue.scan();
    if (!is_far(scan->as_of().value - mark->sequence.value, scan->total())) {
      return;
    }
  }
  make_index(catalogue);
}

std::uint64_t make_index(store::Maintenance& catalogue) {
  BulkIndex bulk;
  std::uint64_t books = 0;
  catalog::Sequence as_of{0};
  {
    const auto scan = catalogue.scan();
    as_of = scan->as_of();
    while (const auto book = scan->next()) {
      bulk.add(*book);
      ++books;
    }
  }
  const std::string bytes = bulk.finish(as_of).bytes();
  catalogue.shelf()->save({catalog::search_rules, as_of}, bytes);
  return books;
}

}  // namespace search

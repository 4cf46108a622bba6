#include "search/query/boolean_search.hpp"

#include <algorithm>

#include "catalog/listing.hpp"
#include "search/query/boolean_matcher.hpp"
#include "search/query/ordered_list.hpp"

namespace search {
namespace {

// The first document whose book has this id or a higher one.
DocNumber place_of_id(const DocumentColumns& documents, std::int64_t id) {
  return static_cast<DocNumber>(std::ranges::lower_bound(documents.ids, id) -
                                documents.ids.begin());
}

}  // namespace

BooleanSearch::BooleanSearch(const Snapshot& snapshot, const catalog::BooleanQuery& query,
                             std::uint64_t steps_max)
    : Hits(steps_max), snapshot_(snapshot) {
  found_.reserve(snapshot.segments.size());
  for (const LivingSegment& one : snapshot.segments) {
    found_.push_back(BooleanMatcher(one, query, budget_).find());
    books_ += found_.back().count();
    if (is_exhausted()) {
      return;
    }
  }
}

Hits::Reach BooleanSearch::each(For /*purpose*/, const HitVisitor& visit) {
  std::uint64_t documents = 0;
  auto control = ScanControl::on;
  for (std::size_t segment = 0; segment < found_.size() && control == ScanControl::on; ++segment) {
    found_[segment].each([&](DocNumber doc) {
      ++documents;
      control = visit(segment, doc);
      return control == ScanControl::on;
    });
  }
  return {control == ScanControl::on ? Extent::all : Extent::some, documents};
}

std::uint64_t BooleanSearch::books_before(std::int64_t id) const {
  std::uint64_t books = 0;
  for (std::size_t i = 0; i < found_.size(); ++i) {
    const DocumentColumns& documents = snapshot_.segments[i].segment->documents;
    books += found_[i].count_before(place_of_id(documents, id));
  }
  return books;
}

// The books that are skipped are counted, not visited.
std::vector<std::int64_t> BooleanSearch::ids_ascending(std::uint64_t skipped,
                                                       std::size_t most) const {
  std::vector<std::int64_t> ids;
  if (skipped >= books_) {
    return ids;
  }
  std::int64_t first = 0;
  for (std::int64_t last = catalog::book_id_max; skipped > 0 && first < last;) {
    const std::int64_t middle = first + (last - first) / 2;
    if (books_before(middle + 1) > skipped) {
      last = middle;
    } else {
      first = middle + 1;
    }
  }
  std::vector<DocNumber> heads;
  for (std::size_t i = 0; i < found_.size(); ++i) {
    heads.push_back(found_[i].next(place_of_id(snapshot_.segments[i].segment->documents, first)));
  }
  const auto id_of = [&](std::size_t i) {
    return heads[i] == no_doc ? catalog::book_id_max + 1
                              : snapshot_.segments[i].segment->documents.ids[heads[i]];
  };
  while (ids.size() < most) {
    std::size_t least = 0;
    for (std::size_t i = 1; i < heads.size(); ++i) {
      least = id_of(i) < id_of(least) ? i : least;
    }
    if (heads[least] == no_doc) {
      break;
    }
    ids.push_back(id_of(least));
    heads[least] = found_[least].next(heads[least] + 1);
  }
  return ids;
}

std::vector<std::int64_t> BooleanSearch::ids_sorted(const PageOf& page) {
  catalog::Listing listing;
  listing.order = page.order;
  listing.limit = static_cast<std::size_t>(page.skipped) + page.most;
  const OrderedPage sorted = OrderedList(snapshot_, *this, listing).of_hits();
  std::vector<std::int64_t> ids;
  const std::size_t end = std::min(sorted.places.size(), listing.limit);
  for (std::size_t i = page.skipped; i < end; ++i) {
    const DocPlace place = sorted.places[i];
    ids.push_back(snapshot_.segments[place.segment].segment->documents.ids[place.doc]);
  }
  return ids;
}

std::vector<std::int64_t> BooleanSearch::ids(const PageOf& page) {
  if (page.skipped >= books_ || page.most == 0) {
    return {};
  }
  if (page.order.front().key != catalog::SortKey::id) {
    return ids_sorted(page);
  }
  if (page.order.front().direction == catalog::Direction::ascending) {
    return ids_ascending(page.skipped, page.most);
  }
  const std::uint64_t end = books_ - page.skipped;
  const std::uint64_t begin = end - std::min<std::uint64_t>(end, page.most);
  std::vector<std::int64_t> ids = ids_ascending(begin, static_cast<std::size_t>(end - begin));
  std::ranges::reverse(ids);
  return ids;
}

}  // namespace search

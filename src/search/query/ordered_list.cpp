#include "search/query/ordered_list.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "search/query/list_bounds.hpp"

namespace search {
namespace {

using catalog::SortKey;

// Testing one document for a match costs as much as visiting so many hits in a row.
constexpr double hits_per_test = 20;
// So few are looked at whatever the page.
constexpr double sorted_anyway_max = 5'000;
// Hits need not lie evenly along the order: as many documents more are tested.
constexpr double walk_slack = 2;

// Documents of a segment that are in order already.
class SortedDocs {
 public:
  explicit SortedDocs(std::vector<DocNumber> docs) noexcept : docs_(std::move(docs)) {}
  DocNumber doc() const noexcept { return next_ < docs_.size() ? docs_[next_] : no_doc; }
  void next() noexcept { ++next_; }

 private:
  std::vector<DocNumber> docs_;
  std::size_t next_ = 0;
};

template <class Stream>
void take(MergedDocs<Stream>& from, std::size_t most, std::vector<DocPlace>& places) {
  for (; !from.at_end() && places.size() < most; from.next()) {
    places.push_back(from.place());
  }
}

}  // namespace

// A filter on the first key bounds the range of places in its order.
OrderedDocs::Places OrderedList::places(const Segment& segment) const {
  const SortKeys keys(segment);
  const SortKey key = order_.sorts.front().key;
  const catalog::Filter& filter = listing_.filter;
  if (const auto years = year_range(filter); years && key == SortKey::year) {
    return {keys.place(key, years->least), keys.place(key, years->most + 1)};
  }
  if (filter.updated_since && key == SortKey::updated_at) {
    return {keys.place(key, filter.updated_since->time_since_epoch().count()), no_doc};
  }
  return {};
}

MergedDocs<OrderedDocs> OrderedList::documents() const {
  std::vector<OrderedDocs> streams;
  streams.reserve(snapshot_.segments.size());
  for (const LivingSegment& one : snapshot_.segments) {
    streams.emplace_back(one, order_, most_, places(*one.segment));
  }
  return {snapshot_, order_, std::move(streams)};
}

OrderedPage OrderedList::of_everything() {
  OrderedPage page;
  auto from = documents();
  take(from, most_, page.places);
  page.hits = snapshot_.books();
  return page;
}

// The first of many hits are met soon, few hits are sorted soon: in between both cost the same.
OrderedPage OrderedList::of_hits() {
  const auto books = static_cast<double>(snapshot_.books());
  const auto page = static_cast<double>(most_);
  const double sorted_max = std::max(std::sqrt(page * books * hits_per_test), sorted_anyway_max);
  if (auto found = sort_hits(static_cast<std::uint64_t>(sorted_max))) {
    return *std::move(found);
  }
  if (hits_.is_exhausted()) {
    return {};
  }
  const double tested_max = walk_slack * std::max(page, page * books / sorted_max);
  OrderedPage walked = walk(static_cast<std::size_t>(tested_max));
  if (!walked.stopped_at) {
    return walked;
  }
  // Hits lie far from where the page begins.
  if (auto found = sort_hits(snapshot_.books())) {
    return *std::move(found);
  }
  return walked;
}

std::optional<OrderedPage> OrderedList::sort_hits(std::uint64_t hits_max) {
  std::vector<DocComparison> comparisons;
  std::vector<FirstDocs> first;
  comparisons.reserve(snapshot_.segments.size());
  for (const LivingSegment& one : snapshot_.segments) {
    first.emplace_back(comparisons.emplace_back(*one.segment, order_), most_);
  }
  std::uint64_t hits = 0;
  const auto reach = hits_.each(Hits::For::page, [&](std::size_t segment, DocNumber doc) {
    if (comparisons[segment].is_behind_cursor(doc)) {
      first[segment].add(doc);
    }
    return ++hits > hits_max ? ScanControl::stop : ScanControl::on;
  });
  if (reach.seen == Hits::Extent::some) {
    return std::nullopt;
  }
  std::vector<SortedDocs> sorted;
  std::transform(first.begin(), first.end(), std::back_inserter(sorted),
                 [](FirstDocs& docs) { return SortedDocs(docs.take()); });
  MergedDocs<SortedDocs> merged(snapshot_, order_, std::move(sorted));
  OrderedPage page;
  take(merged, most_, page.places);
  page.hits = hits;
  return page;
}

OrderedPage OrderedList::walk(std::size_t documents_max) {
  OrderedPage page;
  std::size_t tested = 0;
  for (auto from = documents(); !from.at_end() && page.places.size() < most_; from.next()) {
    const DocPlace place = from.place();
    if (hits_.holds(place.segment, place.doc)) {
      page.places.push_back(place);
    }
    if (++tested == documents_max || hits_.is_exhausted()) {
      page.stopped_at = place;
      break;
    }
  }
  if (page.places.size() == most_) {
    page.stopped_at.reset();
  }
  return page;
}

}  // namespace search

// A page of a search or a list in an order of sort keys. Few hits are all visited, and the first of
// them sorted. With many hits the order is walked and each document tested. Used by one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "catalog/listing.hpp"
#include "search/query/hits.hpp"
#include "search/query/merged_docs.hpp"

namespace search {

struct OrderedPage {
  std::vector<DocPlace> places;  // as they are read
  // How many hits there are, where all were looked at.
  std::optional<std::uint64_t> hits;
  // A page that was too much work is short: it goes on behind this one.
  std::optional<DocPlace> stopped_at;
};

class OrderedList {
 public:
  // `listing` must outlive it.
  OrderedList(const Snapshot& snapshot, Hits& hits, const catalog::Listing& listing)
      : snapshot_(snapshot),
        hits_(hits),
        listing_(listing),
        order_(ReadingOrder::of(listing)),
        most_(listing.limit + 1) {}

  // Every book is a hit.
  OrderedPage of_everything();
  OrderedPage of_hits();

 private:
  // Looks at all hits if there are no more than `hits_max`: nullopt when there are, or when it was
  // too much work.
  std::optional<OrderedPage> sort_hits(std::uint64_t hits_max);
  // Stops when the page is full, or after so many documents.
  OrderedPage walk(std::size_t documents_max);
  MergedDocs<OrderedDocs> documents() const;
  OrderedDocs::Places places(const Segment& segment) const;

  const Snapshot& snapshot_;
  Hits& hits_;
  const catalog::Listing& listing_;
  const ReadingOrder order_;
  const std::size_t most_;
};

}  // namespace search

// What the metrics tell of the index that is shown: how far it has followed, and how large it is.
// The follower's thread.
#pragma once

#include <string_view>

#include "base/metrics.hpp"
#include "search/index/index.hpp"

namespace search {

class IndexGauges {
 public:
  explicit IndexGauges(base::Metrics& metrics)
      : sequence_(metrics.gauge(
            {"livros_search_index_sequence", "Newest change that the search index has followed"})),
        mapped_(metrics.gauge({bytes, bytes_help, "kind=\"mapped\""})),
        memory_(metrics.gauge({bytes, bytes_help, "kind=\"memory\""})) {}

  void show(const Snapshot& snapshot, const SegmentStorage& storage) {
    sequence_.set(snapshot.sequence.value);
    mapped_.set(storage.usage().mapped);
    memory_.set(storage.usage().memory);
  }

 private:
  static constexpr std::string_view bytes = "livros_search_index_bytes";
  static constexpr std::string_view bytes_help =
      "Size of the search index: in mapped files, of which memory holds what is read, or in memory";

  base::Gauge& sequence_;
  base::Gauge& mapped_;
  base::Gauge& memory_;
};

}  // namespace search

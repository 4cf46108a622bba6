#include "search/follow/rebuild_index.hpp"

#include <malloc.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "catalog/spelling.hpp"
#include "search/follow/segment_writers.hpp"

namespace search {
namespace {

// A start may follow so many changes, or one for each ten books; beyond that the index is made.
constexpr std::int64_t changes_followed_max = 20'000;
constexpr std::uint64_t books_per_change = 10;

// More would wait for the one that reads the books.
constexpr unsigned threads_max = 4;

}  // namespace

bool is_far(std::int64_t changes, std::uint64_t books) noexcept {
  return changes > changes_followed_max &&
         static_cast<std::uint64_t>(changes) > books / books_per_change;
}

void make_index_if_far(store::Maintenance& catalogue, const std::filesystem::path& index_folder) {
  const auto stamp = catalogue.index_store()->stamp();
  if (stamp && stamp->rules == catalog::search_rules) {
    const auto scan = catalogue.scan();
    if (!is_far(scan->as_of().value - stamp->sequence.value, scan->total())) {
      return;
    }
  }
  make_index(catalogue, index_folder);
}

std::uint64_t make_index(store::Maintenance& catalogue, const std::filesystem::path& index_folder) {
  // A load leaves its memory to the allocator in small pieces; the index needs large ones.
  malloc_trim(0);
  SegmentStorage storage(index_folder, nullptr);
  catalog::Sequence as_of{0};
  SegmentPtr segment;
  {
    const auto scan = catalogue.scan();
    as_of = scan->as_of();
    SegmentWriters writers(storage, *scan,
                           std::clamp(std::thread::hardware_concurrency(), 1U, threads_max));
    while (auto document = scan->next_document()) {
      writers.add(*std::move(document));
    }
    segment = writers.finish();
  }
  // Storing the index reads all of it, beside what the allocator would keep of the writer.
  malloc_trim(0);
  const std::uint64_t books = segment->documents.count();
  catalogue.index_store()->save({catalog::search_rules, as_of},
                                {segment->bytes(), [&segment] { segment->release_pages(); }});
  return books;
}

}  // namespace search

#include "search/index/sort_columns.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>
#include <utility>

namespace search {
namespace {

// The documents in order of their ranks, which are less than `end`.
std::vector<DocNumber> counted_order(std::span<const std::uint32_t> ranks, std::uint32_t end) {
  std::vector<DocNumber> next(end + std::size_t{1}, 0);
  for (const std::uint32_t rank : ranks) {
    ++next[rank + 1];
  }
  std::partial_sum(next.begin(), next.end(), next.begin());
  std::vector<DocNumber> order(ranks.size());
  for (DocNumber doc = 0; doc < ranks.size(); ++doc) {
    order[next[ranks[doc]]++] = doc;
  }
  return order;
}

void write_order(ColumnWriter& columns, Column column, std::span<const std::uint32_t> ranks) {
  if (std::is_sorted(ranks.begin(), ranks.end())) {
    columns.begin(column);
    return;
  }
  const std::uint32_t most = *std::max_element(ranks.begin(), ranks.end());
  columns.add(column, counted_order(ranks, most + 1));
}

void write_order(ColumnWriter& columns, Column column, std::span<const std::int64_t> instants) {
  if (std::is_sorted(instants.begin(), instants.end())) {
    columns.begin(column);
    return;
  }
  std::vector<std::pair<std::int64_t, DocNumber>> sorted(instants.size());
  for (DocNumber doc = 0; doc < instants.size(); ++doc) {
    sorted[doc] = {instants[doc], doc};
  }
  std::sort(sorted.begin(), sorted.end());
  columns.begin(column);
  for (const auto& [instant, doc] : sorted) {
    columns.append_number(doc);
  }
}

// The first bytes of a key as a number: most keys differ there.
std::uint64_t first_bytes(std::string_view key) noexcept {
  std::uint64_t bytes = 0;
  if (!key.empty()) {
    std::memcpy(&bytes, key.data(), std::min(key.size(), sizeof bytes));
  }
  static_assert(std::endian::native == std::endian::little);
  return __builtin_bswap64(bytes);
}

}  // namespace

std::optional<std::string_view> SortColumns::odd_title_key(DocNumber doc) const noexcept {
  if (odd_titles.empty()) {
    return std::nullopt;
  }
  const auto at = std::lower_bound(odd_titles.begin(), odd_titles.end(), doc);
  if (at == odd_titles.end() || *at != doc) {
    return std::nullopt;
  }
  const auto place = static_cast<std::size_t>(at - odd_titles.begin());
  const std::size_t begin = place == 0 ? 0 : odd_title_key_ends[place - 1];
  return odd_title_keys.substr(begin, odd_title_key_ends[place] - begin);
}

void OddTitles::add(DocNumber doc, std::string_view key) {
  docs.push_back(doc);
  keys += key;
  key_ends.push_back(static_cast<std::uint32_t>(keys.size()));
}

void write_sorting(ColumnWriter& columns, std::span<const DocumentSource> sources,
                   std::span<const DocumentPlace> places, const TextRanks& ranks,
                   const OddTitles& odd_titles) {
  columns.add(Column::title_ranks, ranks.titles);
  columns.add(Column::author_ranks, ranks.authors);
  write_order(columns, Column::by_title, ranks.titles);
  write_order(columns, Column::by_author, ranks.authors);
  std::vector<std::uint32_t> years;
  years.reserve(places.size());
  for (const auto [source, doc] : places) {
    // From the least possible one on.
    years.push_back(static_cast<std::uint32_t>(sources[source].documents.years[doc] - no_year));
  }
  write_order(columns, Column::by_year, std::span<const std::uint32_t>(years));
  std::vector<std::int64_t> instants;
  const auto write_instants = [&](Column column, auto DocumentColumns::* of) {
    instants.clear();
    for (const auto [source, doc] : places) {
      instants.push_back((sources[source].documents.*of)[doc]);
    }
    write_order(columns, column, std::span<const std::int64_t>(instants));
  };
  write_instants(Column::by_created, &DocumentColumns::created_ms);
  write_instants(Column::by_updated, &DocumentColumns::updated_ms);
  columns.add(Column::odd_titles, odd_titles.docs);
  columns.begin(Column::odd_title_keys);
  columns.append(odd_titles.keys);
  columns.add(Column::odd_title_key_ends, odd_titles.key_ends);
}

std::vector<std::uint32_t> ranks_of(std::span<const std::string_view> keys) {
  struct Entry {
    std::uint64_t first;
    std::uint32_t place;
  };
  std::vector<Entry> sorted(keys.size());
  for (std::uint32_t place = 0; place < keys.size(); ++place) {
    sorted[place] = {first_bytes(keys[place]), place};
  }
  std::sort(sorted.begin(), sorted.end(), [&](const Entry& left, const Entry& right) {
    return left.first != right.first ? left.first < right.first
                                     : keys[left.place] < keys[right.place];
  });
  std::vector<std::uint32_t> ranks(keys.size());
  std::uint32_t rank = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (i > 0 && keys[sorted[i].place] != keys[sorted[i - 1].place]) {
      ++rank;
    }
    ranks[sorted[i].place] = rank;
  }
  return ranks;
}

}  // namespace search

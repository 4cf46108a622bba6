// The columns that sort a segment's documents. Each text key has a rank per document, so that two
// documents of a segment are compared without their texts. Each key has a list of the documents in
// its order, so that a page is found wherever it begins. Key texts are rebuilt from the segment's
// terms and values (sort_keys.hpp), but for a few odd titles. The functions here write the columns;
// one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "search/index/document_columns.hpp"
#include "search/index/postings.hpp"
#include "search/index/segment_layout.hpp"

namespace search {

// A view of columns that lie elsewhere.
struct SortColumns {
  // Equal keys have equal ranks; without gaps.
  std::span<const std::uint32_t> title_ranks;
  std::span<const std::uint32_t> author_ranks;
  // Ascending, equal keys by id. Empty: the documents lie in this order themselves.
  std::span<const DocNumber> by_title;
  std::span<const DocNumber> by_author;
  std::span<const DocNumber> by_year;
  std::span<const DocNumber> by_created;
  std::span<const DocNumber> by_updated;
  // Documents whose title key is not the words of their title side by side: titles of scripts
  // without spaces, of very long words, and long ones that begin with an article.
  std::span<const DocNumber> odd_titles;
  std::string_view odd_title_keys;
  std::span<const std::uint32_t> odd_title_key_ends;

  // nullopt: it is not odd.
  std::optional<std::string_view> odd_title_key(DocNumber doc) const noexcept;
};

// The keys that only the writer of a segment knows, of the documents in their order.
struct TextRanks {
  std::vector<std::uint32_t> titles;
  std::vector<std::uint32_t> authors;
};
struct OddTitles {
  std::vector<DocNumber> docs;
  std::string keys;
  std::vector<std::uint32_t> key_ends;
  void add(DocNumber doc, std::string_view key);
};
void write_sorting(ColumnWriter& columns, std::span<const DocumentSource> sources,
                   std::span<const DocumentPlace> places, const TextRanks& ranks,
                   const OddTitles& odd_titles);

// The rank of each of these keys, given in any order.
std::vector<std::uint32_t> ranks_of(std::span<const std::string_view> keys);

}  // namespace search

// The page of the search and its list: what it shows as values, and how. The same functions make
// the whole page and the fragment that the script asks for. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/book.hpp"
#include "catalog/problem.hpp"
#include "catalog/search_query.hpp"
#include "web/address.hpp"
#include "web/layout.hpp"

namespace web {

struct FacetLink {
  std::string text;   // as it is shown
  std::string value;  // as it is asked for
  std::uint64_t books;
};
struct FacetGroup {
  std::string_view parameter;
  catalog::Wording heading;
  std::vector<FacetLink> links;
};

// partially: some of the words are in no book beside the others, and were left out.
enum class Found : std::uint8_t { as_typed, in_other_spellings, approximately, partially };
enum class Count : std::uint8_t { exact, at_least };

struct SearchPage {
  SearchAddress address;  // what was asked for, without the cursor
  std::optional<catalog::SearchQuery> query;
  std::vector<catalog::Book> books;
  std::uint64_t total = 0;
  Count total_is = Count::exact;
  Found found = Found::as_typed;
  std::string meant;     // what may have been meant; empty: what was typed
  std::string left_out;  // partially: the words that were
  std::string next;      // cursors; empty: the list ends
  std::string previous;  // the same
  std::vector<FacetGroup> facets;
  bool facets_are_estimated = false;
};

// The page at `/` or `/busca`; `is_start` is `/`.
std::string search_document(const View& view, const SearchPage& page, bool is_start);
// What changes from search to search, to be put into the page that is there.
std::string search_fragment(const View& view, const SearchPage& page);
// How many books, of what, and how they were found.
void write_summary(Html& html, const SearchPage& page);
// An empty catalogue; `host` is where the reader found it.
std::string welcome_document(const View& view, std::string_view origin);

}  // namespace web

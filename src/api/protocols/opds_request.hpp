// What a request for a feed asks: the form, by its path or by Accept, and of a feed of books the
// selection and the page. Pure functions, any thread.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/answer/plan.hpp"
#include "api/answer/query.hpp"
#include "api/protocols/opds_feed.hpp"
#include "catalog/listing.hpp"
#include "search/query/reads.hpp"

namespace api {

// The form of a path below /opds/v1.2 is Atom; of another it is JSON, unless Accept prefers Atom.
// Nothing is refused for Accept: who asks for a catalogue at its address wants one.
OpdsPlaces opds_places(const Request& request);
OpdsPlaces opds_places(const http::Request& request, const Settings& settings,
                       catalog::Language language);

// One of the lists below the root.
struct OpdsList {
  enum class Shows : std::uint8_t { books, names } shows;
  std::string_view name;
  const catalog::Wording& title;
  const catalog::Wording& about;
  catalog::Sort order;      // of books
  search::Facet facet;      // of names
  std::string_view filter;  // of the books of a name
};
inline constexpr std::size_t opds_list_count = 7;
inline constexpr std::string_view opds_search_list = "busca";
const std::array<OpdsList, opds_list_count>& opds_lists() noexcept;
// nullptr: there is none.
const OpdsList* opds_list_named(std::string_view name) noexcept;

// What narrows a feed of books, decoded, in the order of links.
using OpdsParameters = std::vector<std::pair<std::string_view, std::string>>;
// "/titulos?autor=Machado%20de%20Assis&ano=1899".
std::string opds_target(const OpdsList& list, const OpdsParameters& parameters);

inline constexpr std::string_view opds_search_name = "query";
inline constexpr std::string_view opds_cursor_name = "cursor";

// Names are counted up to so many, the commonest of them.
inline constexpr std::size_t opds_names_max = search::facet_limit_max;

struct OpdsQuery {
  catalog::Listing listing;
  OpdsParameters parameters;  // without the cursor
  std::string cursor;
  std::size_t page = 1;  // of names: what the cursor says
};
// Failures: unknown_parameter, bad_parameter.
catalog::Result<OpdsQuery> read_opds_query(const OpdsList& list, std::string_view raw);

struct OpdsAsked {
  OpdsPlaces places;
  const OpdsList& list;
  OpdsQuery query;
};
std::string opds_title(const OpdsAsked& asked);
std::string opds_up(const OpdsAsked& asked);
// The target of this feed, narrowed further, or less.
std::string opds_target_with(const OpdsAsked& asked, std::string_view name, std::string value);
std::string opds_target_without(const OpdsAsked& asked, std::string_view name);
// A language by its name; everything else as it is.
std::string opds_shown_value(std::string_view parameter, const std::string& value,
                             catalog::Language language);

}  // namespace api

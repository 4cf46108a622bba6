// The selection of a request's books: the filters and `q` of openapi.yaml, which lists and facets
// share. Pure functions, any thread.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "api/answer/query.hpp"
#include "catalog/listing.hpp"
#include "catalog/problem.hpp"
#include "catalog/search_query.hpp"

namespace api {

inline constexpr std::string_view search_name = "q";

struct Selection {
  catalog::Filter filter;
  // A `q` without any word asks for no search at all.
  std::optional<catalog::SearchQuery> search;
};

inline constexpr std::array<std::string_view, 13> selection_names{
    search_name, "autor", "titulo",  "editora", "assunto", "etiqueta",      "isbn",
    "idioma",    "ano",   "ano_min", "ano_max", "id",      "alterado_desde"};

// `own` and selection_names as one list for Query::read.
template <std::size_t count>
constexpr auto with_selection_names(const std::array<std::string_view, count>& own) {
  std::array<std::string_view, count + selection_names.size()> all;
  const auto rest = std::copy(own.begin(), own.end(), all.begin());
  std::copy(selection_names.begin(), selection_names.end(), rest);
  return all;
}

// Failure: bad_parameter.
catalog::Result<Selection> read_selection(const Query& query);

// `q` as it is searched for; failure: bad_parameter when it is longer than search_bytes_max.
catalog::Result<catalog::SearchQuery> read_search(std::string_view text);

}  // namespace api

#include <algorithm>
#include <array>

#include "api/answer/book_answer.hpp"
#include "api/answer/etag.hpp"
#include "api/answer/query_values.hpp"
#include "api/answer/wire_names.hpp"
#include "api/endpoints/facets.hpp"
#include "api/endpoints/handlers.hpp"
#include "api/endpoints/selection_query.hpp"
#include "json/writer.hpp"

namespace api {
namespace {

using search::Facet;

constexpr std::string_view facets_name = "por";
constexpr std::size_t limit_default = 10;
constexpr auto facet_parameters =
    with_selection_names(std::array<std::string_view, 2>{facets_name, limit_name});

struct NamedFacet {
  std::string_view name;
  Facet facet;
};
constexpr std::array named_facets{
    NamedFacet{"autor", Facet::author},    NamedFacet{"editora", Facet::publisher},
    NamedFacet{"idioma", Facet::language}, NamedFacet{"ano", Facet::year},
    NamedFacet{"assunto", Facet::subject}, NamedFacet{"etiqueta", Facet::tag}};
constexpr std::string_view facets_allowed = "autor, editora, idioma, ano, assunto, etiqueta";

std::string_view name_of(Facet facet) noexcept {
  const auto* const found = std::ranges::find(named_facets, facet, &NamedFacet::facet);
  return found == named_facets.end() ? std::string_view{} : found->name;
}

catalog::Result<std::vector<Facet>> read_facets(const Query& query) {
  std::vector<Facet> facets;
  const bool fine = each_part(query.value(facets_name).value_or(""), [&](std::string_view part) {
    const auto* const found = std::ranges::find(named_facets, part, &NamedFacet::name);
    if (found == named_facets.end() || std::ranges::count(facets, found->facet) > 0) {
      return false;
    }
    facets.push_back(found->facet);
    return true;
  });
  if (!fine) {
    return catalog::fail(catalog::problem::bad_parameter(facets_name, facets_allowed,
                                                         query.value(facets_name).value_or("")));
  }
  return facets;
}

void append_values(std::string& out, const std::vector<search::FacetValue>& values) {
  json::Array array(out);
  for (const search::FacetValue& value : values) {
    array.item();
    json::Object object(out);
    object.string("valor", value.text);
    object.integer("livros", value.books);
    object.end();
  }
  array.end();
}

}  // namespace

catalog::Result<search::CountFacets> read_facets_query(std::string_view raw) {
  const auto query = Query::read(raw, facet_parameters);
  if (!query) {
    return catalog::fail(query.error());
  }
  auto facets = read_facets(*query);
  if (!facets) {
    return catalog::fail(facets.error());
  }
  const auto limit =
      number_in<std::size_t>(*query, {limit_name, limit_default, 1, search::facet_limit_max});
  if (!limit) {
    return catalog::fail(limit.error());
  }
  auto selection = read_selection(*query);
  if (!selection) {
    return catalog::fail(selection.error());
  }
  return search::CountFacets{std::move(selection->filter), std::move(selection->search),
                             *std::move(facets), *limit};
}

void append_facets(std::string& out, const search::Facets& facets) {
  json::Object object(out);
  object.integer("livros", facets.books);
  const bool estimated = facets.counts_are == search::Facets::Counts::estimated;
  object.member(estimated ? R"(,"estimado":true)" : R"(,"estimado":false)");
  object.key("facetas");
  json::Object by_facet(out);
  for (const search::FacetCounts& counts : facets.counts) {
    by_facet.key(name_of(counts.facet));
    append_values(out, counts.values);
  }
  by_facet.end();
  object.end();
}

Plan count_facets(const Request& request) {
  auto asked = read_facets_query(request.http.query);
  if (!asked) {
    return to_response(request, asked.error());
  }
  return ReadPlan{*std::move(asked),
                  [](const AnswerContext& context, search::ReadOutcome outcome) {
                    if (!outcome) {
                      return to_response(context, outcome.error());
                    }
                    const auto& facets = std::get<search::Facets>(outcome->value);
                    std::string body;
                    append_facets(body, facets);
                    auto response =
                        tagged_response(context, etag_of(outcome->as_of), std::move(body));
                    if (facets.search && response.status == 200) {
                      response.add("X-Busca", wire_name(*facets.search));
                    }
                    return response;
                  },
                  CachePolicy::page};
}

}  // namespace api

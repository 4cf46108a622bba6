#include <gtest/gtest.h>

#include "support/api.hpp"

namespace api_count_facets_test {
namespace {

using http::Header;
using search::CountFacets;
using search::Facet;
using search::Facets;
using support::Answer;
using support::Api;
using support::json_at;
using support::problem_in;

CountFacets asked_by(const std::string& query) {
  Api api;
  const auto answer = api.get("/facetas?" + query);
  EXPECT_EQ(answer.status, 200) << query << ": " << answer.body;
  return api.store.reads.empty() ? CountFacets{} : api.store.last_read<CountFacets>();
}

TEST(FacetCounts, EveryFacetHasItsName) {
  EXPECT_EQ(asked_by("por=autor,editora,idioma,ano,assunto,etiqueta").facets,
            (std::vector<Facet>{Facet::author, Facet::publisher, Facet::language, Facet::year,
                                Facet::subject, Facet::tag}));
  EXPECT_EQ(asked_by("por=ano,%20autor").facets, (std::vector<Facet>{Facet::year, Facet::author}));
}

TEST(FacetCounts, TakeTheSameSearchAndFiltersAsTheList) {
  Api api;
  const std::string books =
      "q=dom&autor=assis&titulo=casmurro&editora=globo&assunto=ciume&etiqueta=a-ler"
      "&isbn=9780306406157&idioma=pt&ano=1899&ano_min=1800&ano_max=1899&id=1,2"
      "&alterado_desde=2026-01-31T12:00:00Z";
  ASSERT_EQ(api.get("/livros?" + books).status, 200);
  const auto listing = api.store.last_read<search::ListBooks>().listing;
  const CountFacets asked = asked_by("por=ano&" + books);
  EXPECT_EQ(asked.filter, listing.filter);
  EXPECT_EQ(asked.search, listing.search);
}

TEST(FacetCounts, HaveTenValuesUnlessAskedForUpToAThousand) {
  EXPECT_EQ(asked_by("por=ano").limit, 10U);
  EXPECT_EQ(asked_by("por=ano&limite=1").limit, 1U);
  EXPECT_EQ(asked_by("por=ano&limite=1000").limit, 1000U);
}

TEST(FacetCounts, AreAnObjectInTheOrderAskedFor) {
  Api api;
  api.store.search_answer =
      Facets{{{Facet::year, {{"1899", 7}}}, {Facet::author, {{"Assis, \"M.\" de", 5}, {"Eça", 2}}}},
             12,
             Facets::Counts::exact,
             {}};
  const auto answer = api.get("/facetas?por=ano,autor");
  EXPECT_EQ(answer.body, R"({"livros":12,"estimado":false,"facetas":{)"
                         R"("ano":[{"valor":"1899","livros":7}],)"
                         R"("autor":[{"valor":"Assis, \"M.\" de","livros":5},)"
                         R"({"valor":"Eça","livros":2}]}})");
  EXPECT_EQ(answer.header("ETag"), "\"s0\"");
  EXPECT_EQ(answer.header("Content-Type"), "application/json; charset=utf-8");
  EXPECT_EQ(answer.header("Cache-Control"), "no-cache");
  EXPECT_EQ(answer.header("X-Catalogo-Seq"), "0");
}

TEST(FacetCounts, SayWhenTheyAreEstimatesAndWhenThereAreNone) {
  Api api;
  api.store.search_answer = Facets{{{Facet::tag, {}}}, 20'000, Facets::Counts::estimated, {}};
  EXPECT_EQ(api.get("/facetas?por=etiqueta").body,
            R"({"livros":20000,"estimado":true,"facetas":{"etiqueta":[]}})");
}

TEST(FacetCounts, ABadParameterIsRefusedByName) {
  Api api;
  struct Case {
    std::string query;
    std::string named;
  };
  for (const auto& [query, named] : {
           Case{"", "por"},
           Case{"?por=", "por"},
           Case{"?por=titulo", "por"},
           Case{"?por=ano,", "por"},
           Case{"?por=ano,ano", "por"},
           Case{"?por=ano&por=ano", "por"},
           Case{"?por=ano&limite=0", "limite"},
           Case{"?por=ano&limite=1001", "limite"},
           Case{"?por=ano&limite=dez", "limite"},
           Case{"?por=ano&ano=mil", "ano"},
           Case{"?por=ano&q=" + std::string(1001, 'a'), "q"},
       }) {
    const auto answer = api.get("/facetas" + query);
    EXPECT_EQ(problem_in(answer), "400 parametro-invalido") << query;
    EXPECT_NE(json_at(answer.body, "/detail").find("“" + named + "”"), std::string::npos)
        << query << ": " << answer.body;
  }
  const auto missing = api.get("/facetas");
  EXPECT_NE(json_at(missing.body, "/detail").find("autor, editora, idioma, ano, assunto, etiqueta"),
            std::string::npos);
  EXPECT_TRUE(api.store.reads.empty());
}

TEST(FacetCounts, TakeNoParameterThatOnlyAListHas) {
  Api api;
  for (const std::string name : {"ordem", "cursor", "total", "campos", "pagina"}) {
    EXPECT_EQ(problem_in(api.get("/facetas?por=ano&" + name + "=1")), "400 parametro-desconhecido")
        << name;
  }
  EXPECT_TRUE(api.store.reads.empty());
}

TEST(FacetCounts, OfAnUnchangedCatalogueCost304WithoutAskingTheStore) {
  Api api;
  const auto answer = api.get("/facetas?por=ano", {{Header::if_none_match, "\"s0\""}});
  EXPECT_EQ(answer.status, 304);
  EXPECT_EQ(answer.header("ETag"), "\"s0\"");
  EXPECT_TRUE(api.store.reads.empty());
  EXPECT_EQ(api.head("/facetas?por=ano", {{Header::if_none_match, "\"s0\""}}).status, 304);
}

TEST(FacetCounts, AreKeptUntilTheCatalogueChanges) {
  Api api;
  const auto first = api.get("/facetas?por=ano");
  const auto again = api.get("/facetas?por=ano");
  EXPECT_EQ(first.came, Answer::Came::made);
  EXPECT_EQ(again.came, Answer::Came::prepared);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(api.store.reads.size(), 1U);
  ASSERT_EQ(api.post("/livros", R"({"título":"A","autor":"B"})").status, 201);
  EXPECT_EQ(api.get("/facetas?por=ano").came, Answer::Came::made);
}

TEST(FacetCounts, AreNotMistakenForAnotherAddressWithTheSameQuery) {
  Api api;
  api.store.search_answer = search::Suggestions{};
  const auto suggestions = api.get("/sugestoes?q=dom");
  const auto list = api.get("/livros?q=dom");
  EXPECT_EQ(suggestions.came, Answer::Came::made);
  EXPECT_EQ(list.came, Answer::Came::made);
  EXPECT_NE(list.header("X-Busca"), "");
  EXPECT_EQ(suggestions.header("X-Busca"), "");
  EXPECT_EQ(api.get("/livros?q=dom").header("X-Busca"), "exata");
  EXPECT_EQ(api.get("/sugestoes?q=dom").header("X-Busca"), "");
}

TEST(FacetCounts, OfASearchSayInWhatWayItFoundBooks) {
  Api api;
  EXPECT_EQ(api.get("/facetas?por=ano").header("X-Busca"), "");
  search::Facets facets;
  facets.search = search::SearchStage::family;
  api.store.search_answer = facets;
  EXPECT_EQ(api.get("/facetas?por=ano&q=acto").header("X-Busca"), "familia");
  EXPECT_EQ(api.get("/facetas?por=ano&q=acto").header("X-Busca"), "familia");
}

TEST(FacetCounts, AStoreInTroubleIsAProblem) {
  Api api;
  api.store.read_refusal = catalog::problem::of(catalog::ProblemCode::overloaded);
  EXPECT_EQ(problem_in(api.get("/facetas?por=ano")), "503 sobrecarregado");
}

TEST(FacetCounts, OnlyGetHeadAndOptionsAreThere) {
  Api api;
  EXPECT_EQ(api.head("/facetas?por=ano").status, 200);
  const auto answer = api.post("/facetas?por=ano", "{}");
  EXPECT_EQ(problem_in(answer), "405 metodo-nao-permitido");
  EXPECT_EQ(answer.header("Allow"), "GET, HEAD, OPTIONS");
}

}  // namespace
}  // namespace api_count_facets_test

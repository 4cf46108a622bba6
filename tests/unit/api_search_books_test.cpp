#include <gtest/gtest.h>

#include "catalog/cursor.hpp"
#include "catalog/search_query.hpp"
#include "support/api.hpp"

namespace api_search_books_test {
namespace {

using catalog::Direction;
using catalog::Listing;
using catalog::Sort;
using catalog::SortKey;
using http::Header;
using search::SearchStage;
using support::Answer;
using support::Api;
using support::json_at;
using support::problem_in;

const std::vector<Sort> by_relevance{{SortKey::relevance, Direction::ascending}, {}};
const std::vector<Sort> by_id{{}};

Listing listing_of(const std::string& query) {
  Api api;
  const auto answer = api.get("/livros?" + query);
  EXPECT_EQ(answer.status, 200) << query << ": " << answer.body;
  return api.store.reads.empty() ? Listing{} : api.store.last_read<search::ListBooks>().listing;
}

std::string link_to(const Answer& answer, const std::string& relation) {
  for (const std::string& link : answer.all("Link")) {
    const std::string end = ">; rel=\"" + relation + '"';
    if (link.starts_with('<') && link.ends_with(end)) {
      return link.substr(1, link.size() - 1 - end.size());
    }
  }
  return {};
}

TEST(SearchBooks, QReachesTheStoreAsASearchOrderedByRelevance) {
  const Listing listing = listing_of("q=Mem%C3%B3rias+p%C3%B3stumas");
  EXPECT_EQ(listing.search, catalog::parse_search("Memórias póstumas"));
  EXPECT_EQ(listing.order, by_relevance);
  EXPECT_EQ(listing.filter, catalog::Filter{});
}

TEST(SearchBooks, RelevanceMayBeAskedForBesideQ) {
  EXPECT_EQ(listing_of("q=dom&ordem=relevancia").order, by_relevance);
  EXPECT_EQ(listing_of("ordem=relevancia&q=dom").order, by_relevance);
}

TEST(SearchBooks, AnotherOrderAndFiltersGoTogetherWithQ) {
  const Listing listing = listing_of("q=dom&ordem=-titulo&idioma=pt&ano_min=1890");
  EXPECT_EQ(listing.search, catalog::parse_search("dom"));
  EXPECT_EQ(listing.order, (std::vector<Sort>{{SortKey::title, Direction::descending}, {}}));
  EXPECT_EQ(listing.filter.language, "pt");
  EXPECT_EQ(listing.filter.year_min, 1890);
}

TEST(SearchBooks, AQWithoutWordsIsNoSearchButStillAllowsRelevance) {
  for (const std::string query : {"q=", "q=%20", "q=%20&ordem=relevancia"}) {
    const Listing listing = listing_of(query);
    EXPECT_EQ(listing.search, std::nullopt) << query;
    EXPECT_EQ(listing.order, by_id) << query;
  }
  Api api;
  EXPECT_EQ(api.get("/livros?q=").header("X-Busca"), "");
}

TEST(SearchBooks, RelevanceStandsAloneAndOnlyBesideQ) {
  Api api;
  for (const std::string query :
       {"ordem=relevancia", "q=dom&ordem=-relevancia", "q=dom&ordem=relevancia,id",
        "q=dom&ordem=titulo,relevancia", "q=dom&ordem=relevancia,-relevancia"}) {
    const auto answer = api.get("/livros?" + query);
    EXPECT_EQ(problem_in(answer), "400 parametro-invalido") << query;
    EXPECT_TRUE(json_at(answer.body, "/detail").ends_with("com q também relevancia.")) << query;
  }
  EXPECT_TRUE(api.store.reads.empty());
}

TEST(SearchBooks, AThousandBytesOfQAreTakenAndOneMoreIsRefused) {
  EXPECT_TRUE(listing_of("q=" + std::string(1000, 'a')).search.has_value());
  Api api;
  const auto answer = api.get("/livros?q=" + std::string(1001, 'a'));
  EXPECT_EQ(problem_in(answer), "400 parametro-invalido");
  EXPECT_NE(json_at(answer.body, "/detail").find("“q”"), std::string::npos);
  EXPECT_TRUE(api.store.reads.empty());
}

TEST(SearchBooks, TheAnswerSaysHowTheBooksWereFound) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  EXPECT_EQ(api.get("/livros?q=dom").header("X-Busca"), "exata");
  api.store.search_note.stage = SearchStage::family;
  EXPECT_EQ(api.get("/livros?q=doms").header("X-Busca"), "familia");
  api.store.search_note.stage = SearchStage::approximate;
  const auto answer = api.get("/livros?q=domm");
  EXPECT_EQ(answer.header("X-Busca"), "aproximada");
  EXPECT_TRUE(answer.all("X-Busca-Sugestao").empty());
  EXPECT_EQ(link_to(answer, "alternate"), "");
  EXPECT_TRUE(api.get("/livros").all("X-Busca").empty());
}

TEST(SearchBooks, WhatWasMeantIsSaidAndLinkedWithTheOtherParametersKept) {
  Api api;
  api.store.put(support::named("A menina"));
  api.store.put(support::named("A menina do mar"));
  api.store.search_note = {SearchStage::approximate, "menina & ação", {}};
  const auto answer = api.get("/livros?limite=1&%71=minina&idioma=pt-BR&autor=<a>");
  EXPECT_EQ(answer.header("X-Busca-Sugestao"), "menina%20%26%20a%C3%A7%C3%A3o");
  EXPECT_EQ(link_to(answer, "alternate"),
            "/livros?q=menina%20%26%20a%C3%A7%C3%A3o&limite=1&idioma=pt-BR&autor=%3Ca%3E");
  // The meaning stays; the place in the old list does not.
  const auto second = api.get(link_to(answer, "next"));
  EXPECT_EQ(link_to(second, "alternate"), link_to(answer, "alternate"));
  EXPECT_EQ(api.get(link_to(answer, "alternate")).status, 200);
  EXPECT_EQ(api.store.last_read<search::ListBooks>().listing.search,
            catalog::parse_search("menina & ação"));
}

TEST(SearchBooks, WhatWasMeantIsSaidBesideAFewThatWereFound) {
  Api api;
  api.store.search_note = {SearchStage::family, "dom", {}};
  const auto answer = api.get("/livros?q=domm");
  EXPECT_EQ(answer.header("X-Busca-Sugestao"), "dom");
  EXPECT_EQ(link_to(answer, "alternate"), "/livros?q=dom");
}

TEST(SearchBooks, WordsThatWereLeftOutAreNamed) {
  Api api;
  api.store.search_note = {SearchStage::partial, "casmurro", {"ação", "pdf"}};
  const auto answer = api.get("/livros?q=casmurro+ação+pdf");
  EXPECT_EQ(answer.header("X-Busca"), "parcial");
  EXPECT_EQ(answer.header("X-Busca-Ignoradas"), "a%C3%A7%C3%A3o%20pdf");
}

TEST(SearchBooks, FollowingNextGoesThroughTheTiersAndKeepsQ) {
  Api api;
  for (int i = 1; i <= 7; ++i) {
    api.store.put(support::named("Livro " + std::to_string(i)));
  }
  std::string seen;
  std::string target = "/livros?q=livro&limite=2&campos=id";
  while (!target.empty()) {
    const auto answer = api.get(target);
    ASSERT_EQ(answer.status, 200) << answer.body;
    seen += answer.body;
    target = link_to(answer, "next");
    EXPECT_TRUE(target.empty() || target.starts_with("/livros?q=livro&limite=2&campos=id&cursor="));
  }
  EXPECT_EQ(seen, R"([{"id":3},{"id":6}][{"id":1},{"id":4}][{"id":7},{"id":2}][{"id":5}])");
}

TEST(SearchBooks, ACursorOfRelevanceIsGoodForThatOrderAlone) {
  Api api;
  const std::string cursor =
      encode_cursor({catalog::PageSide::after, {std::int64_t{2}, std::int64_t{4}}}, by_relevance);
  EXPECT_EQ(api.get("/livros?q=dom&cursor=" + cursor).status, 200);
  EXPECT_EQ(api.store.last_read<search::ListBooks>().listing.cursor,
            (catalog::Cursor{catalog::PageSide::after, {std::int64_t{2}, std::int64_t{4}}}));
  for (const std::string query : {"", "q=dom&ordem=id&", "q=dom&ordem=ano&", "q=&"}) {
    EXPECT_EQ(problem_in(api.get("/livros?" + query + "cursor=" + cursor)),
              "400 parametro-invalido")
        << query;
  }
}

TEST(SearchBooks, AnAnswerThatIsKeptKeepsItsSearchHeaders) {
  Api api;
  api.store.put(support::named("A menina"));
  api.store.search_note = {SearchStage::approximate, "menina"};
  const auto made = api.get("/livros?q=minina");
  const auto kept = api.get("/livros?q=minina");
  EXPECT_EQ(kept.came, Answer::Came::prepared);
  EXPECT_EQ(kept.header("X-Busca"), "aproximada");
  EXPECT_EQ(kept.all("Link"), made.all("Link"));
  EXPECT_EQ(kept.body, made.body);
}

TEST(SearchBooks, ASearchOfAnUnchangedCatalogueCosts304) {
  Api api;
  api.store.put(support::named("A menina"));
  const auto answer = api.get("/livros?q=menina", {{Header::if_none_match, "\"s1\""}});
  EXPECT_EQ(answer.status, 304);
  EXPECT_TRUE(api.store.reads.empty());
}

}  // namespace
}  // namespace api_search_books_test

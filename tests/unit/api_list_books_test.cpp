#include <gtest/gtest.h>

#include <algorithm>

#include "support/api.hpp"

namespace api_list_books_test {
namespace {

using http::Header;
using support::Answer;
using support::Api;
using support::json_at;
using support::problem_in;

void fill(Api& api, int count) {
  for (int i = 1; i <= count; ++i) {
    api.store.put(support::named("Livro " + std::to_string(i)));
  }
}

// The target of the Link with this relation; empty when there is none.
std::string link_to(const Answer& answer, const std::string& relation) {
  for (const std::string& link : answer.all("Link")) {
    const std::string end = ">; rel=\"" + relation + '"';
    if (link.starts_with('<') && link.ends_with(end)) {
      return link.substr(1, link.size() - 1 - end.size());
    }
  }
  return {};
}

std::vector<std::string> ids_in(const Answer& answer) {
  std::vector<std::string> ids;
  for (int i = 0; !json_at(answer.body, '/' + std::to_string(i)).empty(); ++i) {
    ids.push_back(json_at(answer.body, '/' + std::to_string(i) + "/id"));
  }
  return ids;
}

using Ids = std::vector<std::string>;

TEST(ListBooks, OfAnEmptyCatalogueIsAnEmptyArray) {
  Api api;
  const auto answer = api.get("/livros");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "[]");
  EXPECT_EQ(answer.header("ETag"), "\"s0\"");
  EXPECT_EQ(answer.header("X-Catalogo-Seq"), "0");
}

TEST(ListBooks, IsABareArrayOfTheSameBooksThatTheirAddressesAnswer) {
  Api api;
  fill(api, 2);
  const auto answer = api.get("/livros");
  EXPECT_EQ(answer.body, '[' + api.get("/livros/1").body + ',' + api.get("/livros/2").body + ']');
  EXPECT_EQ(answer.header("Content-Type"), "application/json; charset=utf-8");
  EXPECT_EQ(answer.header("Cache-Control"), "no-cache");
  EXPECT_EQ(answer.header("Vary"), "Accept, Accept-Encoding, Accept-Language");
}

TEST(ListBooks, AsksForTheFirstHundredByIdWhenNothingIsSaid) {
  Api api;
  (void)api.get("/livros");
  EXPECT_EQ(api.store.last_read<search::ListBooks>().listing, catalog::Listing{});
  EXPECT_EQ(api.store.last_read<search::ListBooks>().listing.limit, 100U);
}

TEST(ListBooks, OnePageThatHoldsAllLinksOnlyToItself) {
  Api api;
  fill(api, 3);
  const auto answer = api.get("/livros");
  EXPECT_EQ(answer.all("Link"), Ids{"</livros>; rel=\"first\""});
}

TEST(ListBooks, FollowingNextVisitsEveryBookOnceAndPrevLeadsBack) {
  Api api;
  fill(api, 5);
  const auto first = api.get("/livros?limite=2");
  EXPECT_EQ(ids_in(first), (Ids{"1", "2"}));
  EXPECT_EQ(link_to(first, "prev"), "");
  const auto second = api.get(link_to(first, "next"));
  EXPECT_EQ(ids_in(second), (Ids{"3", "4"}));
  const auto third = api.get(link_to(second, "next"));
  EXPECT_EQ(ids_in(third), Ids{"5"});
  EXPECT_EQ(link_to(first, "next"), "/livros?limite=2&cursor=" + first.header("X-Proximo-Cursor"));
  EXPECT_TRUE(third.all("X-Proximo-Cursor").empty());
  EXPECT_EQ(link_to(third, "next"), "");
  EXPECT_EQ(ids_in(api.get(link_to(third, "prev"))), (Ids{"3", "4"}));
  EXPECT_EQ(ids_in(api.get(link_to(second, "prev"))), (Ids{"1", "2"}));
  EXPECT_EQ(link_to(second, "first"), "/livros?limite=2");
  EXPECT_EQ(ids_in(api.get(link_to(third, "first"))), (Ids{"1", "2"}));
}

TEST(ListBooks, TheCursorCarriesThePositionOfTheLastBookToTheStore) {
  Api api;
  fill(api, 3);
  const auto first = api.get("/livros?limite=1&ordem=-titulo");
  EXPECT_EQ(ids_in(first), Ids{"3"});
  const auto second = api.get(link_to(first, "next"));
  EXPECT_EQ(ids_in(second), Ids{"2"});
  const catalog::Listing& listing = api.store.last_read<search::ListBooks>().listing;
  ASSERT_TRUE(listing.cursor.has_value());
  EXPECT_EQ(listing.cursor->side, catalog::PageSide::after);
  EXPECT_EQ(listing.cursor->values,
            (std::vector<catalog::CursorValue>{std::string("livro 3"), std::int64_t{3}}));
  (void)api.get(link_to(second, "prev"));
  EXPECT_EQ(api.store.last_read<search::ListBooks>().listing.cursor->side,
            catalog::PageSide::before);
}

TEST(ListBooks, LinksKeepEveryOtherParameterOfTheRequest) {
  Api api;
  fill(api, 2);
  const std::string filters = "limite=1&autor=machado+de+assis&ano_min=1800&campos=id";
  const auto first = api.get("/livros?" + filters);
  EXPECT_EQ(link_to(first, "first"), "/livros?" + filters);
  EXPECT_TRUE(link_to(first, "next").starts_with("/livros?" + filters + "&cursor="));
  (void)api.get(link_to(first, "next"));
  const catalog::Listing& listing = api.store.last_read<search::ListBooks>().listing;
  EXPECT_EQ(listing.limit, 1U);
  EXPECT_EQ(listing.filter.year_min, 1800);
  ASSERT_EQ(listing.filter.texts.size(), 1U);
}

TEST(ListBooks, LinksHoldOneCursorHoweverTheClientSpelledIts) {
  Api api;
  fill(api, 4);
  const std::string next = link_to(api.get("/livros?limite=1"), "next");
  std::string spelled = next;
  spelled.replace(spelled.find("cursor="), 7, "%63ursor=");
  const auto second = api.get(spelled);
  ASSERT_EQ(second.status, 200);
  EXPECT_EQ(ids_in(api.get(link_to(second, "next"))), Ids{"3"});
  EXPECT_EQ(link_to(second, "first"), "/livros?limite=1");
}

TEST(ListBooks, LinksAreSafeWhateverTheQueryHolds) {
  Api api;
  fill(api, 2);
  const auto answer = api.get("/livros?limite=1&autor=\"<a>b");
  EXPECT_EQ(link_to(answer, "first"), "/livros?limite=1&autor=%22%3Ca%3Eb");
  EXPECT_TRUE(link_to(answer, "next").starts_with("/livros?limite=1&autor=%22%3Ca%3Eb&cursor="));
}

TEST(ListBooks, PastTheEndIsAnEmptyPage) {
  Api api;
  fill(api, 2);
  const std::string next = link_to(api.get("/livros?limite=1"), "next");
  ASSERT_EQ(api.remove("/livros/2").status, 204);
  const auto answer = api.get(next);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "[]");
  EXPECT_EQ(link_to(answer, "next"), "");
}

TEST(ListBooks, TheTotalIsCountedOnlyWhenAskedFor) {
  Api api;
  fill(api, 3);
  EXPECT_TRUE(api.get("/livros?limite=1").all("X-Total-Count").empty());
  EXPECT_EQ(api.store.last_read<search::ListBooks>().listing.counting, catalog::Counting::none);
  const auto counted = api.get("/livros?limite=1&total=1");
  EXPECT_EQ(counted.header("X-Total-Count"), "3");
  EXPECT_TRUE(counted.all("X-Total-Minimo").empty());
  EXPECT_EQ(api.store.last_read<search::ListBooks>().listing.counting, catalog::Counting::total);
  EXPECT_TRUE(api.get("/livros?total=0").all("X-Total-Count").empty());
}

TEST(ListBooks, ATotalThatIsAnEstimateSaysSo) {
  Api api;
  fill(api, 3);
  api.store.totals_are = search::Page::Total::at_least;
  const auto answer = api.get("/livros?total=1");
  EXPECT_EQ(answer.header("X-Total-Count"), "3");
  EXPECT_EQ(answer.header("X-Total-Minimo"), "1");
}

TEST(ListBooks, ShowsTheMembersAskedForInTheOrderOfABook) {
  Api api;
  fill(api, 1);
  EXPECT_EQ(api.get("/livros?campos=autor,id").body, R"([{"id":1,"autor":"Machado de Assis"}])");
  EXPECT_EQ(api.get("/livros?campos=titulo").body, R"([{"título":"Livro 1"}])");
  EXPECT_EQ(api.get("/livros?campos=t%C3%ADtulo").body, R"([{"título":"Livro 1"}])");
  EXPECT_EQ(api.get("/livros?campos=ti%CC%81tulo").body, R"([{"título":"Livro 1"}])");
  EXPECT_EQ(api.get("/livros?campos=author,versao,id").body,
            R"([{"id":1,"versao":1,"autor":"Machado de Assis"}])");
  EXPECT_EQ(api.get("/livros?campos=sinopse").body, "[{}]");
}

TEST(ListBooks, TheSequenceThatStillStandsCosts304WithoutAskingTheStore) {
  Api api;
  fill(api, 2);
  const auto answer = api.get("/livros?limite=1", {{Header::if_none_match, "\"s2\""}});
  EXPECT_EQ(answer.status, 304);
  EXPECT_EQ(answer.body, "");
  EXPECT_EQ(answer.header("ETag"), "\"s2\"");
  EXPECT_EQ(answer.header("Cache-Control"), "no-cache");
  EXPECT_EQ(answer.header("Vary"), "Accept, Accept-Encoding, Accept-Language");
  EXPECT_EQ(answer.header("X-Catalogo-Seq"), "2");
  EXPECT_TRUE(api.store.reads.empty());
}

TEST(ListBooks, EveryFormOfIfNoneMatchWorksOnTheSequence) {
  Api api;
  fill(api, 2);
  for (const std::string tag :
       {"\"s2\"", "W/\"s2\"", "*", R"("s1", "s2")", "\"s2-gzip\"", "\"s2-zstd\""}) {
    EXPECT_EQ(api.get("/livros", {{Header::if_none_match, tag}}).status, 304) << tag;
    EXPECT_EQ(api.head("/livros", {{Header::if_none_match, tag}}).status, 304) << tag;
  }
  for (const std::string tag : {"\"s1\"", "s2", "\"2\"", "\"s2-br\"", "\"s22\""}) {
    EXPECT_EQ(api.get("/livros", {{Header::if_none_match, tag}}).status, 200) << tag;
  }
}

TEST(ListBooks, AStoreThatCannotTellItsSequenceIsAskedAndStillAnswers304) {
  Api api;
  fill(api, 2);
  api.store.tells_sequence = false;
  const auto answer = api.get("/livros", {{Header::if_none_match, "\"s2\""}});
  EXPECT_EQ(answer.status, 304);
  EXPECT_EQ(answer.header("ETag"), "\"s2\"");
  EXPECT_EQ(answer.body, "");
  EXPECT_EQ(api.store.reads.size(), 1U);
}

TEST(ListBooks, AChangeOfAnyBookChangesTheTag) {
  Api api;
  fill(api, 2);
  ASSERT_EQ(api.remove("/livros/1").status, 204);
  const auto answer = api.get("/livros", {{Header::if_none_match, "\"s2\""}});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("ETag"), "\"s3\"");
  EXPECT_EQ(ids_in(answer), Ids{"2"});
}

TEST(ListBooks, AWrongParameterIsRefusedEvenWhenTheTagStillStands) {
  Api api;
  const auto answer = api.get("/livros?limite=0", {{Header::if_none_match, "\"s0\""}});
  EXPECT_EQ(problem_in(answer), "400 parametro-invalido");
}

TEST(ListBooks, HeadAnswersTheSameHeaders) {
  Api api;
  fill(api, 3);
  const support::Fields id{{Header::request_id, "um"}};
  const auto head = api.head("/livros?limite=1&total=1", id);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.head, api.get("/livros?limite=1&total=1", id).head);
}

TEST(ListBooks, AStoreInTroubleIsAProblemNotAPage) {
  Api api;
  api.store.read_refusal = catalog::problem::of(catalog::ProblemCode::overloaded);
  const auto answer = api.get("/livros");
  EXPECT_EQ(problem_in(answer), "503 sobrecarregado");
  EXPECT_EQ(answer.header("Retry-After"), "1");
  EXPECT_TRUE(answer.all("X-Catalogo-Seq").empty());
}

}  // namespace
}  // namespace api_list_books_test

#include <gtest/gtest.h>

#include "catalog/isbn_corrections.hpp"
#include "support/api.hpp"

namespace api_describe_isbn_test {
namespace {

using catalog::Isbn;
using search::FindIsbns;
using search::IsbnMatches;
using support::Api;
using support::json_at;
using support::problem_in;

TEST(DescribeIsbn, TellsEveryFormTheGroupAndTheBooks) {
  Api api;
  const Isbn isbn = *Isbn::parse("9788535914849");
  api.store.search_answer = IsbnMatches{{isbn, {{4}, {7}}}};
  const std::string expected =
      R"({"valido":true,"isbn13":"9788535914849","isbn10":"8535914846",)"
      R"("hifenizado":{"isbn13":"978-85-359-1484-9","isbn10":"85-359-1484-6"},)"
      R"("grupo":{"prefixo":"978-85","nome":"Brazil"},"tabela":")" +
      api.settings.isbn_ranges.date() + R"(","livros":[4,7]})";
  for (const std::string text :
       {"9788535914849", "978-85-359-1484-9", "8535914846", "85-359-1484-6", "85%20359%201484%206",
        "97885-35914849", "%209788535914849%0A"}) {
    const auto answer = api.get("/isbn/" + text);
    EXPECT_EQ(answer.status, 200) << text;
    EXPECT_EQ(answer.body, expected) << text;
    EXPECT_EQ(answer.header("Cache-Control"), "no-cache");
    EXPECT_EQ(answer.header("X-Catalogo-Seq"), "0");
    EXPECT_EQ(api.store.last_read<FindIsbns>().isbns, std::vector<Isbn>{isbn});
  }
}

TEST(DescribeIsbn, Of979HasNoTenDigitForm) {
  Api api;
  api.store.search_answer = IsbnMatches{};
  const auto answer = api.get("/isbn/979-10-90636-07-1");
  EXPECT_EQ(json_at(answer.body, "/isbn13"), "9791090636071");
  EXPECT_EQ(json_at(answer.body, "/isbn10"), "");
  EXPECT_EQ(json_at(answer.body, "/hifenizado"), R"({"isbn13":"979-10-90636-07-1"})");
  EXPECT_EQ(json_at(answer.body, "/grupo/nome"), "France");
  EXPECT_EQ(json_at(answer.body, "/livros"), "[]");
}

TEST(DescribeIsbn, LeavesOutWhatTheTableDoesNotKnow) {
  Api api;
  api.store.search_answer = IsbnMatches{};
  const auto answer = api.get("/isbn/9799900000005");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(json_at(answer.body, "/hifenizado"), "");
  EXPECT_EQ(json_at(answer.body, "/grupo"), "");
}

TEST(DescribeIsbn, AWrongCheckDigitProposesWhatTheCatalogueHas) {
  Api api;
  api.store.search_answer = IsbnMatches{{*Isbn::parse("9788535914849"), {{4}}},
                                        {*Isbn::parse("9791090636071"), {{2}, {5}}}};
  const auto answer = api.get("/isbn/978-85-359-1484-8");
  EXPECT_EQ(problem_in(answer), "422 isbn-invalido");
  EXPECT_EQ(json_at(answer.body, "/correcoes"),
            R"([{"isbn13":"9788535914849","isbn10":"8535914846","livros":[4]},)"
            R"({"isbn13":"9791090636071","livros":[2,5]}])");
  EXPECT_EQ(api.store.reads.size(), 1U);
  EXPECT_EQ(api.store.last_read<FindIsbns>().isbns, catalog::isbn_corrections("9788535914848"));
}

TEST(DescribeIsbn, WhatIsNoIsbnAtAllIsRefusedWithoutAskingTheStore) {
  Api api;
  for (const std::string text : {"1", "978853591484", "dom", "978853591484a", "%22", "%FF",
                                 "9788535914849%00", "X535914846", "9790060115615999"}) {
    const auto answer = api.get("/isbn/" + text);
    EXPECT_EQ(problem_in(answer), "422 isbn-invalido") << text;
    EXPECT_EQ(json_at(answer.body, "/correcoes"), "[]") << text;
  }
  EXPECT_TRUE(api.store.reads.empty());
}

TEST(DescribeIsbn, SpeaksEnglishToo) {
  Api api;
  const auto answer = api.get("/isbn/1", {{http::Header::accept_language, "en"}});
  EXPECT_EQ(json_at(answer.body, "/title"), "Invalid ISBN");
}

TEST(DescribeIsbn, TakesNoParametersAndNoOtherMethod) {
  Api api;
  EXPECT_EQ(problem_in(api.get("/isbn/9788535914849?limite=1")), "400 parametro-desconhecido");
  const auto answer = api.remove("/isbn/9788535914849");
  EXPECT_EQ(problem_in(answer), "405 metodo-nao-permitido");
  EXPECT_EQ(answer.header("Allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(problem_in(api.get("/isbn/")), "404 caminho-desconhecido");
  EXPECT_TRUE(api.store.reads.empty());
}

TEST(DescribeIsbn, AStoreInTroubleIsAProblem) {
  Api api;
  for (const std::string text : {"9788535914849", "9788535914848"}) {
    api.store.read_refusal = catalog::problem::of(catalog::ProblemCode::overloaded);
    EXPECT_EQ(problem_in(api.get("/isbn/" + text)), "503 sobrecarregado") << text;
  }
}

}  // namespace
}  // namespace api_describe_isbn_test

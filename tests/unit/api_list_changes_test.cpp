#include <gtest/gtest.h>

#include "support/api.hpp"

namespace api_list_changes_test {
namespace {

using http::Header;
using support::Api;
using support::json_at;
using support::problem_in;

void put_three_books_and_change_the_first(Api& api) {
  for (const std::string title : {"Um", "Dois", "Três"}) {
    api.store.put(support::named(title));
  }
  ASSERT_EQ(api.patch("/livros/1", R"({"ano":1900})").status, 200);
  ASSERT_EQ(api.remove("/livros/2").status, 204);
}

TEST(ListChanges, TellsTheNewestChangeOfEachBookInOrderDeletionsToo) {
  Api api;
  put_three_books_and_change_the_first(api);
  const auto answer = api.get("/mudancas");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body,
            R"([{"seq":3,"tipo":"criado","id":3,"versao":1,"em":"2026-05-01T12:00:00.000Z"},)"
            R"({"seq":4,"tipo":"alterado","id":1,"versao":2,"em":"2026-05-01T12:00:00.000Z"},)"
            R"({"seq":5,"tipo":"excluido","id":2,"versao":2,"em":"2026-05-01T12:00:00.000Z"}])");
  EXPECT_EQ(answer.header("ETag"), "\"s5\"");
  EXPECT_EQ(answer.header("X-Catalogo-Seq"), "5");
  EXPECT_EQ(answer.header("Link"), "");
}

TEST(ListChanges, GoesOnFromANumberPageByPage) {
  Api api;
  put_three_books_and_change_the_first(api);
  const auto first = api.get("/mudancas?desde=2&limite=2");
  EXPECT_EQ(json_at(first.body, "/1/seq"), "4");
  EXPECT_EQ(first.header("Link"), "</mudancas?desde=4&limite=2>; rel=\"next\"");
  EXPECT_EQ(first.header("X-Proximo-Cursor"), "4");
  const auto last = api.get("/mudancas?desde=4&limite=2");
  EXPECT_EQ(json_at(last.body, "/0/seq"), "5");
  EXPECT_EQ(last.header("Link"), "");
  EXPECT_EQ(last.header("X-Proximo-Cursor"), "");
  EXPECT_EQ(api.get("/mudancas?desde=5").body, "[]");
  EXPECT_EQ(api.get("/mudancas?desde=9223372036854775807").body, "[]");
}

TEST(ListChanges, CostsNothingWhileNothingChanges) {
  Api api;
  put_three_books_and_change_the_first(api);
  EXPECT_EQ(api.get("/mudancas?desde=5", {{Header::if_none_match, "\"s5\""}}).status, 304);
  EXPECT_EQ(api.get("/mudancas?desde=5", {{Header::if_none_match, "\"s4\""}}).status, 200);
}

TEST(ListChanges, BadParametersAreRefusedByName) {
  Api api;
  for (const std::string query : {"desde=-1", "desde=x", "desde=9223372036854775808", "limite=0",
                                  "limite=1001", "depois=1"}) {
    const auto answer = api.get("/mudancas?" + query);
    EXPECT_EQ(answer.status, 400) << query;
    EXPECT_NE(answer.body.find(query.substr(0, query.find('='))), std::string::npos) << query;
  }
}

}  // namespace
}  // namespace api_list_changes_test

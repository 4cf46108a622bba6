#include <gtest/gtest.h>

#include "support/api.hpp"

namespace api_get_book_test {
namespace {

using http::Header;
using support::Api;
using support::problem_in;

constexpr std::string_view dom_casmurro =
    R"({"id":1,"versao":1,"título":"Dom Casmurro","autor":"Machado de Assis",)"
    R"("criado_em":"2026-05-01T12:00:00.000Z","atualizado_em":"2026-05-01T12:00:00.000Z"})";

TEST(GetBook, AnswersTheBookWithItsTagAndTheSequenceItWasReadAt) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  api.store.put(support::named("Quincas Borba"));
  const auto answer = api.get("/livros/1");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, dom_casmurro);
  EXPECT_EQ(answer.header("ETag"), "\"1-1\"");
  EXPECT_EQ(answer.header("X-Catalogo-Seq"), "2");
  EXPECT_EQ(answer.header("Content-Type"), "application/json; charset=utf-8");
  EXPECT_EQ(answer.header("Cache-Control"), "no-cache");
  EXPECT_EQ(answer.header("Vary"), "Accept, Accept-Encoding, Accept-Language");
  ASSERT_EQ(api.store.reads.size(), 1U);
  EXPECT_EQ(api.store.last_read<store::GetBook>().id.value, 1);
}

TEST(GetBook, LeavesAbsentMembersOutButTellsAnUnknownAuthor) {
  Api api;
  catalog::BookFields fields = support::named("As Mil e Uma Noites");
  fields.author.reset();
  api.store.put(fields);
  const auto answer = api.get("/livros/1");
  EXPECT_EQ(support::json_at(answer.body, "/autor"), "null");
  EXPECT_EQ(answer.body.find("subtitulo"), std::string::npos);
}

TEST(GetBook, HeadAnswersTheSameHeadersAndReadsTheSameBook) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  const support::Fields id{{Header::request_id, "um"}};
  const auto head = api.head("/livros/1", id);
  const auto get = api.get("/livros/1", id);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.head, get.head);
  ASSERT_EQ(api.store.reads.size(), 2U);
  EXPECT_EQ(std::get<store::GetBook>(api.store.reads[0]).id.value, 1);
}

TEST(GetBook, OfAnIdNeverGivenIs404) {
  Api api;
  const auto answer = api.get("/livros/9");
  EXPECT_EQ(problem_in(answer), "404 livro-nao-encontrado");
  EXPECT_EQ(support::json_at(answer.body, "/instance"), "/livros/9");
  EXPECT_TRUE(answer.all("ETag").empty());
}

TEST(GetBook, OfADeletedBookIs410) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  ASSERT_EQ(api.remove("/livros/1").status, 204);
  EXPECT_EQ(problem_in(api.get("/livros/1")), "410 livro-excluido");
  EXPECT_EQ(problem_in(api.head("/livros/1")), "410 livro-excluido");
}

TEST(GetBook, AnIdThatCannotBeOneIs404AndNeverReachesTheStore) {
  Api api;
  for (const std::string id : {"0", "-1", "abc", "1.0", "1e3", "+1", "0x1", " 1", "%31%2F2", "%3",
                               "%zz", "%C3", "1%00", "9007199254740992", "9223372036854775808",
                               "99999999999999999999999", "1;drop", "1'or'1'='1"}) {
    EXPECT_EQ(problem_in(api.get("/livros/" + id)), "404 livro-nao-encontrado") << id;
  }
  EXPECT_TRUE(api.store.reads.empty());
  (void)api.get("/livros/9007199254740991");
  ASSERT_EQ(api.store.reads.size(), 1U);
  EXPECT_EQ(api.store.last_read<store::GetBook>().id.value, catalog::book_id_max);
}

// RFC 3986, 6.2.2.2: an escaped character that needs no escape is the character.
TEST(GetBook, AnEscapedIdIsTheSameId) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  EXPECT_EQ(api.get("/livros/%31").status, 200);
  EXPECT_EQ(api.get("/livros/%31/versoes/%31").status, 200);
}

TEST(GetBook, TakesNoParameters) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  EXPECT_EQ(problem_in(api.get("/livros/1?campos=id")), "400 parametro-desconhecido");
  EXPECT_TRUE(api.store.reads.empty());
  EXPECT_EQ(api.get("/livros/1?").status, 200);
}

TEST(GetBook, AKnownTagCosts304WithTheHeadersAndWithoutABody) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  const auto answer = api.get("/livros/1", {{Header::if_none_match, "\"1-1\""}});
  EXPECT_EQ(answer.status, 304);
  EXPECT_EQ(answer.body, "");
  EXPECT_EQ(answer.header("ETag"), "\"1-1\"");
  EXPECT_EQ(answer.header("Cache-Control"), "no-cache");
  EXPECT_EQ(answer.header("Vary"), "Accept, Accept-Encoding, Accept-Language");
  EXPECT_EQ(answer.header("X-Catalogo-Seq"), "1");
}

struct TagCase {
  std::string sent;
  std::string tag_of_304;  // empty: the book is sent
};

TEST(GetBook, EveryFormOfIfNoneMatchIsComparedWeakly) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  for (const auto& [sent, tag] : {
           TagCase{"\"1-1\"", "\"1-1\""},
           TagCase{"W/\"1-1\"", "\"1-1\""},
           TagCase{"*", "\"1-1\""},
           TagCase{R"("0-0", "1-1")", "\"1-1\""},
           TagCase{R"("0-0",,W/"1-1" , "x")", "\"1-1\""},
           TagCase{"\"1-1-gzip\"", "\"1-1-gzip\""},
           TagCase{"W/\"1-1-zstd\"", "\"1-1-zstd\""},
           TagCase{"\"1-2\"", ""},
           TagCase{"\"1-1-br\"", ""},
           TagCase{"\"1-1-gzip-gzip\"", ""},
           TagCase{"\"1-11\"", ""},
           TagCase{"\"11-1\"", ""},
           TagCase{"\"gzip\"", ""},
           TagCase{"\"\"", ""},
           TagCase{"1-1", ""},
           TagCase{"w/\"1-1\"", ""},
           TagCase{"\"1-1", ""},
           TagCase{"", ""},
       }) {
    for (const std::string method : {"GET", "HEAD"}) {
      const auto answer = api.send({method, "/livros/1", {{Header::if_none_match, sent}}, ""});
      EXPECT_EQ(answer.status, tag.empty() ? 200U : 304U) << method << ' ' << sent;
      EXPECT_EQ(answer.header("ETag"), tag.empty() ? "\"1-1\"" : tag) << method << ' ' << sent;
    }
  }
}

TEST(GetBook, AChangedBookNoLongerMatchesItsOldTag) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  ASSERT_EQ(api.patch("/livros/1", R"({"ano":1899})").status, 200);
  const auto answer = api.get("/livros/1", {{Header::if_none_match, "\"1-1\""}});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("ETag"), "\"1-2\"");
}

TEST(GetBook, AnIfNoneMatchOfAMissingBookIsStill404) {
  Api api;
  const auto answer = api.get("/livros/9", {{Header::if_none_match, "*"}});
  EXPECT_EQ(problem_in(answer), "404 livro-nao-encontrado");
}

}  // namespace
}  // namespace api_get_book_test

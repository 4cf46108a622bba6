#include <gtest/gtest.h>

#include "api/page_cache.hpp"
#include "support/api.hpp"

namespace api_page_cache_test {
namespace {

using api::PageCache;
using http::Header;
using support::Answer;
using support::Api;
using support::FakeStore;

constexpr auto prepared = Answer::Came::prepared;
constexpr auto made = Answer::Came::made;

std::string kept(const PageCache& cache, std::int64_t now, std::string_view key) {
  const std::string* page = cache.find({now}, key);
  return page == nullptr ? "" : *page;
}

// ---- the cache on its own

TEST(PageCache, HandsOutAPageAtTheSequenceItWasFilledFor) {
  PageCache cache(10'000);
  cache.fill({3}, {"a", "página a"});
  cache.fill({3}, {"b", "página b"});
  EXPECT_EQ(kept(cache, 3, "a"), "página a");
  EXPECT_EQ(kept(cache, 3, "b"), "página b");
  EXPECT_EQ(kept(cache, 3, "c"), "");
  EXPECT_EQ(kept(cache, 4, "a"), "");
  EXPECT_EQ(kept(cache, 2, "a"), "");
}

TEST(PageCache, AFillForANewerSequenceDropsEverythingOlder) {
  PageCache cache(10'000);
  cache.fill({3}, {"a", "velha"});
  cache.fill({4}, {"b", "nova"});
  EXPECT_EQ(kept(cache, 4, "a"), "");
  EXPECT_EQ(kept(cache, 4, "b"), "nova");
  EXPECT_EQ(kept(cache, 3, "a"), "");
}

TEST(PageCache, AnAnswerOlderThanWhatIsKeptIsNotKept) {
  PageCache cache(10'000);
  cache.fill({4}, {"a", "nova"});
  cache.fill({3}, {"b", "velha"});
  EXPECT_EQ(kept(cache, 4, "a"), "nova");
  EXPECT_EQ(kept(cache, 3, "b"), "");
  EXPECT_EQ(kept(cache, 4, "b"), "");
}

TEST(PageCache, StartsAnewWhenItsBytesAreUsedUp) {
  PageCache cache(1000);
  cache.fill({1}, {"a", std::string(400, 'a')});
  EXPECT_NE(kept(cache, 1, "a"), "");
  cache.fill({1}, {"b", std::string(400, 'b')});
  EXPECT_EQ(kept(cache, 1, "a"), "");
  EXPECT_NE(kept(cache, 1, "b"), "");
}

TEST(PageCache, NeverHoldsMoreThanItsBytes) {
  constexpr std::size_t bytes_max = 20'000;
  PageCache cache(bytes_max);
  for (int i = 0; i < 500; ++i) {
    cache.fill({1}, {std::to_string(i), std::string(300, 'x')});
    std::size_t bytes = 0;
    for (int j = 0; j <= i; ++j) {
      bytes += kept(cache, 1, std::to_string(j)).size();
    }
    ASSERT_LE(bytes, bytes_max);
    ASSERT_NE(kept(cache, 1, std::to_string(i)), "");
  }
}

TEST(PageCache, APageLargerThanTheWholeCacheIsNotKept) {
  PageCache cache(1000);
  cache.fill({1}, {"a", std::string(1000, 'a')});
  EXPECT_EQ(kept(cache, 1, "a"), "");
  cache.fill({1}, {"b", "pequena"});
  EXPECT_EQ(kept(cache, 1, "b"), "pequena");
}

TEST(PageCache, OfNoBytesKeepsNothing) {
  PageCache cache(0);
  cache.fill({1}, {"", ""});
  EXPECT_EQ(cache.find({1}, ""), nullptr);
}

// ---- the cache in the request path

void fill(Api& api, int count) {
  for (int i = 1; i <= count; ++i) {
    api.store.put(support::named("Livro " + std::to_string(i)));
  }
}

TEST(KeptPage, TheSameListAgainIsACopyWithoutTheStore) {
  Api api;
  fill(api, 3);
  const auto first = api.get("/livros?limite=2&total=1");
  const auto second = api.get("/livros?limite=2&total=1");
  EXPECT_EQ(first.came, made);
  EXPECT_EQ(second.came, prepared);
  EXPECT_EQ(api.store.reads.size(), 1U);
  EXPECT_EQ(second.body, first.body);
  EXPECT_EQ(second.all("Link"), first.all("Link"));
  for (const std::string name :
       {"ETag", "Content-Type", "Cache-Control", "Vary", "X-Total-Count", "X-Catalogo-Seq"}) {
    EXPECT_EQ(second.header(name), first.header(name)) << name;
    EXPECT_NE(second.header(name), "") << name;
  }
  EXPECT_NE(second.header("X-Request-Id"), first.header("X-Request-Id"));
}

TEST(KeptPage, IsDroppedByAnyCommit) {
  Api api;
  fill(api, 2);
  (void)api.get("/livros");
  ASSERT_EQ(api.remove("/livros/2").status, 204);
  const auto answer = api.get("/livros");
  EXPECT_EQ(answer.came, made);
  EXPECT_EQ(answer.header("ETag"), "\"s3\"");
  EXPECT_EQ(support::json_at(answer.body, "/1"), "");
  EXPECT_EQ(api.get("/livros").came, prepared);
}

TEST(KeptPage, IsForItsOwnQueryOnly) {
  Api api;
  fill(api, 3);
  (void)api.get("/livros");
  EXPECT_EQ(api.get("/livros?limite=1").came, made);
  EXPECT_EQ(support::json_at(api.get("/livros?limite=1").body, "/1"), "");
  EXPECT_EQ(api.get("/livros?campos=id").came, made);
}

// Equal hits stand in another order for readers of another language.
TEST(KeptPage, OfASearchIsNotForReadersOfALanguage) {
  Api api;
  fill(api, 3);
  const std::string target = "/livros?q=livro";
  EXPECT_EQ(api.get(target).header("ETag"), "\"s3\"");
  const auto english = api.get(target, {{Header::accept_language, "en-GB, pt;q=0.5"}});
  EXPECT_EQ(english.came, made);
  EXPECT_EQ(english.header("ETag"), "\"s3~en\"");
  const auto status = [&](const char* language, const char* known) {
    return api.get(target, {{Header::accept_language, language}, {Header::if_none_match, known}})
        .status;
  };
  EXPECT_EQ(status("EN", "\"s3~en\""), 304);
  EXPECT_EQ(status("EN", "\"s3\""), 200);
  EXPECT_EQ(status("pt", "\"s3~en\""), 200);
  EXPECT_EQ(status("*", "\"s3\""), 304);
  EXPECT_EQ(api.get("/livros?q=livro&ordem=id", {{Header::accept_language, "en"}}).header("ETag"),
            "\"s3\"");
}

TEST(KeptPage, IsKeptOncePerCoding) {
  Api api;
  fill(api, 20);
  const support::Fields gzip{{Header::accept_encoding, "gzip"}};
  const support::Fields zstd{{Header::accept_encoding, "zstd"}};
  const auto plain = api.get("/livros");
  for (const auto& fields : {gzip, zstd}) {
    const auto first = api.get("/livros", fields);
    const auto second = api.get("/livros", fields);
    EXPECT_EQ(first.came, made);
    EXPECT_EQ(second.came, prepared);
    EXPECT_EQ(second.header("Content-Encoding"), fields.front().second);
    EXPECT_EQ(second.header("ETag"), "\"s20-" + fields.front().second + '"');
    EXPECT_EQ(second.body, first.body);
  }
  const auto again = api.get("/livros");
  EXPECT_EQ(again.came, prepared);
  EXPECT_EQ(again.body, plain.body);
  EXPECT_TRUE(again.all("Content-Encoding").empty());
}

TEST(KeptPage, IsOnlyForThoseWhoPlainlyAskForIt) {
  Api api;
  fill(api, 1);
  (void)api.get("/livros");
  EXPECT_EQ(api.get("/livros", {{Header::accept, "application/json"}}).came, prepared);
  EXPECT_EQ(api.get("/livros", {{Header::accept, "application/*"}}).came, made);
  EXPECT_EQ(api.get("/livros", {{Header::accept, "text/html"}}).status, 406);
  EXPECT_EQ(api.get("/livros", {{Header::if_none_match, "\"s1\""}}).status, 304);
  EXPECT_EQ(api.head("/livros").came, made);
  EXPECT_EQ(api.post("/livros", "").status, 400);
}

TEST(KeptPage, NeedsAStoreThatTellsItsSequence) {
  Api api;
  fill(api, 1);
  api.store.tells_sequence = false;
  EXPECT_EQ(api.get("/livros").came, made);
  EXPECT_EQ(api.get("/livros").came, made);
  EXPECT_EQ(api.store.reads.size(), 2U);
}

TEST(KeptPage, APageReadBeforeACommitIsNotServedAfterIt) {
  Api api;
  fill(api, 1);
  api.store.reads_answer = FakeStore::Answers::on_demand;
  const auto reply = api.start({"GET", "/livros", {}, ""});
  fill(api, 1);
  api.answer_next();
  EXPECT_EQ(reply->answer().header("ETag"), "\"s1\"");
  EXPECT_EQ(reply->answer().header("X-Catalogo-Seq"), "1");
  api.store.reads_answer = FakeStore::Answers::at_once;
  const auto now = api.get("/livros");
  EXPECT_EQ(now.header("ETag"), "\"s2\"");
  EXPECT_NE(support::json_at(now.body, "/1"), "");
}

TEST(KeptPage, ACacheOfNoBytesReadsEveryTime) {
  Api api({.page_cache_bytes = 0});
  fill(api, 1);
  EXPECT_EQ(api.get("/livros").came, made);
  EXPECT_EQ(api.get("/livros").came, made);
}

}  // namespace
}  // namespace api_page_cache_test

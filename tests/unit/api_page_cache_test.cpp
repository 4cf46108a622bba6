#include <gtest/gtest.h>

#include "api/page_cache.hpp"
#include "support/api.hpp"

namespace api_page_cache_test {
namespace {

using api::ChangedIds;
using api::PageCache;
using http::Header;
using support::Answer;
using support::Api;
using support::FakeStore;

constexpr auto prepared = Answer::Came::prepared;
constexpr auto made = Answer::Came::made;

std::string kept(PageCache& cache, std::int64_t now, std::string_view key) {
  const std::string* page = cache.find({now}, key);
  return page == nullptr ? "" : *page;
}

// ---- the cache on its own

TEST(PageCache, HandsOutAPageAtTheSequenceItWasFilledFor) {
  const ChangedIds changed;
  PageCache cache(10'000, changed);
  cache.fill({3}, {"a", "página a"});
  cache.fill({3}, {"b", "página b"});
  EXPECT_EQ(kept(cache, 3, "a"), "página a");
  EXPECT_EQ(kept(cache, 3, "b"), "página b");
  EXPECT_EQ(kept(cache, 3, "c"), "");
  EXPECT_EQ(kept(cache, 4, "a"), "");
  EXPECT_EQ(kept(cache, 2, "a"), "");
}

TEST(PageCache, AFillForANewerSequenceDropsEverythingOlder) {
  const ChangedIds changed;
  PageCache cache(10'000, changed);
  cache.fill({3}, {"a", "velha"});
  cache.fill({4}, {"b", "nova"});
  EXPECT_EQ(kept(cache, 4, "a"), "");
  EXPECT_EQ(kept(cache, 4, "b"), "nova");
  EXPECT_EQ(kept(cache, 3, "a"), "");
}

TEST(PageCache, AnAnswerOlderThanWhatIsKeptIsNotKept) {
  const ChangedIds changed;
  PageCache cache(10'000, changed);
  cache.fill({4}, {"a", "nova"});
  cache.fill({3}, {"b", "velha"});
  EXPECT_EQ(kept(cache, 4, "a"), "nova");
  EXPECT_EQ(kept(cache, 3, "b"), "");
  EXPECT_EQ(kept(cache, 4, "b"), "");
}

TEST(PageCache, StartsAnewWhenItsBytesAreUsedUp) {
  const ChangedIds changed;
  PageCache cache(1000, changed);
  cache.fill({1}, {"a", std::string(400, 'a')});
  EXPECT_NE(kept(cache, 1, "a"), "");
  cache.fill({1}, {"b", std::string(400, 'b')});
  EXPECT_EQ(kept(cache, 1, "a"), "");
  EXPECT_NE(kept(cache, 1, "b"), "");
}

TEST(PageCache, NeverHoldsMoreThanItsBytes) {
  constexpr std::size_t bytes_max = 20'000;
  const ChangedIds changed;
  PageCache cache(bytes_max, changed);
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
  const ChangedIds changed;
  PageCache cache(1000, changed);
  cache.fill({1}, {"a", std::string(1000, 'a')});
  EXPECT_EQ(kept(cache, 1, "a"), "");
  cache.fill({1}, {"b", "pequena"});
  EXPECT_EQ(kept(cache, 1, "b"), "pequena");
}

TEST(PageCache, OfNoBytesKeepsNothing) {
  const ChangedIds changed;
  PageCache cache(0, changed);
  cache.fill({1}, {"", ""});
  EXPECT_EQ(cache.find({1}, ""), nullptr);
}

// ---- pages of which it is known what they depend on

PageCache::Page lasting(std::string key, std::int64_t first, std::int64_t last) {
  return {std::move(key), "ETag: \"s9-gzip\"\r\n\r\npágina", {{{first}, {last}}}};
}

TEST(LastingPage, IsGivenTheTagOfTheSequenceItIsAskedAt) {
  ChangedIds changed;
  PageCache cache(10'000, changed);
  cache.fill({9}, lasting("a", 1, 3));
  cache.fill({9}, {"b", "outra"});
  changed.note({{400}, {10}});
  EXPECT_EQ(kept(cache, 10, "a"), "ETag: \"s10-gzip\"\r\n\r\npágina");
  EXPECT_EQ(kept(cache, 9, "a"), "") << "the page may be newer than that";
  cache.fill({11}, {"b", "mais nova"});
  EXPECT_EQ(kept(cache, 11, "a"), "ETag: \"s11-gzip\"\r\n\r\npágina");
  EXPECT_EQ(kept(cache, 11, "b"), "mais nova");
}

TEST(LastingPage, IsGoneWhenWhatItDependsOnChanges) {
  for (const std::int64_t touched : {5, 6, 7}) {
    ChangedIds changed;
    PageCache cache(10'000, changed);
    cache.fill({9}, lasting("a", 5, 7));
    changed.note({{touched}, {10}});
    changed.note({{400}, {11}});
    EXPECT_EQ(kept(cache, 11, "a"), "") << touched;
    cache.fill({11}, lasting("a", 5, 7));
    EXPECT_NE(kept(cache, 11, "a"), "") << touched;
    EXPECT_NE(kept(cache, 12, "a"), "") << touched;
  }
}

TEST(LastingPage, IsNotReplacedByAnOlderAnswer) {
  ChangedIds changed;
  PageCache cache(10'000, changed);
  cache.fill({9}, lasting("a", 1, 3));
  cache.fill({8}, {"a", "ETag: \"s8\"\r\n\r\nvelha", {{{1}, {3}}}});
  EXPECT_EQ(kept(cache, 9, "a"), "ETag: \"s9-gzip\"\r\n\r\npágina");
}

TEST(LastingPage, TakesNoMoreMemoryThanOthers) {
  const ChangedIds changed;
  PageCache cache(1000, changed);
  for (int i = 0; i < 100; ++i) {
    cache.fill({9}, {std::to_string(i), std::string(300, 'x'), {{{1}, {3}}}});
    std::size_t pages = 0;
    for (int j = 0; j <= i; ++j) {
      pages += kept(cache, 9, std::to_string(j)).empty() ? 0U : 1U;
    }
    ASSERT_GE(pages, 1U);
    ASSERT_LE(pages, 2U);
  }
  cache.fill({9}, {"outra", std::string(300, 'x')});
  cache.fill({9}, {"mais outra", std::string(300, 'x')});
  EXPECT_EQ(kept(cache, 9, "99"), "");
}

TEST(ChangedIds, MissNoChange) {
  for (const std::int64_t touched : {1, 2, 3, 4, 255, 256, 1'000'000, (1 << 30) - 1}) {
    ChangedIds changed;
    changed.note({{touched}, {7}});
    for (const std::int64_t first : {std::int64_t{1}, touched}) {
      for (const std::int64_t last : {touched, touched + 1, catalog::book_id_max}) {
        EXPECT_TRUE(changed.any_since({6}, {{first}, {last}})) << touched;
        EXPECT_FALSE(changed.any_since({7}, {{first}, {last}})) << touched;
      }
    }
    EXPECT_FALSE(changed.any_since({6}, {{2 * touched + 1}, {2 * touched + 1}})) << touched;
  }
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

TEST(KeptPage, OfBooksByIdStaysWhileOthersChange) {
  Api api;
  fill(api, 40);
  for (const char* const coding : {"", "gzip"}) {
    const support::Fields fields{{Header::accept_encoding, coding}};
    const auto first = api.get("/livros?limite=10", fields);
    ASSERT_EQ(api.remove("/livros/20").status, 204);
    fill(api, 1);
    const auto again = api.get("/livros?limite=10", fields);
    EXPECT_EQ(again.came, prepared);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(again.all("Link"), first.all("Link"));
    EXPECT_NE(again.header("ETag"), first.header("ETag"));
    EXPECT_EQ(again.header("X-Catalogo-Seq"), std::to_string(api.store.sequence()->value));
    const auto tag = again.header("ETag");
    EXPECT_EQ(api.get("/livros?limite=10", {{Header::if_none_match, tag}}).status, 304);
    EXPECT_EQ(api.get("/livros?limite=10", {{Header::if_none_match, first.header("ETag")}}).status,
              200);
    ASSERT_EQ(api.post("/livros/20/restaurar", R"({"versao":1})").status, 200);
  }
}

// The book behind the page says whether there is a next one.
TEST(KeptPage, OfBooksByIdIsDroppedWithTheLastBookBehindIt) {
  Api api;
  fill(api, 3);
  EXPECT_EQ(api.get("/livros?limite=2").all("Link").size(), 2U);
  ASSERT_EQ(api.remove("/livros/3").status, 204);
  const auto answer = api.get("/livros?limite=2");
  EXPECT_EQ(answer.came, made);
  EXPECT_EQ(answer.all("Link").size(), 1U);
}

TEST(KeptPage, OfTheLastBooksIsDroppedWhenOneComes) {
  Api api;
  fill(api, 3);
  (void)api.get("/livros");
  fill(api, 1);
  const auto answer = api.get("/livros");
  EXPECT_EQ(answer.came, made);
  EXPECT_NE(support::json_at(answer.body, "/3"), "");
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

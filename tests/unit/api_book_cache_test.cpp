#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "api/book_cache.hpp"
#include "support/api.hpp"

namespace api_book_cache_test {
namespace {

using api::BookCache;
using catalog::BookId;
using http::Header;
using support::Answer;
using support::Api;
using support::FakeStore;

constexpr auto prepared = Answer::Came::prepared;
constexpr auto made = Answer::Came::made;

std::string kept(BookCache& cache, BookId id) {
  std::string bytes;
  cache.visit(id, [&](std::string_view found) { bytes = found; });
  return bytes;
}

void commit(BookCache& cache, BookId id) {
  const store::Committed change{id, {1}};
  cache.committed({&change, 1});
}

// ---- the cache on its own

TEST(BookCache, HandsOutWhatWasFilledIn) {
  BookCache cache(1 << 20);
  EXPECT_EQ(kept(cache, {7}), "");
  cache.fill({{7}, "sete"}, cache.epoch({7}));
  EXPECT_EQ(kept(cache, {7}), "sete");
  EXPECT_EQ(kept(cache, {8}), "");
}

TEST(BookCache, AFillReplacesWhatWasThere) {
  BookCache cache(1 << 20);
  cache.fill({{7}, "antes"}, cache.epoch({7}));
  cache.fill({{7}, "depois"}, cache.epoch({7}));
  EXPECT_EQ(kept(cache, {7}), "depois");
}

TEST(BookCache, ACommitErasesItsBookAndNoOther) {
  BookCache cache(1 << 20);
  cache.fill({{7}, "sete"}, cache.epoch({7}));
  cache.fill({{8}, "oito"}, cache.epoch({8}));
  commit(cache, {7});
  EXPECT_EQ(kept(cache, {7}), "");
  EXPECT_EQ(kept(cache, {8}), "oito");
}

TEST(BookCache, AFillFromBeforeACommitIsDropped) {
  BookCache cache(1 << 20);
  const auto before = cache.epoch({7});
  commit(cache, {7});
  cache.fill({{7}, "velho"}, before);
  EXPECT_EQ(kept(cache, {7}), "");
  cache.fill({{7}, "novo"}, cache.epoch({7}));
  EXPECT_EQ(kept(cache, {7}), "novo");
}

TEST(BookCache, ACommitOfABookInAnotherShardDropsNoFill) {
  BookCache cache(1 << 20);
  const auto before = cache.epoch({7});
  commit(cache, {8});
  cache.fill({{7}, "sete"}, before);
  EXPECT_EQ(kept(cache, {7}), "sete");
}

// Ids 64, 128, … share a shard; its bound is a 64th of the cache's.
constexpr std::size_t shards = 64;
BookId in_one_shard(int n) { return {std::int64_t{64} * n}; }

TEST(BookCache, IsBoundedInBytesWhateverIsFilledIn) {
  constexpr std::size_t shard_bytes = 8192;
  constexpr std::size_t book_bytes = 500;
  BookCache cache(shard_bytes * shards);
  for (int n = 1; n <= 1000; ++n) {
    cache.fill({in_one_shard(n), std::string(book_bytes, 'x')}, cache.epoch(in_one_shard(n)));
  }
  std::size_t bytes = 0;
  for (int n = 1; n <= 1000; ++n) {
    bytes += kept(cache, in_one_shard(n)).size();
  }
  EXPECT_LE(bytes, shard_bytes);
  EXPECT_GE(bytes, shard_bytes / 2);
  EXPECT_EQ(kept(cache, in_one_shard(1000)).size(), book_bytes);
}

TEST(BookCache, EvictsWhatNobodyAskedForSinceTheHandPassed) {
  BookCache cache(4096 * shards);
  const auto fill = [&](int n) {
    cache.fill({in_one_shard(n), std::string(500, 'x')}, cache.epoch(in_one_shard(n)));
  };
  for (int n = 1; n <= 6; ++n) {  // six fit
    fill(n);
  }
  fill(7);  // the hand clears every mark on its way and takes one
  std::vector<int> left;
  for (int n = 1; n <= 6; ++n) {
    // Asking would mark them all again: ask for the even ones only.
    if (n % 2 == 0 && !kept(cache, in_one_shard(n)).empty()) {
      left.push_back(n);
    }
  }
  ASSERT_GE(left.size(), 2U);
  fill(8);
  fill(9);
  for (const int n : left) {
    EXPECT_NE(kept(cache, in_one_shard(n)), "") << n;
  }
  // Nor does the newest go before those that nobody asked for.
  EXPECT_NE(kept(cache, in_one_shard(7)), "");
  EXPECT_NE(kept(cache, in_one_shard(8)), "");
  EXPECT_EQ(kept(cache, in_one_shard(3)), "");
  EXPECT_EQ(kept(cache, in_one_shard(5)), "");
}

TEST(BookCache, RefillingOneBookTakesNoRoomFromOthers) {
  BookCache cache(4096 * shards);
  const std::string book(500, 'x');
  cache.fill({in_one_shard(1), book}, cache.epoch(in_one_shard(1)));
  for (int round = 0; round < 100; ++round) {
    cache.fill({in_one_shard(2), book}, cache.epoch(in_one_shard(2)));
  }
  EXPECT_EQ(kept(cache, in_one_shard(1)), book);
  EXPECT_EQ(kept(cache, in_one_shard(2)), book);
}

TEST(BookCache, OneHugeBookDoesNotEmptyAShard) {
  BookCache cache(4096 * shards);
  cache.fill({in_one_shard(1), "pequeno"}, cache.epoch(in_one_shard(1)));
  cache.fill({in_one_shard(2), std::string(1025, 'x')}, cache.epoch(in_one_shard(2)));
  EXPECT_EQ(kept(cache, in_one_shard(1)), "pequeno");
  EXPECT_EQ(kept(cache, in_one_shard(2)), "");
}

TEST(BookCache, ErasedRoomIsUsedAgain) {
  BookCache cache(4096 * shards);
  for (int round = 0; round < 100; ++round) {
    for (int n = 1; n <= 5; ++n) {
      cache.fill({in_one_shard(n), std::string(500, 'x')}, cache.epoch(in_one_shard(n)));
    }
    for (int n = 1; n <= 5; ++n) {
      ASSERT_NE(kept(cache, in_one_shard(n)), "") << round;
      commit(cache, in_one_shard(n));
    }
  }
}

TEST(BookCache, OfNoBytesKeepsNothing) {
  BookCache cache(0);
  cache.fill({{7}, ""}, cache.epoch({7}));
  EXPECT_FALSE(cache.visit({7}, [](std::string_view) {}));
}

TEST(BookCache, NeverServesWhatACommitReplacedWhileOthersFillIt) {
  BookCache cache(1 << 20);
  std::atomic<int> stored{0};
  std::atomic<bool> done{false};
  std::thread reader([&] {
    while (!done) {
      const auto before = cache.epoch({7});
      cache.fill({{7}, std::to_string(stored.load())}, before);
    }
  });
  for (int version = 1; version <= 3000; ++version) {
    stored = version;
    commit(cache, {7});
    const std::string found = kept(cache, {7});
    EXPECT_TRUE(found.empty() || std::stoi(found) >= version) << found << ' ' << version;
  }
  done = true;
  reader.join();
}

// ---- the cache in the request path

TEST(HotBook, TheSecondReadIsACopyWithoutTheStore) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  const auto first = api.get("/livros/1");
  const auto second = api.get("/livros/1");
  EXPECT_EQ(first.came, made);
  EXPECT_EQ(second.came, prepared);
  EXPECT_EQ(api.store.reads.size(), 1U);
  EXPECT_EQ(second.body, first.body);
  for (const std::string name :
       {"ETag", "Content-Type", "Cache-Control", "Vary", "X-Catalogo-Seq"}) {
    EXPECT_EQ(second.header(name), first.header(name)) << name;
    EXPECT_NE(second.header(name), "") << name;
  }
  EXPECT_NE(second.header("X-Request-Id"), first.header("X-Request-Id"));
  EXPECT_EQ(second.header("Content-Length"), std::to_string(first.body.size()));
}

TEST(HotBook, IsGoneAsSoonAsItsBookChanges) {
  Api api;
  api.store.put(support::named("Antes"));
  (void)api.get("/livros/1");
  ASSERT_EQ(api.patch("/livros/1", R"({"título":"Depois"})").status, 200);
  const auto changed = api.get("/livros/1");
  EXPECT_EQ(support::json_at(changed.body, "/título"), "Depois");
  EXPECT_EQ(changed.header("ETag"), "\"1-2\"");
  EXPECT_EQ(api.get("/livros/1").came, prepared);
  ASSERT_EQ(api.remove("/livros/1").status, 204);
  EXPECT_EQ(api.get("/livros/1").status, 410);
}

TEST(HotBook, ACommitBetweenTheReadAndItsAnswerKeepsTheOldBytesOut) {
  Api api;
  api.store.put(support::named("Antes"));
  api.store.reads_answer = FakeStore::Answers::on_demand;
  const auto reply = api.start({"GET", "/livros/1", {}, ""});
  ASSERT_EQ(api.patch("/livros/1", R"({"título":"Depois"})").status, 200);
  api.answer_next();
  EXPECT_EQ(support::json_at(reply->answer().body, "/título"), "Antes");
  api.store.reads_answer = FakeStore::Answers::at_once;
  EXPECT_EQ(support::json_at(api.get("/livros/1").body, "/título"), "Depois");
}

TEST(HotBook, ADeferredReadFillsTheCacheToo) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  api.store.reads_answer = FakeStore::Answers::on_demand;
  (void)api.start({"GET", "/livros/1", {}, ""});
  api.answer_next();
  EXPECT_EQ(api.get("/livros/1").came, prepared);
}

TEST(HotBook, IsOnlyForThoseWhoPlainlyAskForIt) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  (void)api.get("/livros/1");
  for (const std::string accept : {"", "*/*", "application/json"}) {
    EXPECT_EQ(api.get("/livros/1", {{Header::accept, accept}}).came, prepared) << accept;
  }
  EXPECT_EQ(api.get("/livros/1", {{Header::accept_language, "en"}}).came, prepared);
  EXPECT_EQ(api.get("/livros/1", {{Header::accept, "application/*"}}).came, made);
  EXPECT_EQ(api.get("/livros/1", {{Header::accept, "text/html"}}).status, 406);
  EXPECT_EQ(api.get("/livros/1", {{Header::if_none_match, "\"1-1\""}}).status, 304);
  EXPECT_EQ(api.get("/livros/1", {{Header::request_id, "um"}}).header("X-Request-Id"), "um");
  EXPECT_EQ(api.head("/livros/1").came, made);
  EXPECT_EQ(api.get("/livros/1?x=1").status, 400);
  EXPECT_EQ(api.get("/livros/1/versoes").came, made);
}

TEST(HotBook, AnEncodedAnswerIsNotTakenForThePlainOne) {
  Api api;
  catalog::BookFields fields = support::named("Grande");
  fields.synopsis.assign(2000, 's');
  api.store.put(fields);
  const support::Fields gzip{{Header::accept_encoding, "gzip"}};
  EXPECT_EQ(api.get("/livros/1", gzip).header("Content-Encoding"), "gzip");
  const auto plain = api.get("/livros/1");
  EXPECT_EQ(plain.came, made);
  EXPECT_TRUE(plain.all("Content-Encoding").empty());
  EXPECT_EQ(plain.header("ETag"), "\"1-1\"");
  EXPECT_EQ(api.get("/livros/1").came, prepared);
  EXPECT_EQ(api.get("/livros/1", gzip).header("Content-Encoding"), "gzip");
}

TEST(HotBook, ASmallOneServesThoseWhoWouldTakeAnEncodedOneToo) {
  Api api;
  api.store.put(support::named("Pequeno"));
  (void)api.get("/livros/1");
  const auto answer = api.get("/livros/1", {{Header::accept_encoding, "gzip, zstd"}});
  EXPECT_EQ(answer.came, prepared);
  EXPECT_TRUE(answer.all("Content-Encoding").empty());
}

TEST(HotBook, CarriesTheNewestSequence) {
  Api api;
  api.store.put(support::named("Um"));
  (void)api.get("/livros/1");
  api.store.put(support::named("Dois"));
  const auto answer = api.get("/livros/1");
  EXPECT_EQ(answer.came, prepared);
  EXPECT_EQ(answer.header("X-Catalogo-Seq"), "2");
}

TEST(HotBook, NeedsAStoreThatTellsItsSequence) {
  Api api;
  api.store.put(support::named("Um"));
  api.store.tells_sequence = false;
  (void)api.get("/livros/1");
  const auto answer = api.get("/livros/1");
  EXPECT_EQ(answer.came, made);
  EXPECT_EQ(answer.header("X-Catalogo-Seq"), "1");
}

TEST(HotBook, ACacheOfNoBytesReadsEveryTime) {
  Api api({.book_cache_bytes = 0});
  api.store.put(support::named("Dom Casmurro"));
  EXPECT_EQ(api.get("/livros/1").came, made);
  EXPECT_EQ(api.get("/livros/1").came, made);
  EXPECT_EQ(api.store.reads.size(), 2U);
}

TEST(HotBook, NoAnswerNamesAStateThatTheNextMayNotName) {
  for (const bool at_once : {false, true}) {
    Api api({.book_cache_bytes = 0});
    api.store.gives_books_at_once = at_once;
    api.store.put(support::named("Um"));
    api.store.put(support::named("Dois"));
    api.store.commits_untold = 1;
    EXPECT_EQ(api.get("/livros/1").header("X-Catalogo-Seq"), "1") << at_once;
    EXPECT_EQ(api.get("/livros/1/versoes").header("X-Catalogo-Seq"), "1") << at_once;
    api.store.commits_untold = 0;
    EXPECT_EQ(api.get("/livros/1").header("X-Catalogo-Seq"), "2") << at_once;
  }
}

TEST(HotBook, OneThatIsNeverServedFromTheCacheIsNotKept) {
  Api api({.book_cache_bytes = 64 * 1024 * 1024});
  catalog::BookFields fields = support::named("Enorme");
  fields.notes.assign(20, std::string(4000, 'n'));
  api.store.put(fields);
  EXPECT_EQ(api.get("/livros/1").status, 200U);
  EXPECT_EQ(kept(api.books, {1}), "");
}

TEST(HotBook, WhoWantsNoCodingGetsTheKeptOne) {
  Api api;
  catalog::BookFields fields = support::named("Grande");
  fields.synopsis.assign(2000, 's');
  api.store.put(fields);
  const support::Fields identity{{Header::accept_encoding, "identity"}};
  EXPECT_EQ(api.get("/livros/1", identity).came, made);
  EXPECT_EQ(api.get("/livros/1", identity).came, prepared);
  EXPECT_EQ(api.get("/livros/1", {{Header::accept_encoding, "gzip"}}).header("Content-Encoding"),
            "gzip");
}

TEST(HotBook, AProblemIsNeverKept) {
  Api api;
  EXPECT_EQ(api.get("/livros/1").status, 404);
  api.store.put(support::named("Um"));
  EXPECT_EQ(api.get("/livros/1").status, 200);
  api.store.put(support::named("Dois"));
  api.store.read_refusal = catalog::problem::of(catalog::ProblemCode::storage_unavailable);
  EXPECT_EQ(api.get("/livros/2").status, 503);
  EXPECT_EQ(api.get("/livros/2").status, 200);
}

// ---- a store that reads a book within the call

struct AtOnce : Api {
  explicit AtOnce(const support::ApiOptions& options = {}) : Api(options) {
    store.gives_books_at_once = true;
  }
};

TEST(BookAtOnce, IsAnsweredAsTheLongWayAnswersAndKept) {
  api::AccessRules rules;
  rules.cors_origins = {"https://biblioteca.example"};
  AtOnce api({.access = rules});
  Api other({.access = rules});
  for (Api* const one : {static_cast<Api*>(&api), &other}) {
    one->store.put(support::named("Dom Casmurro"));
  }
  for (const support::Fields& fields :
       {support::Fields{}, support::Fields{{Header::accept_encoding, "gzip"}},
        support::Fields{{Header::origin, "https://biblioteca.example"}}}) {
    commit(api.books, {1});
    commit(other.books, {1});
    const auto short_way = api.get("/livros/1", fields);
    const auto long_way = other.get("/livros/1", fields);
    EXPECT_EQ(short_way.came, prepared);
    EXPECT_EQ(long_way.came, made);
    EXPECT_EQ(short_way.body, long_way.body);
    for (const std::string name :
         {"ETag", "Content-Type", "Cache-Control", "Vary", "Link", "X-Catalogo-Seq",
          "Content-Encoding", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers"}) {
      EXPECT_EQ(short_way.all(name), long_way.all(name)) << name;
    }
    EXPECT_EQ(api.get("/livros/1", fields).body, long_way.body);
  }
  EXPECT_EQ(api.store.given_at_once, 3U);
  EXPECT_TRUE(api.store.reads.empty());
}

TEST(BookAtOnce, IsNotKeptWhenACommitCameBetween) {
  AtOnce api;
  api.store.put(support::named("Antes"));
  api.store.before_a_book_is_given = [&] {
    ASSERT_EQ(api.patch("/livros/1", R"({"título":"Depois"})").status, 200);
  };
  EXPECT_EQ(support::json_at(api.get("/livros/1").body, "/título"), "Antes");
  EXPECT_EQ(support::json_at(api.get("/livros/1").body, "/título"), "Depois");
}

TEST(BookAtOnce, WithoutACacheIsReadEveryTime) {
  AtOnce api({.book_cache_bytes = 0});
  api.store.put(support::named("Dom Casmurro"));
  EXPECT_EQ(api.get("/livros/1").body, api.get("/livros/1").body);
  EXPECT_EQ(api.store.given_at_once, 2U);
}

TEST(BookAtOnce, WhatIsNotThereIsSaidByTheLongWay) {
  AtOnce api;
  EXPECT_EQ(support::problem_in(api.get("/livros/1")), "404 livro-nao-encontrado");
  api.store.put(support::named("Breve"));
  ASSERT_EQ(api.remove("/livros/1").status, 204);
  EXPECT_EQ(support::problem_in(api.get("/livros/1")), "410 livro-excluido");
}

TEST(BookAtOnce, ALargeOneGoesTheLongWayToWhoeverTakesItEncoded) {
  AtOnce api;
  catalog::BookFields fields = support::named("Grande");
  fields.synopsis.assign(2000, 's');
  api.store.put(fields);
  const support::Fields gzip{{Header::accept_encoding, "gzip"}};
  EXPECT_EQ(api.get("/livros/1", gzip).header("Content-Encoding"), "gzip");
  EXPECT_TRUE(api.get("/livros/1").all("Content-Encoding").empty());
  // Its bytes are kept now, so that it is not read in vain again.
  const std::size_t given = api.store.given_at_once;
  EXPECT_EQ(api.get("/livros/1", gzip).header("Content-Encoding"), "gzip");
  EXPECT_EQ(api.store.given_at_once, given);
}

TEST(BookAtOnce, IsRefusedLikeOthersWhenTheLoopLags) {
  api::AccessRules rules;
  rules.lag_max = std::chrono::milliseconds(250);
  AtOnce api({.book_cache_bytes = 0, .access = rules});
  api.store.put(support::named("Dom Casmurro"));
  EXPECT_EQ(api.get("/livros/1").status, 200U);
  api.is_stuck = true;
  api.clock.work(std::chrono::milliseconds(251));
  EXPECT_EQ(support::problem_in(api.get("/livros/1")), "503 sobrecarregado");
  EXPECT_EQ(api.store.given_at_once, 1U);
}

}  // namespace
}  // namespace api_book_cache_test

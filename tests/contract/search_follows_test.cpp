// The index can never disagree with the books: followed edit by edit it is the one that is made
// anew from all books, and every search knows what was committed before it.
#include <algorithm>
#include <atomic>
#include <thread>

#include "catalog/spelling.hpp"
#include "contract/random_edits.hpp"
#include "contract/search_fixture.hpp"
#include "contract/veiled_store.hpp"
#include "search/follow/index_follower.hpp"
#include "search/index/index.hpp"
#include "search/index/segment_writer.hpp"
#include "store/change_queue.hpp"

namespace contract {
namespace {

using search::Index;

// Every book, read from the store without a search.
template <class AnyClient>
std::vector<catalog::Book> all_books(AnyClient& client) {
  const auto outcome = client.read(store::ScanBooks{{}, catalog::list_limit_max});
  using Scanned = std::conditional_t<std::is_same_v<AnyClient, Client>, store::Page, search::Page>;
  return books_of(std::get<Scanned>(outcome->value).books);
}

template <class AnyClient>
std::string bytes_made_anew(AnyClient& client) {
  search::SegmentWriter writer;
  for (const catalog::Book& book : all_books(client)) {
    writer.add(book);
  }
  return std::string(std::move(writer).finish()->bytes());
}

// ---- the index itself --------------------------------------------------------------------------

class FollowedIndex : public StoreTest {
 protected:
  search::SnapshotPtr caught_up(search::IndexFollower& follower) {
    const auto got = contract::caught_up(client(), follower);
    if (!got) {
      throw std::runtime_error("no snapshot");
    }
    return got->snapshot;
  }

  base::Metrics metrics_;
  base::Log log_{base::LogLevel::error};
};
INSTANTIATE_TEST_SUITE_P(Stores, FollowedIndex, testing::ValuesIn(stores_under_test()), name_of);

TEST_P(FollowedIndex, AfterRandomEditsIsTheOneMadeAnew) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    RandomEdits edits(seed);
    search::IndexFollower follower(store(), metrics_, log_);
    for (int round = 0; round < 30; ++round) {
      edits.edit(client(), 1 + edits.below(25));
      const auto snapshot = caught_up(follower);
      EXPECT_EQ(snapshot->sequence, edits.sequence());
    }
    const auto snapshot = caught_up(follower);
    EXPECT_EQ(snapshot->books(), all_books(client()).size());
    EXPECT_GT(snapshot->segments.size(), 1U);
    EXPECT_EQ(search::merge(snapshot->segments, search::memory_storage())->bytes(),
              bytes_made_anew(client()))
        << seed;
  }
}

// More than is read at once, most of it without a word about the book in between.
TEST_P(FollowedIndex, CatchesUpOverManyChangesAndGapsBetweenTheirNumbers) {
  search::IndexFollower follower(store(), metrics_, log_);
  caught_up(follower);
  constexpr std::size_t writes = 2500;
  std::size_t answered = 0;
  const auto count = [&](const store::WriteOutcome& outcome) {
    EXPECT_TRUE(outcome.has_value());
    ++answered;
  };
  for (std::size_t i = 0; i < writes; ++i) {
    const std::string title = "Livro " + std::to_string(i);
    const std::int64_t changed = static_cast<std::int64_t>(i % 900) + 1;
    const store::Action action = i < 900
                                     ? store::Action(store::Create{new_book(title)})
                                     : store::Action(store::Replace{{changed}, new_book(title)});
    client().session().write({action, {}, {}, {}}, count);
  }
  client().loop().run_until([&] { return answered == writes; });
  done(store::Remove{{17}});
  const auto snapshot = caught_up(follower);
  EXPECT_EQ(snapshot->sequence.value, static_cast<std::int64_t>(writes) + 1);
  EXPECT_EQ(snapshot->books(), 899U);
  EXPECT_EQ(search::merge(snapshot->segments, search::memory_storage())->bytes(),
            bytes_made_anew(client()));
}

TEST_P(FollowedIndex, IsMadeWhileBooksAreWritten) {
  RandomEdits edits(4);
  edits.edit(client(), 200);
  search::IndexFollower follower(store(), metrics_, log_);
  edits.edit(client(), 100);
  const auto snapshot = caught_up(follower);
  EXPECT_EQ(snapshot->sequence, edits.sequence());
  EXPECT_EQ(search::merge(snapshot->segments, search::memory_storage())->bytes(),
            bytes_made_anew(client()));
}

TEST_P(FollowedIndex, WhatThisProcessWritesIsNotReadBack) {
  VeiledStore veil(store());
  veil.hands_over = true;
  std::atomic<std::size_t> read{0};
  std::atomic<int> scans{0};
  veil.asked = [&](const store::BookRead& command) {
    if (const auto* const books = std::get_if<store::GetBooks>(&command)) {
      read += books->ids.size();
    }
    scans += std::holds_alternative<store::ScanBooks>(command) ? 1 : 0;
  };
  search::IndexFollower follower(veil, metrics_, log_);
  caught_up(follower);
  const int scans_of_the_start = scans;
  RandomEdits edits(6);
  for (int round = 0; round < 10; ++round) {
    edits.edit(client(), 40);
    EXPECT_EQ(caught_up(follower)->sequence, edits.sequence());
  }
  EXPECT_EQ(scans, scans_of_the_start);
  // PostgreSQL may show a commit before its answer has come.
  EXPECT_LE(read, store().sequence() ? 0U : 40U);
  EXPECT_EQ(search::merge(caught_up(follower)->segments, search::memory_storage())->bytes(),
            bytes_made_anew(client()));
}

// A taker that lags finds a gap, and reads the changes.
TEST_P(FollowedIndex, WhatWasLeftOutOfTheHandingOverIsRead) {
  VeiledStore veil(store());
  veil.hands_over = true;
  std::atomic<int> scans{0};
  veil.asked = [&scans](const store::BookRead& command) {
    scans += std::holds_alternative<store::ScanBooks>(command) ? 1 : 0;
  };
  search::IndexFollower follower(veil, metrics_, log_);
  caught_up(follower);
  const int scans_of_the_start = scans;
  RandomEdits edits(7);
  for (int round = 0; round < 10; ++round) {
    edits.edit(client(), 20);
    veil.own_changes()->take();
    edits.edit(client(), 20);
    EXPECT_EQ(caught_up(follower)->sequence, edits.sequence());
  }
  EXPECT_EQ(scans, scans_of_the_start) << "what was handed over is taken for another history";
  EXPECT_EQ(search::merge(caught_up(follower)->segments, search::memory_storage())->bytes(),
            bytes_made_anew(client()));
}

// ---- searches ----------------------------------------------------------------------------------

class FollowedSearch : public SearchTest {
 protected:
  // All that is answered about the catalogue as it is.
  std::vector<std::string> answers() {
    std::vector<std::string> all;
    for (const std::string& q : searches_of_few_values()) {
      auto listing = by_relevance(q, 30);
      listing.counting = catalog::Counting::total;
      all.push_back(q + "\n" + told(client(), listing));
      listing.order = {{catalog::SortKey::title, {}}, {}};
      all.push_back(q + "\n" + told(client(), listing));
      const auto query = catalog::parse_search(q);
      all.push_back(told(facets({{}, query, {search::Facet::author, search::Facet::subject}, 50})));
      all.push_back(told(suggestions(q)));
    }
    return all;
  }
  // What a server keeps when it has followed long enough.
  void save(const std::vector<catalog::Book>& books, catalog::Sequence sequence,
            std::uint32_t rules = catalog::search_rules) {
    Index index;
    index.apply({books, {}, sequence});
    store().open_index_store()->save({rules, sequence}, {index.compact()->bytes()});
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, FollowedSearch, testing::ValuesIn(stores_under_test()), name_of);

TEST_P(FollowedSearch, AfterRandomEditsAnswersAsOneMadeAnewAndAsOneFromTheDatabase) {
  RandomEdits edits(5);
  for (int round = 0; round < 20; ++round) {
    edits.edit(client(), 1 + edits.below(20));
    if (round == 10) {
      save(all_books(client()), edits.sequence());
    }
    found("mar");
  }
  EXPECT_GT(edits.living(), 50U);
  const auto followed = answers();
  open_store();
  EXPECT_EQ(answers(), followed);
  // By other rules it is made anew.
  save({}, edits.sequence(), catalog::search_rules + 1);
  open_store();
  EXPECT_EQ(answers(), followed);
}

// The stored index is taken for what it says, so a wrong one shows that it was.
TEST_P(FollowedSearch, AStartTakesTheIndexFromTheDatabaseAndFollowsOnlyWhatCameAfter) {
  auto book = created(fields("Antes"));
  const auto second = created(fields("Outro"));
  book.fields.edit().title = "Fantasma";
  save({book, second}, {2});
  done(store::Replace{second.id, new_book("Depois")});
  open_store();
  EXPECT_EQ(found("fantasma"), (Ids{book.id.value}));
  EXPECT_EQ(found("depois"), (Ids{second.id.value}));
  EXPECT_EQ(found("outro"), Ids{});
}

TEST_P(FollowedSearch, AnIndexThatDoesNotHoldTogetherIsMadeAnew) {
  const auto book = created(fields("Antes"));
  for (const std::string bytes : {"", "x", "não é um índice"}) {
    store().open_index_store()->save({catalog::search_rules, {1}}, {bytes});
    open_store();
    EXPECT_EQ(found("antes"), (Ids{book.id.value}));
  }
}

TEST_P(FollowedSearch, EveryKindOfChangeIsSeenByTheNextSearch) {
  const auto id = created(fields("Zorzal")).id;
  EXPECT_EQ(found("zorzal"), (Ids{id.value}));
  catalog::BookPatch patch;
  patch.set = {catalog::Field::title};
  patch.values.title = "Sabiá";
  done(store::Alter{id, patch});
  EXPECT_EQ(found("zorzal"), Ids{});
  EXPECT_EQ(found("sabia"), (Ids{id.value}));
  done(store::Replace{id, new_book(fields("Bem-te-vi", "Outra Pessoa"))});
  EXPECT_EQ(found("machado"), Ids{});
  EXPECT_EQ(found("pessoa vi"), (Ids{id.value}));
  done(store::Remove{id});
  EXPECT_EQ(found("pessoa"), Ids{});
  EXPECT_EQ(told(suggestions("bem")), "");
  EXPECT_EQ(facets({{}, {}, {search::Facet::author}, 10}).books, 0U);
  done(store::Restore{id, {1}});
  EXPECT_EQ(found("zorzal machado"), (Ids{id.value}));
  EXPECT_EQ(facets({{}, {}, {search::Facet::author}, 10}).books, 1U);
}

// Whoever was told of a commit finds it, whoever searches.
TEST_P(FollowedSearch, KnowsWhatWasCommittedBeforeItWasAsked) {
  std::atomic<std::int64_t> committed{0};
  std::atomic<bool> stopping{false};
  std::thread writing([&] {
    Client writer(store());
    for (int i = 0; i < 300 && !stopping; ++i) {
      const auto outcome = writer.write(store::Create{new_book("Livro")});
      EXPECT_TRUE(outcome.has_value());
      committed = outcome->sequence.value;
    }
    stopping = true;
  });
  while (!stopping) {
    const std::int64_t known = committed;
    auto listing = by_relevance("livro", 1);
    listing.counting = catalog::Counting::total;
    const auto outcome = client().read(search::ListBooks{listing});
    ASSERT_TRUE(outcome.has_value());
    EXPECT_GE(outcome->as_of.value, known);
    EXPECT_GE(std::get<search::Page>(outcome->value).total, static_cast<std::uint64_t>(known));
  }
  writing.join();
}

}  // namespace
}  // namespace contract

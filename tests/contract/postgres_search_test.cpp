// Following a database whose connections break, and that other instances write to.
#include <gtest/gtest.h>

#include "contract/postgres_fixture.hpp"
#include "contract/random_edits.hpp"
#include "contract/search_fixture.hpp"
#include "search/store.hpp"
#include "store/postgres/store.hpp"

namespace contract {
namespace {

class PostgresSearch : public testing::Test {
 protected:
  std::unique_ptr<search::Store> open() {
    postgres::Options options;
    options.url = database_.url();
    return search::open(postgres::open(options, clock_, metrics_, log_), metrics_, log_);
  }
  // As a client that is told 503 does; nothing waits so long unless it is broken.
  static Ids found_in_the_end(SearchClient& client, std::string_view q) {
    const auto deadline = std::chrono::steady_clock::now() + EventLoop::patience;
    while (std::chrono::steady_clock::now() < deadline) {
      const auto outcome = client.read(search::ListBooks{by_relevance(q)});
      if (outcome) {
        return ids_of(std::get<search::Page>(outcome->value).books);
      }
    }
    ADD_FAILURE() << "no answer in time";
    return {};
  }

  PostgresDatabase database_;
  support::FakeClock clock_;
  base::Metrics metrics_;
  base::Log log_{base::LogLevel::error};
};

TEST_F(PostgresSearch, GoesOnWhereItWasWhenItsConnectionsAreCut) {
  const auto store = open();
  SearchClient client(*store);
  Ids expected;
  for (int cut = 0; cut < 4; ++cut) {
    const std::string title = "Livro " + std::to_string(cut);
    // With a key, because the writing connection may still be broken.
    const auto written =
        client.write({store::Create{new_book(title)}, {}, idempotency_key(title), {}});
    ASSERT_TRUE(written.has_value());
    expected.push_back(written->book.id.value);
    EXPECT_GT(database_.cut_connections(), 0);
    EXPECT_EQ(found_in_the_end(client, "livro"), expected);
  }
}

TEST_F(PostgresSearch, IsMadeAlthoughTheConnectionsBreakMeanwhile) {
  RandomEdits edits(6);
  Ids expected;
  {
    const auto store = open();
    SearchClient client(*store);
    edits.edit(client, 100);
    expected = found(client, "mar");
  }
  EXPECT_FALSE(expected.empty());
  const auto store = open();
  database_.cut_connections();
  SearchClient client(*store);
  EXPECT_EQ(found_in_the_end(client, "mar"), expected);
}

TEST_F(PostgresSearch, SeesWhatAnotherInstanceWrote) {
  const auto one = open();
  const auto two = open();
  SearchClient here(*one);
  SearchClient there(*two);
  for (int i = 1; i <= 20; ++i) {
    const auto written = (i % 2 == 0 ? here : there).write(store::Create{new_book("Livro")});
    ASSERT_TRUE(written.has_value());
    EXPECT_EQ(found(i % 2 == 0 ? there : here, "livro").size(), static_cast<std::size_t>(i));
  }
}

}  // namespace
}  // namespace contract

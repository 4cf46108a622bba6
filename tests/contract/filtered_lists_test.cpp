// Which of the two finds a list by filters: the search index, or the database below it.
#include <atomic>
#include <mutex>
#include <thread>

#include "contract/search_fixture.hpp"
#include "contract/veiled_store.hpp"
#include "search/store.hpp"
#include "support/eventually.hpp"

namespace contract {
namespace {

using catalog::Filter;
using catalog::Listing;
using catalog::ProblemCode;
using catalog::SortKey;

class FilteredLists : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    for (const std::string title : {"Mar morto", "A hora", "O mar"}) {
      catalog::BookFields book = fields(title);
      book.language = "pt";
      book.year = 1950;
      created(book);
    }
  }
  void TearDown() override {
    searching_.reset();
    StoreTest::TearDown();
  }

  void open_search() {
    auto veil = std::make_unique<VeiledStore>(store());
    veil->asked = [this](store::Read& read) {
      const bool is_page = std::holds_alternative<store::GetBooks>(read) ||
                           std::holds_alternative<store::ListBooks>(read);
      if (is_page && std::this_thread::get_id() == tests_thread_ && changes_) {
        std::exchange(changes_, {})();
      }
      const auto* const list = std::get_if<store::ListBooks>(&read);
      if (list != nullptr && list->listing.filter != Filter{}) {
        const std::lock_guard lock(mutex_);
        asked_.push_back(list->listing.filter);
      }
    };
    veil->answered = [this](const store::Read& read, store::ReadOutcome& outcome) {
      const auto* const list = std::get_if<store::ListBooks>(&read);
      const bool is_gathering = list != nullptr && list->listing.filter == Filter{};
      if (hides_books_ && (is_gathering || std::holds_alternative<store::ListChanges>(read))) {
        outcome = catalog::fail(catalog::problem::of(ProblemCode::storage_unavailable));
      }
    };
    searching_ = search::open(std::move(veil), metrics_, log_);
  }
  void await_index() {
    ASSERT_TRUE(support::eventually(
        EventLoop::patience, [this] { return searching_->health() == store::Health::ready; }));
  }
  store::ReadOutcome listed(const Filter& filter, std::vector<catalog::Sort> order) {
    Listing listing;
    listing.filter = filter;
    listing.order = std::move(order);
    Client client(*searching_);
    return client.read(store::ListBooks{listing});
  }
  static Ids ids_in(const store::ReadOutcome& outcome) {
    return ids_of(std::get<store::Page>(outcome->value).books);
  }
  // Filters that reached the database.
  std::vector<Filter> asked() {
    const std::lock_guard lock(mutex_);
    return asked_;
  }

  std::atomic<bool> hides_books_{false};
  std::function<void()> changes_;  // made before the test's next page is read
  const std::thread::id tests_thread_ = std::this_thread::get_id();

 private:
  base::Metrics metrics_;
  base::Log log_{base::LogLevel::error};
  std::mutex mutex_;
  std::vector<Filter> asked_;
  std::unique_ptr<store::Store> searching_;
};
INSTANTIATE_TEST_SUITE_P(Stores, FilteredLists, testing::ValuesIn(stores_under_test()), name_of);

Filter mar_of_1950() {
  Filter filter = with_text(catalog::TextField::title, "mar");
  filter.year = 1950;
  return filter;
}

TEST_P(FilteredLists, AreFoundByTheIndexAndSortedByTheStore) {
  open_search();
  await_index();
  EXPECT_EQ(ids_in(listed(mar_of_1950(), {{SortKey::title}, {}})), (Ids{3, 1}));
  Filter sorted;
  sorted.ids = {{1}, {3}};
  EXPECT_EQ(asked(), std::vector{sorted});
}

TEST_P(FilteredLists, InOrderOfIdsAreFoundByTheIndexAlone) {
  open_search();
  await_index();
  Filter language;
  language.language = "pt";
  EXPECT_EQ(ids_in(listed(mar_of_1950(), {{}})), (Ids{1, 3}));
  EXPECT_EQ(ids_in(listed(language, {{}})), (Ids{1, 2, 3}));
  EXPECT_TRUE(asked().empty());
}

TEST_P(FilteredLists, AreTheStoresOwnWhereTheirOrderHasThemSideBySide) {
  open_search();
  await_index();
  Filter year;
  year.year = 1950;
  EXPECT_EQ(ids_in(listed(year, {{SortKey::year}, {}})), (Ids{1, 2, 3}));
  EXPECT_EQ(asked(), std::vector{year});
}

TEST_P(FilteredLists, WithoutAnIndexAreTheStoresForNow) {
  hides_books_ = true;
  open_search();
  const auto outcome = listed(mar_of_1950(), {{SortKey::title}, {}});
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ(ids_in(outcome), (Ids{3, 1}));
  EXPECT_FALSE(outcome->is_definite);
  EXPECT_EQ(asked(), std::vector{mar_of_1950()});
}

// As between the index and the store, with a writer in the middle.
TEST_P(FilteredLists, ShowNoBookThatTheFilterDoesNotWantAnyMore) {
  open_search();
  await_index();
  for (const auto& order :
       {std::vector<catalog::Sort>{{}}, std::vector<catalog::Sort>{{SortKey::title}, {}}}) {
    changes_ = [this] {
      catalog::BookFields book = fields("Mar de abril");
      book.year = 1950;
      done(store::Replace{{1}, new_book(book)});
      book.year = 1951;
      done(store::Replace{{3}, new_book(book)});
    };
    clock().advance(std::chrono::milliseconds{1});
    const auto outcome = listed(mar_of_1950(), order);
    EXPECT_EQ(ids_in(outcome), (Ids{1}));
    // Where the books themselves are asked whether the index is current, all is found once more.
    const bool is_made_again = !store().sequence() && order.front().key == SortKey::id;
    EXPECT_EQ(outcome->is_definite, is_made_again);
    catalog::BookFields back = fields("O mar");
    back.year = 1950;
    done(store::Replace{{3}, new_book(back)});
  }
}

TEST_P(FilteredLists, DoWithoutAnIndexThatCannotFollow) {
  open_search();
  await_index();
  hides_books_ = true;
  catalog::BookFields book = fields("Além do mar");
  book.year = 1950;
  created(book);
  const auto outcome = listed(mar_of_1950(), {{}});
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ(ids_in(outcome), (Ids{1, 3, 4}));
}

}  // namespace
}  // namespace contract

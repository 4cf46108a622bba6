// Who answers a list: the search index; a store that knows its newest change lists all books by id
// itself, and so does any while there is no index.
#include <algorithm>
#include <atomic>
#include <thread>

#include "catalog/limits.hpp"
#include "contract/search_fixture.hpp"
#include "contract/veiled_store.hpp"
#include "formats/book_document.hpp"
#include "store/page_budget.hpp"
#include "support/eventually.hpp"

namespace contract {
namespace {

using catalog::Cursor;
using catalog::Filter;
using catalog::Listing;
using catalog::PageSide;
using catalog::ProblemCode;
using catalog::SortKey;
using search::Consistency;

class ListSources : public StoreTest {
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
    veil->asked = [this](store::BookRead& read) {
      if (std::this_thread::get_id() != tests_thread_) {
        return;
      }
      scans_ += std::holds_alternative<store::ScanBooks>(read) ? 1 : 0;
      if (std::holds_alternative<store::GetBooks>(read) && changes_) {
        std::exchange(changes_, {})();
      }
    };
    veil->answered = [this](const store::BookRead& read, store::ReadOutcome& outcome) {
      const bool is_followers = std::holds_alternative<store::ListChanges>(read) ||
                                std::holds_alternative<store::ScanBooks>(read);
      if (hides_books_ && is_followers && std::this_thread::get_id() != tests_thread_) {
        outcome = catalog::fail(catalog::problem::of(ProblemCode::storage_unavailable));
      }
    };
    searching_ = search::open(std::move(veil), metrics_, log_);
  }
  void await_index() {
    ASSERT_TRUE(support::eventually(
        EventLoop::patience, [this] { return searching_->health() == search::Health::ready; }));
  }
  search::ReadOutcome listed(const Listing& listing) {
    SearchClient client(*searching_);
    return client.read(search::ListBooks{listing});
  }
  search::ReadOutcome listed(const Filter& filter, std::vector<catalog::Sort> order) {
    Listing listing;
    listing.filter = filter;
    listing.order = std::move(order);
    return listed(listing);
  }
  static const search::Page& page_in(const search::ReadOutcome& outcome) {
    return std::get<search::Page>(outcome->value);
  }
  static Ids ids_in(const search::ReadOutcome& outcome) { return ids_of(page_in(outcome).books); }

  std::atomic<bool> hides_books_{false};
  std::function<void()> changes_;  // made before the test's next books are read
  int scans_ = 0;                  // by the test
  const std::thread::id tests_thread_ = std::this_thread::get_id();

 private:
  base::Metrics metrics_;
  base::Log log_{base::LogLevel::error};
  std::unique_ptr<search::Store> searching_;
};
INSTANTIATE_TEST_SUITE_P(Stores, ListSources, testing::ValuesIn(stores_under_test()), name_of);

Filter mar_of_1950() {
  Filter filter = with_text(catalog::TextField::title, "mar");
  filter.year = 1950;
  return filter;
}

TEST_P(ListSources, TheIndexAnswersEveryListButThatOfAllBooksById) {
  open_search();
  await_index();
  EXPECT_EQ(ids_in(listed(mar_of_1950(), {{SortKey::title}, {}})), (Ids{3, 1}));
  EXPECT_EQ(ids_in(listed(mar_of_1950(), {{}})), (Ids{1, 3}));
  EXPECT_EQ(ids_in(listed({}, {{}})), (Ids{1, 2, 3}));
  EXPECT_EQ(ids_in(listed({}, {{SortKey::title, catalog::Direction::descending}, {}})),
            (Ids{1, 3, 2}));
  EXPECT_EQ(scans_, store().sequence() ? 1 : 0);
}

TEST_P(ListSources, WithoutAnIndexTheStoreListsBooksById) {
  hides_books_ = true;
  open_search();
  Listing listing;
  listing.limit = 2;
  const auto first = listed(listing);
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(ids_in(first), (Ids{1, 2}));
  EXPECT_EQ(first->as_of.value, 3);
  EXPECT_EQ(first->consistency, Consistency::one_snapshot);
  EXPECT_FALSE(page_in(first).previous.has_value());
  listing.cursor = page_in(first).next;
  ASSERT_TRUE(listing.cursor.has_value());
  const auto last = listed(listing);
  ASSERT_TRUE(last.has_value());
  EXPECT_EQ(ids_in(last), (Ids{3}));
  EXPECT_FALSE(page_in(last).next.has_value());
  EXPECT_TRUE(page_in(last).previous.has_value());
  EXPECT_EQ(scans_, 2);
}

TEST_P(ListSources, WithoutAnIndexEveryOtherListIsRefused) {
  hides_books_ = true;
  open_search();
  std::vector<Listing> all(6);
  all[0].filter.language = "pt";
  all[1].order = {{SortKey::title}, {}};
  all[2].order = {{SortKey::id, catalog::Direction::descending}};
  all[3].counting = catalog::Counting::total;
  all[4].cursor = Cursor{PageSide::before, {std::int64_t{3}}};
  all[5] = by_relevance("mar");
  for (const Listing& listing : all) {
    const auto outcome = listed(listing);
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error().code, ProblemCode::storage_unavailable);
  }
  EXPECT_EQ(scans_, 0);
}

// As between the index and the store, with a writer in the middle.
TEST_P(ListSources, ShowNoBookThatTheFilterDoesNotWantAnyMore) {
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
    const bool is_made_again = !store().sequence();
    EXPECT_EQ(outcome->consistency, is_made_again ? Consistency::one_snapshot : Consistency::mixed);
    catalog::BookFields back = fields("O mar");
    back.year = 1950;
    done(store::Replace{{3}, new_book(back)});
  }
}

// What was committed just now is in the list by id before the index has followed.
TEST_P(ListSources, AnIndexThatCannotFollowAnswersNoListAndTheStoreThatKnowsItTheListById) {
  open_search();
  await_index();
  hides_books_ = true;
  created(fields("Além do mar"));
  const auto by_title = listed({}, {{SortKey::title}, {}});
  ASSERT_FALSE(by_title.has_value());
  EXPECT_EQ(by_title.error().code, ProblemCode::storage_unavailable);
  const auto by_id = listed({}, {{}});
  ASSERT_EQ(by_id.has_value(), store().sequence().has_value());
  if (by_id) {
    EXPECT_EQ(ids_in(by_id), (Ids{1, 2, 3, 4}));
    EXPECT_EQ(by_id->as_of.value, 4);
    EXPECT_EQ(by_id->consistency, Consistency::one_snapshot);
  }
}

// The last book of the catalogue is the one that fills a page.
TEST_P(ListSources, NoPageOfLongBooksIsEmpty) {
  catalog::BookFields book = fields("Comprido");
  book.synopsis = std::string(catalog::limits::synopsis_max, 'x');
  std::size_t bytes = 0;
  for (const catalog::Book& known : living()) {
    bytes += formats::write_document(known).size();
  }
  std::size_t books = 3;
  for (; bytes < store::page_bytes_max; ++books) {
    bytes += formats::write_document(created(book)).size();
  }
  hides_books_ = true;
  open_search();
  Listing listing;
  listing.limit = catalog::list_limit_max;
  Ids all;
  while (true) {
    const auto outcome = listed(listing);
    ASSERT_TRUE(outcome.has_value());
    const Ids page = ids_in(outcome);
    ASSERT_FALSE(page.empty());
    all.insert(all.end(), page.begin(), page.end());
    if (!page_in(outcome).next) {
      break;
    }
    listing.cursor = page_in(outcome).next;
  }
  EXPECT_EQ(all.size(), books);
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
}

}  // namespace
}  // namespace contract

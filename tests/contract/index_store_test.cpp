#include <atomic>
#include <future>
#include <thread>

#include "contract/store_fixture.hpp"
#include "contract/stored_bytes.hpp"
#include "store/stored_index.hpp"

namespace contract {
namespace {

constexpr std::size_t part = store::index_part_bytes_max;

class StoredIndex : public StoreTest {
 protected:
  // The catalogue has five changes.
  void SetUp() override {
    StoreTest::SetUp();
    for (int i = 0; i < 5; ++i) {
      created(fields("Livro"));
    }
  }
  void save(store::IndexStamp stamp, const std::string& bytes) {
    store().open_index_store()->save(stamp, {bytes});
  }
  // What is loaded is what was saved under this stamp; nothing for an empty one.
  void expect_kept(store::IndexStamp stamp, const std::string& bytes) {
    const auto kept = load_stored(*store().open_index_store());
    ASSERT_TRUE(kept.has_value());
    EXPECT_EQ(kept->stamp.rules, stamp.rules);
    EXPECT_EQ(kept->stamp.sequence, stamp.sequence);
    EXPECT_TRUE(kept->bytes == bytes) << kept->bytes.size();
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, StoredIndex, testing::ValuesIn(stores_under_test()), name_of);

TEST_P(StoredIndex, IsNotThereBeforeItWasSaved) {
  EXPECT_FALSE(load_stored(*store().open_index_store()).has_value());
}

TEST_P(StoredIndex, OfAnySizeIsLoadedAsItWasSaved) {
  const auto index_store = store().open_index_store();
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{7}, part - 1, part,
                                 part + 1, 5 * part, 40 * part + 13}) {
    const std::string bytes = random_bytes(size, 1);
    index_store->save({7, {3}}, {bytes});
    const auto kept = load_stored(*index_store);
    ASSERT_TRUE(kept.has_value()) << size;
    EXPECT_EQ(kept->expected, size);
    EXPECT_TRUE(kept->bytes == bytes) << size;
  }
}

TEST_P(StoredIndex, StaysWhenTheStoreIsOpenedAnew) {
  const std::string bytes = random_bytes(3 * part, 1);
  save({7, {5}}, bytes);
  open_store();
  created(fields("Depois"));
  expect_kept({7, {5}}, bytes);
}

TEST_P(StoredIndex, MakesRoomForOneThatIsNewerOrAsNewOrByOtherRules) {
  save({7, {3}}, random_bytes(2 * part, 1));
  save({7, {4}}, "mais novo");
  expect_kept({7, {4}}, "mais novo");
  save({7, {4}}, random_bytes(2 * part, 2));
  expect_kept({7, {4}}, random_bytes(2 * part, 2));
  save({8, {2}}, "por outras regras");
  expect_kept({8, {2}}, "por outras regras");
}

TEST_P(StoredIndex, StaysWhenOneIsOlderOrAheadOfTheCatalogue) {
  save({7, {4}}, "mantido");
  save({7, {3}}, "mais velho");
  expect_kept({7, {4}}, "mantido");
  save({7, {6}}, "de outro catálogo");
  expect_kept({7, {4}}, "mantido");
  save({8, {6}}, "de outro catálogo");
  expect_kept({7, {4}}, "mantido");
}

TEST_P(StoredIndex, IsSavedWhileBooksAreWrittenAndRead) {
  const std::string bytes = random_bytes(60 * part, 1);
  std::atomic<bool> saving{true};
  std::thread saver([&] {
    const auto index_store = store().open_index_store();
    for (std::int64_t stamp = 1; stamp <= 3; ++stamp) {
      index_store->save({7, {stamp}}, {bytes});
    }
    saving = false;
  });
  std::int64_t written = 5;
  while (saving) {
    EXPECT_EQ(created(fields("No meio")).id.value, ++written);
    EXPECT_EQ(get({written}).version.value, 1);
  }
  saver.join();
  expect_kept({7, {3}}, bytes);
}

TEST_P(StoredIndex, IsWholeHoweverManySaveAtOnce) {
  std::vector<std::future<void>> savers;
  for (std::int64_t stamp = 1; stamp <= 4; ++stamp) {
    savers.push_back(std::async(std::launch::async, [this, stamp] {
      const std::string bytes = random_bytes(8 * part, static_cast<unsigned>(stamp));
      const auto index_store = store().open_index_store();
      for (int round = 0; round < 5; ++round) {
        try {
          index_store->save({7, {stamp}}, {bytes});
        } catch (const std::runtime_error&) {
          // Of two that collide one may give up.
        }
      }
    }));
  }
  const auto index_store = store().open_index_store();
  for (int round = 0; round < 20; ++round) {
    if (const auto kept = load_stored(*index_store)) {
      const auto seed = static_cast<unsigned>(kept->stamp.sequence.value);
      ASSERT_TRUE(kept->bytes == random_bytes(8 * part, seed));
    }
  }
  for (auto& saver : savers) {
    saver.get();
  }
  save({7, {5}}, "por fim");
  expect_kept({7, {5}}, "por fim");
}

}  // namespace
}  // namespace contract

#include "contract/store_fixture.hpp"

namespace contract {
namespace {

using catalog::AccessKey;
using catalog::Scope;
using std::chrono::minutes;
using Revoked = store::KeyStore::Revoked;

class KeptKeys : public StoreTest {
 protected:
  AccessKey key(std::string_view name, std::uint8_t digest, Scope scope = Scope::write) {
    AccessKey made;
    made.name = name;
    made.digest.fill(digest);
    made.scope = scope;
    made.created_at = clock().now();
    return made;
  }
  std::vector<AccessKey> kept() { return store().open_keys()->list(); }
};
INSTANTIATE_TEST_SUITE_P(Stores, KeptKeys, testing::ValuesIn(stores_under_test()), name_of);

TEST_P(KeptKeys, AreNoneInANewCatalogue) { EXPECT_TRUE(kept().empty()); }

TEST_P(KeptKeys, AreListedAsTheyWereAddedUnderIdsOfTheirOwn) {
  AccessKey first = key("Catalogação", 1, Scope::read);
  AccessKey second = key("Importação", 0, Scope::write);
  second.expires_at = clock().now() + minutes(5);
  AccessKey third = key("Chefia", 255, Scope::administer);
  third.revoked_at = clock().now();
  third.used_at = clock().now() - minutes(3);
  third.id = 70;
  const auto keys_store = store().open_keys();
  first.id = keys_store->add(first).value();
  second.id = keys_store->add(second).value();
  third.id = keys_store->add(third).value();
  EXPECT_EQ(keys_store->list(), (std::vector<AccessKey>{first, second, third}));
  EXPECT_GT(first.id, 0);
  EXPECT_LT(first.id, second.id);
  EXPECT_LT(second.id, third.id);
}

TEST_P(KeptKeys, StayWhenTheStoreIsOpenedAnew) {
  store().open_keys()->add(key("Balcão", 1));
  const auto before = kept();
  open_store();
  EXPECT_EQ(kept(), before);
  EXPECT_EQ(before.size(), 1U);
}

TEST_P(KeptKeys, AreKeptOnce) {
  const auto keys_store = store().open_keys();
  const AccessKey first = key("Balcão", 1);
  EXPECT_TRUE(keys_store->add(first).has_value());
  AccessKey again = first;
  again.name = "Outro nome";
  EXPECT_FALSE(keys_store->add(again).has_value());
  ASSERT_EQ(kept().size(), 1U);
  EXPECT_EQ(kept().front().name, "Balcão");
  EXPECT_TRUE(keys_store->add(key("Balcão", 2)).has_value()) << "two keys may have one name";
}

TEST_P(KeptKeys, AreRevokedOnce) {
  const auto keys_store = store().open_keys();
  const std::int64_t id = keys_store->add(key("Balcão", 1)).value();
  const std::int64_t other = keys_store->add(key("Depósito", 2)).value();
  EXPECT_EQ(keys_store->revoke(id, clock().now()), Revoked::now);
  EXPECT_EQ(keys_store->revoke(id, clock().now() + minutes(1)), Revoked::before);
  EXPECT_EQ(keys_store->revoke(other + 1, clock().now()), Revoked::unknown);
  const auto keys = keys_store->list();
  EXPECT_EQ(keys.at(0).revoked_at, clock().now());
  EXPECT_EQ(keys.at(1).revoked_at, std::nullopt);
}

TEST_P(KeptKeys, KnowTheirLastUse) {
  const auto keys_store = store().open_keys();
  const std::int64_t id = keys_store->add(key("Balcão", 1)).value();
  const std::int64_t other = keys_store->add(key("Depósito", 2)).value();
  const base::Instant noon = clock().now();
  keys_store->note(std::vector<store::KeyStore::Use>{{id, noon}, {other + 1, noon}});
  EXPECT_EQ(keys_store->list().at(0).used_at, noon);
  EXPECT_EQ(keys_store->list().at(1).used_at, std::nullopt);
  keys_store->note(std::vector<store::KeyStore::Use>{{id, noon - minutes(1)}});
  EXPECT_EQ(keys_store->list().at(0).used_at, noon) << "another instance saw it later";
  keys_store->note(std::vector<store::KeyStore::Use>{{id, noon + minutes(1)}});
  EXPECT_EQ(keys_store->list().at(0).used_at, noon + minutes(1));
}

TEST_P(KeptKeys, AreReadWhileBooksAreWritten) {
  const auto keys_store = store().open_keys();
  for (std::uint8_t n = 1; n <= 20; ++n) {
    created(fields("Livro"));
    EXPECT_TRUE(keys_store->add(key("Chave", n)).has_value());
    EXPECT_EQ(keys_store->list().size(), n);
  }
  EXPECT_EQ(living().size(), 20U);
}

}  // namespace
}  // namespace contract

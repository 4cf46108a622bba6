#include <gtest/gtest.h>

#include <stdexcept>

#include "app/keys_job.hpp"
#include "support/fake_clock.hpp"

namespace app_keys_job_test {
namespace {

using app::KeysJob;
using catalog::AccessKey;
using store::KeyStore;

// What the shelf under the job holds and was told; outlives it.
struct Kept {
  std::vector<AccessKey> keys;
  std::vector<KeyStore::Use> noted;
  bool is_broken = false;
};

class FakeShelf final : public KeyStore {
 public:
  explicit FakeShelf(Kept& kept) : kept_(kept) {}
  std::vector<AccessKey> list() override {
    if (kept_.is_broken) {
      throw std::runtime_error("the database is away");
    }
    return kept_.keys;
  }
  std::optional<std::int64_t> add(const AccessKey& /*key*/) override { return std::nullopt; }
  Revoked revoke(std::int64_t /*id*/, base::Instant /*at*/) override { return Revoked::unknown; }
  void note(std::span<const Use> uses) override {
    kept_.noted.insert(kept_.noted.end(), uses.begin(), uses.end());
  }

 private:
  Kept& kept_;
};

AccessKey key(std::int64_t id) {
  AccessKey made;
  made.id = id;
  made.name = "Chave";
  made.digest.fill(static_cast<std::uint8_t>(id));
  return made;
}

class WatchedKeys : public testing::Test {
 protected:
  std::unique_ptr<KeysJob> job(std::optional<AccessKey> administrator = std::nullopt) {
    return std::make_unique<KeysJob>(KeysJob::Dependencies{
        std::make_unique<FakeShelf>(kept_), published_, log_, std::move(administrator)});
  }
  void use(std::int64_t id) {
    const api::KeyringPtr keyring = published_.get();
    const auto* const entry = keyring->find(key(id).digest);
    ASSERT_NE(entry, nullptr);
    *entry->use = now_.time_since_epoch().count();
  }

  Kept kept_;
  api::PublishedKeyring published_;
  base::Log log_{base::LogLevel::error};
  base::Instant now_ = support::FakeClock().now();
};

TEST_F(WatchedKeys, ArePublishedBeforeTheJobIsThere) {
  kept_.keys = {key(1), key(2)};
  const auto running = job(key(0));
  EXPECT_EQ(running->keys_at_start(), 3U);
  EXPECT_EQ(published_.get()->entries().size(), 3U);
  EXPECT_NE(published_.get()->find(key(0).digest), nullptr);
  EXPECT_NE(published_.get()->find(key(2).digest), nullptr);
  EXPECT_EQ(published_.get()->find(key(3).digest), nullptr);
}

TEST_F(WatchedKeys, AreTheAdministratorsAloneWhenNoneIsKept) {
  const auto running = job(key(0));
  EXPECT_NE(published_.get()->find(key(0).digest), nullptr);
}

TEST_F(WatchedKeys, HaveTheirLastUseNotedAtTheEnd) {
  kept_.keys = {key(1), key(2)};
  const auto running = job(key(0));
  use(2);
  use(0);
  running->stop();
  running->stop();
  ASSERT_EQ(kept_.noted.size(), 1U) << "the administrator's key is not kept";
  EXPECT_EQ(kept_.noted.front().id, 2);
  EXPECT_EQ(kept_.noted.front().at, now_);
}

TEST_F(WatchedKeys, ThatCannotBeReadEndTheStart) {
  kept_.is_broken = true;
  EXPECT_THROW(job(), std::runtime_error);
}

}  // namespace
}  // namespace app_keys_job_test

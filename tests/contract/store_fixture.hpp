// What the contract suite stands on: a fresh, empty database of each kind of store, a clock that
// stands still, and one session whose answers are waited for. The suite is one for every store;
// stores_under_test() says which there are. One thread, but for tests that make their own.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.hpp"
#include "base/metrics.hpp"
#include "contract/event_loop.hpp"
#include "store/store.hpp"
#include "support/fake_clock.hpp"

namespace contract {

struct Surroundings {
  const base::Clock& clock;
  base::Metrics& metrics;
  base::Log& log;
};

// An empty database that lives as long as the object and can be opened time and again.
class Database {
 public:
  virtual ~Database() = default;
  // `jobs_max` bounds the writes that may wait.
  virtual std::unique_ptr<store::Store> open(std::size_t jobs_max,
                                             const Surroundings& surroundings) = 0;
};

struct StoreKind {
  std::string name;
  std::function<std::unique_ptr<Database>()> make;
};
std::vector<StoreKind> stores_under_test();
std::string name_of(const testing::TestParamInfo<StoreKind>& info);

// A session with its loop, asked and answered in one call.
class Client {
 public:
  explicit Client(store::Store& store) : session_(store.open_session(loop_)) {}

  store::ReadOutcome read(store::Read command);
  store::WriteOutcome write(store::Write command);
  store::WriteOutcome write(store::Action action) { return write({std::move(action), {}, {}, {}}); }

  store::Session& session() { return *session_; }
  EventLoop& loop() { return loop_; }

 private:
  EventLoop loop_;  // first: tasks of the session's end may still come
  std::unique_ptr<store::Session> session_;
};

class StoreTest : public testing::TestWithParam<StoreKind> {
 protected:
  static constexpr std::size_t jobs_max = 4096;

  void SetUp() override;
  void TearDown() override;

  void open_store(std::size_t jobs = jobs_max);
  void close_store();

  // What a suite puts between itself and the store; nothing unless it says so.
  virtual std::unique_ptr<store::Store> covered(std::unique_ptr<store::Store> store,
                                                base::Metrics& /*metrics*/, base::Log& /*log*/) {
    return store;
  }

  store::Store& store() { return *store_; }
  Client& client() { return *client_; }
  support::FakeClock& clock() { return clock_; }

  // Shorthands. Each fails the test, and throws, unless it succeeds.
  store::Written done(store::Action action) {
    return done(store::Write{std::move(action), {}, {}, {}});
  }
  store::Written done(store::Write write);
  catalog::Book created(catalog::BookFields fields);
  catalog::Book get(catalog::BookId id);
  store::Page list(catalog::Listing listing);
  std::vector<store::VersionEntry> history(catalog::BookId id);
  store::VersionEntry version(catalog::BookId id, catalog::Version version);
  // The code of what must fail.
  catalog::ProblemCode refused(store::Read command);
  store::Refused refused(store::Write write);
  store::Refused refused(store::Action action) {
    return refused(store::Write{std::move(action), {}, {}, {}});
  }

 private:
  support::FakeClock clock_;
  base::Metrics metrics_;
  base::Log log_{base::LogLevel::error};
  std::unique_ptr<Database> database_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<Client> client_;
};

// ---- values ------------------------------------------------------------------------------------

catalog::BookFields fields(std::string_view title, std::string_view author = "Machado de Assis");
catalog::NewBook new_book(std::string_view title);
catalog::NewBook new_book(catalog::BookFields fields);
catalog::Isbn isbn(std::string_view digits);
store::IdempotencyKey idempotency_key(std::string_view key, std::uint8_t request = 1);
store::Precondition if_match(std::vector<catalog::Version> versions);
store::Precondition if_match_any();
std::vector<std::int64_t> ids_of(const std::vector<catalog::Book>& books);

}  // namespace contract

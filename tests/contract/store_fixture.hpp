// What the contract suite stands on: a fresh, empty database of each kind of store, a clock that
// stands still, and one session whose answers are waited for. The suite is one for every store;
// stores_under_test() says which there are. One thread, but for tests that make their own.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.hpp"
#include "base/metrics.hpp"
#include "contract/event_loop.hpp"
#include "search/query/reads.hpp"
#include "store/store.hpp"
#include "support/documents.hpp"
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

using support::book_of;
using support::books_of;

// What a store answers, with its documents read.
struct Written {
  catalog::Book book;
  store::Change change;
  store::Sequence sequence;
  std::vector<store::BookId> duplicates;
  store::Written::Origin origin;
};
struct Page : search::Page {
  std::vector<catalog::Book> books;
};
struct VersionEntry {
  store::Version version;
  store::Change change;
  base::Instant at;
  std::string actor;
  std::optional<catalog::Book> book;
};
Written read(store::Written&& written);
Page read(search::Page&& page);
VersionEntry read(store::VersionEntry&& entry);

// Writes that are answered in one call, whatever the session.
class WritingClient {
 public:
  virtual ~WritingClient() = default;
  virtual store::WriteOutcome write(store::Write command) = 0;
  store::WriteOutcome write(store::Action action) {
    return write(store::Write{std::move(action), {}, {}, {}});
  }
  EventLoop& loop() { return loop_; }

 private:
  EventLoop loop_;  // lives longer than the session: tasks of its end may still come
};

// A session with its loop, asked and answered in one call.
template <class Store, class Session, class Read, class ReadOutcome>
class ClientOf final : public WritingClient {
 public:
  explicit ClientOf(Store& store) : session_(store.open_session(loop())) {}

  ReadOutcome read(Read command) {
    return answer_of_call<ReadOutcome>(
        [&](auto done) { session_->read(std::move(command), std::move(done)); });
  }
  using WritingClient::write;
  store::WriteOutcome write(store::Write command) override {
    return answer_of_call<store::WriteOutcome>(
        [&](auto done) { session_->write(std::move(command), std::move(done)); });
  }
  store::GroupOutcome write_group(store::WriteGroup command) {
    return answer_of_call<store::GroupOutcome>(
        [&](auto done) { session_->write_group(std::move(command), std::move(done)); });
  }
  Session& session() { return *session_; }

 private:
  template <class Outcome, class Call>
  Outcome answer_of_call(Call call) {
    std::optional<Outcome> answer;
    call([&](Outcome outcome) {
      EXPECT_FALSE(answer.has_value()) << "answered twice";
      answer = std::move(outcome);
    });
    loop().run_until([&] { return answer.has_value(); });
    return *std::move(answer);
  }

  std::unique_ptr<Session> session_;
};
using Client = ClientOf<store::Store, store::Session, store::BookRead, store::ReadOutcome>;

// Every living book by ascending id, read without the search index.
std::vector<catalog::Book> living(Client& client);

class StoreTest : public testing::TestWithParam<StoreKind> {
 protected:
  static constexpr std::size_t jobs_max = 4096;

  void SetUp() override;
  void TearDown() override;

  void open_store(std::size_t jobs = jobs_max);
  void close_store();

  // Keeps an open store until it is closed; a suite may put something above it.
  virtual void keep_open(std::unique_ptr<store::Store> store, base::Metrics& /*metrics*/,
                         base::Log& /*log*/) {
    kept_ = std::move(store);
  }
  virtual void close_kept() {
    kept_->close();
    kept_.reset();
  }

  store::Store& store() { return *store_; }
  Client& client() { return *client_; }
  support::FakeClock& clock() { return clock_; }

  // Shorthands. Each fails the test, and throws, unless it succeeds.
  Written done(store::Action action) { return done(store::Write{std::move(action), {}, {}, {}}); }
  Written done(store::Write write);
  catalog::Book created(catalog::BookFields fields);
  catalog::Book get(catalog::BookId id);
  // Every living book, by id.
  std::vector<catalog::Book> living();
  std::vector<VersionEntry> history(catalog::BookId id);
  VersionEntry version(catalog::BookId id, catalog::Version version);
  // The code of what must fail.
  catalog::ProblemCode refused(store::BookRead command);
  store::Refused refused(store::Write write);
  store::Refused refused(store::Action action) {
    return refused(store::Write{std::move(action), {}, {}, {}});
  }

 private:
  support::FakeClock clock_;
  base::Metrics metrics_;
  base::Log log_{base::LogLevel::error};
  std::unique_ptr<Database> database_;
  std::unique_ptr<store::Store> kept_;
  store::Store* store_ = nullptr;
  std::unique_ptr<Client> client_;
};

// ---- values ------------------------------------------------------------------------------------

catalog::BookFields fields(std::string_view title, std::string_view author = "Machado de Assis");
catalog::NewBook new_book(std::string_view title);
catalog::NewBook new_book(catalog::BookFields fields);
// A patch that changes every book whose year is another.
catalog::BookPatch with_year(std::int32_t year);
catalog::Isbn isbn(std::string_view digits);
store::IdempotencyKey idempotency_key(std::string_view key, std::uint8_t request = 1);
store::Precondition if_match(const std::vector<catalog::Version>& versions);
store::Precondition if_match_any();
std::vector<std::int64_t> ids_of(const std::vector<catalog::Book>& books);
std::vector<std::int64_t> ids_of(const std::vector<store::BookDocument>& books);

}  // namespace contract

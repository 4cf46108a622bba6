#include "contract/store_fixture.hpp"

#include <stdexcept>
#include <utility>

namespace contract {
namespace {

[[noreturn]] void unexpected(const std::string& what) {
  ADD_FAILURE() << what;
  throw std::runtime_error(what);
}

std::string slug_of(const catalog::Problem& problem) {
  return std::string(catalog::kind_of(problem.code).slug);
}

}  // namespace

std::string name_of(const testing::TestParamInfo<StoreKind>& info) { return info.param.name; }

store::ReadOutcome Client::read(store::Read command) {
  std::optional<store::ReadOutcome> answer;
  session_->read(std::move(command), [&](store::ReadOutcome outcome) {
    EXPECT_FALSE(answer.has_value()) << "answered twice";
    answer = std::move(outcome);
  });
  loop_.run_until([&] { return answer.has_value(); });
  return *std::move(answer);
}

store::WriteOutcome Client::write(store::Write command) {
  std::optional<store::WriteOutcome> answer;
  session_->write(std::move(command), [&](store::WriteOutcome outcome) {
    EXPECT_FALSE(answer.has_value()) << "answered twice";
    answer = std::move(outcome);
  });
  loop_.run_until([&] { return answer.has_value(); });
  return *std::move(answer);
}

void StoreTest::SetUp() {
  database_ = GetParam().make();
  open_store();
}

void StoreTest::TearDown() { close_store(); }

void StoreTest::open_store(std::size_t jobs) {
  close_store();
  store_ = covered(database_->open(jobs, {clock_, metrics_, log_}), metrics_, log_);
  client_ = std::make_unique<Client>(*store_);
}

void StoreTest::close_store() {
  client_.reset();
  if (store_) {
    store_->close();
  }
  store_.reset();
}

store::Written StoreTest::done(store::Write write) {
  store::WriteOutcome outcome = client().write(std::move(write));
  if (!outcome) {
    unexpected("refused: " + slug_of(outcome.error().problem));
  }
  return *std::move(outcome);
}

catalog::Book StoreTest::created(catalog::BookFields fields) {
  return done(store::Create{new_book(std::move(fields))}).book;
}

template <class T>
T answer(store::ReadOutcome outcome) {
  if (!outcome) {
    unexpected("failed: " + slug_of(outcome.error()));
  }
  return std::get<T>(std::move(outcome->value));
}

catalog::Book StoreTest::get(catalog::BookId id) {
  return answer<catalog::Book>(client().read(store::GetBook{id}));
}

store::Page StoreTest::list(catalog::Listing listing) {
  return answer<store::Page>(client().read(store::ListBooks{std::move(listing)}));
}

std::vector<store::VersionEntry> StoreTest::history(catalog::BookId id) {
  return answer<store::History>(client().read(store::ListVersions{id})).entries;
}

store::VersionEntry StoreTest::version(catalog::BookId id, catalog::Version version) {
  return answer<store::VersionEntry>(client().read(store::GetVersion{id, version}));
}

catalog::ProblemCode StoreTest::refused(store::Read command) {
  const store::ReadOutcome outcome = client().read(std::move(command));
  if (outcome) {
    unexpected("read what should not be there");
  }
  return outcome.error().code;
}

store::Refused StoreTest::refused(store::Write write) {
  store::WriteOutcome outcome = client().write(std::move(write));
  if (outcome) {
    unexpected("wrote what should be refused");
  }
  return std::move(outcome).error();
}

catalog::BookFields fields(std::string_view title, std::string_view author) {
  catalog::BookFields made;
  made.title = title;
  made.author = std::string(author);
  return made;
}

catalog::NewBook new_book(std::string_view title) { return new_book(fields(title)); }

catalog::NewBook new_book(catalog::BookFields fields) {
  catalog::NewBook book;
  book.fields = std::move(fields);
  return book;
}

catalog::Isbn isbn(std::string_view digits) {
  const auto parsed = catalog::Isbn::parse(digits);
  if (!parsed) {
    unexpected("no ISBN: " + std::string(digits));
  }
  return *parsed;
}

store::IdempotencyKey idempotency_key(std::string_view key, std::uint8_t request) {
  store::IdempotencyKey made{std::string(key), {}};
  made.request.fill(request);
  return made;
}

store::Precondition if_match(std::vector<catalog::Version> versions) {
  return {store::Precondition::Kind::one_of, std::move(versions)};
}

store::Precondition if_match_any() { return {store::Precondition::Kind::any, {}}; }

std::vector<std::int64_t> ids_of(const std::vector<catalog::Book>& books) {
  std::vector<std::int64_t> ids;
  for (const catalog::Book& book : books) {
    ids.push_back(book.id.value);
  }
  return ids;
}

}  // namespace contract

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

template <class T>
T answer(store::ReadOutcome outcome) {
  if (!outcome) {
    unexpected("failed: " + slug_of(outcome.error()));
  }
  return std::get<T>(std::move(outcome->value));
}

}  // namespace

std::string name_of(const testing::TestParamInfo<StoreKind>& info) { return info.param.name; }

void StoreTest::SetUp() {
  database_ = GetParam().make();
  open_store();
}

void StoreTest::TearDown() { close_store(); }

void StoreTest::open_store(std::size_t jobs) {
  close_store();
  auto store = database_->open(jobs, {clock_, metrics_, log_});
  store_ = store.get();
  keep_open(std::move(store), metrics_, log_);
  client_ = std::make_unique<Client>(*store_);
}

void StoreTest::close_store() {
  client_.reset();
  if (std::exchange(store_, nullptr) != nullptr) {
    close_kept();
  }
}

Written read(store::Written&& written) {
  return {book_of(written.book), written.change, written.sequence, std::move(written.duplicates),
          written.origin};
}

Page read(search::Page&& page) {
  Page made{std::move(page), {}};
  made.books = books_of(static_cast<search::Page&>(made).books);
  return made;
}

VersionEntry read(store::VersionEntry&& entry) {
  return {entry.version, entry.change, entry.at, std::move(entry.actor), book_of(entry.book)};
}

Written StoreTest::done(store::Write write) {
  store::WriteOutcome outcome = client().write(std::move(write));
  if (!outcome) {
    unexpected("refused: " + slug_of(outcome.error().problem));
  }
  return contract::read(*std::move(outcome));
}

catalog::Book StoreTest::created(catalog::BookFields fields) {
  return done(store::Create{new_book(std::move(fields))}).book;
}

catalog::Book StoreTest::get(catalog::BookId id) {
  return book_of(answer<store::BookDocument>(client().read(store::GetBook{id})));
}

std::vector<catalog::Book> StoreTest::living() { return contract::living(client()); }

std::vector<catalog::Book> living(Client& client) {
  std::vector<catalog::Book> all;
  for (;;) {
    const catalog::BookId after = all.empty() ? catalog::BookId{} : all.back().id;
    const auto page = answer<store::Page>(client.read(store::ScanBooks{after, 1000}));
    if (page.books.empty()) {
      return all;
    }
    for (const store::BookDocument& document : page.books) {
      all.push_back(book_of(document));
    }
  }
}

std::vector<VersionEntry> StoreTest::history(catalog::BookId id) {
  std::vector<VersionEntry> entries;
  for (auto& entry : answer<store::History>(client().read(store::ListVersions{id})).entries) {
    entries.push_back(contract::read(std::move(entry)));
  }
  return entries;
}

VersionEntry StoreTest::version(catalog::BookId id, catalog::Version version) {
  return contract::read(answer<store::VersionEntry>(client().read(store::GetVersion{id, version})));
}

catalog::ProblemCode StoreTest::refused(store::BookRead command) {
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

catalog::BookPatch with_year(std::int32_t year) {
  catalog::BookPatch patch;
  patch.set = {catalog::Field::year};
  patch.values.year = year;
  return patch;
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

store::Precondition if_match(const std::vector<catalog::Version>& versions) {
  store::Precondition precondition;
  precondition.match.kind = store::Condition::Kind::one_of;
  for (const catalog::Version version : versions) {
    precondition.match.numbers.push_back(version.value);
  }
  return precondition;
}

store::Precondition if_match_any() {
  store::Precondition precondition;
  precondition.match.kind = store::Condition::Kind::any;
  return precondition;
}

template <class Book>
std::vector<std::int64_t> ids_in(const std::vector<Book>& books) {
  std::vector<std::int64_t> ids;
  for (const Book& book : books) {
    ids.push_back(book.id.value);
  }
  return ids;
}

std::vector<std::int64_t> ids_of(const std::vector<catalog::Book>& books) { return ids_in(books); }
std::vector<std::int64_t> ids_of(const std::vector<store::BookDocument>& books) {
  return ids_in(books);
}

}  // namespace contract

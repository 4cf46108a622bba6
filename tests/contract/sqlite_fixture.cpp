#include "contract/sqlite_fixture.hpp"

#include <stdexcept>
#include <utility>

#include "contract/search_fixture.hpp"
#include "contract/veiled_store.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/statement.hpp"
#include "support/eventually.hpp"

namespace contract {

sqlite::Options SqliteTest::options() {
  sqlite::Options made;
  made.file = file();
  return made;
}

void SqliteTest::open(const sqlite::Options& options) {
  close();
  store_ = sqlite::open(options, clock_, metrics_, log_);
  client_ = std::make_unique<Client>(*store_);
}

void SqliteTest::close() {
  client_.reset();
  if (store_) {
    store_->close();
  }
  store_.reset();
}

catalog::Book SqliteTest::created(catalog::BookFields fields) {
  auto outcome = client().write(store::Create{new_book(std::move(fields))});
  if (!outcome) {
    throw std::runtime_error("refused");
  }
  return book_of(outcome->book);
}

Page SqliteTest::list(const catalog::Listing& listing) {
  base::Metrics metrics;
  const auto searching = search::open(std::make_unique<VeiledStore>(store()), metrics, log_);
  const auto is_ready = [&] { return searching->health() == search::Health::ready; };
  SearchClient searcher(*searching);
  if (!support::eventually(EventLoop::patience, is_ready)) {
    throw std::runtime_error("no search index");
  }
  auto outcome = searcher.read(search::ListBooks{listing});
  if (!outcome) {
    throw std::runtime_error("no page");
  }
  return contract::read(std::get<search::Page>(std::move(outcome->value)));
}

catalog::ProblemCode SqliteTest::refused(store::Action action) {
  const auto outcome = client().write(std::move(action));
  if (outcome) {
    throw std::runtime_error("not refused");
  }
  return outcome.error().problem.code;
}

void SqliteTest::run_sql(const std::string& sql) {
  sqlite::Connection({file(), sqlite::Access::write, 1 << 20, 0, {}}).run(sql);
}

std::int64_t SqliteTest::integer_of(const std::string& sql) {
  sqlite::Connection connection({file(), sqlite::Access::read, 1 << 20, 0, {}});
  sqlite::Statement statement = connection.prepare(sql);
  sqlite::Query query(statement);
  if (!query.step()) {
    throw std::runtime_error("no row: " + sql);
  }
  return query->integer(0);
}

catalog::Listing with_title_word(std::string_view word) {
  catalog::Listing listing;
  listing.filter.texts = {{catalog::TextField::title, {std::string(word)}}};
  return listing;
}

}  // namespace contract

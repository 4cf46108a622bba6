#include "contract/postgres_fixture.hpp"
#include "contract/store_fixture.hpp"
#include "contract/temporary_folder.hpp"
#include "store/postgres/store.hpp"
#include "store/sqlite/store.hpp"

namespace contract {
namespace {

class SqliteDatabase final : public Database {
 public:
  std::unique_ptr<store::Store> open(std::size_t jobs_max,
                                     const Surroundings& surroundings) override {
    sqlite::Options options;
    options.file = folder_ / "livros.db";
    options.jobs_max = jobs_max;
    return sqlite::open(options, surroundings.clock, surroundings.metrics, surroundings.log);
  }

 private:
  TemporaryFolder folder_;
};

class PostgresStores final : public Database {
 public:
  std::unique_ptr<store::Store> open(std::size_t jobs_max,
                                     const Surroundings& surroundings) override {
    postgres::Options options;
    options.url = database_.url();
    options.jobs_max = jobs_max;
    return postgres::open(options, surroundings.clock, surroundings.metrics, surroundings.log);
  }

 private:
  PostgresDatabase database_;
};

}  // namespace

std::vector<StoreKind> stores_under_test() {
  return {{"sqlite", [] { return std::make_unique<SqliteDatabase>(); }},
          {"postgres", [] { return std::make_unique<PostgresStores>(); }}};
}

}  // namespace contract

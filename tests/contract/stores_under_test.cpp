#include "contract/store_fixture.hpp"
#include "contract/temporary_folder.hpp"
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

}  // namespace

std::vector<StoreKind> stores_under_test() {
  return {{"sqlite", [] { return std::make_unique<SqliteDatabase>(); }}};
}

}  // namespace contract

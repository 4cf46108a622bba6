// Loads into a database that instances may serve meanwhile.
#include <gtest/gtest.h>

#include "contract/postgres_store_fixture.hpp"
#include "store/postgres/maintenance.hpp"

namespace contract {
namespace {

using catalog::ProblemCode;

class PostgresLoad : public PostgresStore {};

TEST_F(PostgresLoad, LoadsBooksBesideAServingInstanceAndChecksSound) {
  const auto store = open();
  Client serving(*store);
  {
    postgres::Maintenance maintenance(options(), clock_);
    const auto loader = maintenance.loader(store::LoadEffect::kept);
    std::vector<catalog::NewBook> books(50, new_book("Carregado"));
    books[10].id = catalog::BookId{1000};
    books[20].id = catalog::BookId{1000};
    ASSERT_TRUE(serving.write(create("No meio")).has_value());
    const auto outcomes = loader->add(books);
    EXPECT_FALSE(outcomes[10].has_value());
    ASSERT_TRUE(outcomes[20].has_value());
    EXPECT_EQ(outcomes[20]->code, ProblemCode::id_in_use);
    loader->finish();
    EXPECT_EQ(maintenance.check(), store::Findings{});
    const auto scan = maintenance.scan();
    EXPECT_EQ(scan->total(), 50U);
  }
  const auto after = serving.write(create("Depois"));
  ASSERT_TRUE(after.has_value());
  EXPECT_EQ(after->sequence.value, 51);
}

TEST_F(PostgresLoad, ALoadThatWasCutShortLeavesNoIndexMissing) {
  open();
  const auto indexes = [this] {
    return client()
        .query("SELECT count(*) FROM pg_indexes WHERE tablename = 'documents'")
        .integer(0, 0);
  };
  const auto whole = indexes();
  {
    postgres::Maintenance maintenance(options(), clock_);
    const auto loader = maintenance.loader(store::LoadEffect::kept);
    loader->add(std::vector<catalog::NewBook>(3, new_book("Meio")));
    EXPECT_LT(indexes(), whole);
  }
  open();
  EXPECT_EQ(indexes(), whole);
}

}  // namespace
}  // namespace contract

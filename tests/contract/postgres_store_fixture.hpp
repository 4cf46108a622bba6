// A PostgreSQL store of its own database, opened as often as a test likes, and a connection beside
// it. One thread.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <memory>

#include "contract/postgres_fixture.hpp"
#include "contract/store_fixture.hpp"
#include "store/postgres/client.hpp"
#include "store/postgres/store.hpp"

namespace contract {

class PostgresStore : public testing::Test {
 protected:
  postgres::Options options() const {
    postgres::Options options;
    options.url = database_.url();
    options.jobs_max = 8;
    options.patience = patience_;
    return options;
  }
  std::unique_ptr<store::Store> open() {
    return postgres::open(options(), clock_, metrics_.emplace_back(), log_);
  }
  postgres::Client client() { return postgres::Client(options()); }
  store::Write create(std::string_view title) {
    return {store::Create{new_book(title)}, {}, {}, {}};
  }

  PostgresDatabase database_;
  std::chrono::milliseconds patience_{10'000};
  support::FakeClock clock_;
  std::deque<base::Metrics> metrics_;
  base::Log log_{base::LogLevel::error};
};

}  // namespace contract

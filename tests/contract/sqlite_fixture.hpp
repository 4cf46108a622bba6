// For what only the SQLite store promises: a file in a temporary folder, opened with any options,
// looked into with plain SQL while nobody has it open, and checked at the end of each test.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "base/metrics.hpp"
#include "contract/store_fixture.hpp"
#include "contract/temporary_folder.hpp"
#include "store/sqlite/maintenance.hpp"
#include "store/sqlite/store.hpp"
#include "support/fake_clock.hpp"

namespace contract {

class SqliteTest : public testing::Test {
 protected:
  void TearDown() override { close(); }

  sqlite::Options options();
  std::filesystem::path file() const { return folder_ / "dados/livros.db"; }
  std::filesystem::path beside(std::string_view name) const { return folder_ / name; }

  void open() { open(options()); }
  void open(const sqlite::Options& options);
  void close();
  store::Store& store() { return *store_; }
  Client& client() { return *client_; }

  // Fail the test unless the store agrees.
  catalog::Book created(catalog::BookFields fields);
  std::vector<catalog::Book> living() { return contract::living(client()); }
  // As the search index finds them.
  Page list(const catalog::Listing& listing);
  catalog::ProblemCode refused(store::Action action);

  sqlite::Maintenance maintenance() { return {options(), clock_}; }
  store::Findings check() { return maintenance().check(); }
  // What the file holds when everybody has closed it.
  void run_sql(const std::string& sql);
  std::int64_t integer_of(const std::string& sql);

  support::FakeClock& clock() { return clock_; }
  base::Metrics& metrics() { return metrics_; }

 private:
  TemporaryFolder folder_;
  support::FakeClock clock_;
  base::Metrics metrics_;
  // Faults that tests make are logged as they should be; nobody wants to read them.
  base::Log log_{base::LogLevel::error};
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<Client> client_;
};

catalog::Listing with_title_word(std::string_view word);

}  // namespace contract

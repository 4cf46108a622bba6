// For tests of whole-catalogue work: loads books, reads all of them, and says why a step is
// refused. Between steps nobody has the file open, unless the test opened it.
#pragma once

#include <gtest/gtest.h>

#include <stdexcept>
#include <utility>
#include <vector>

#include "contract/sqlite_fixture.hpp"

namespace contract {

class SqliteBulk : public SqliteTest {
 protected:
  void load(const std::vector<catalog::NewBook>& books) {
    auto kept = maintenance();
    const auto loader = kept.loader(store::LoadEffect::kept);
    for (const auto& outcome : loader->add(books)) {
      EXPECT_FALSE(outcome.has_value());
    }
    loader->finish();
  }
  std::vector<catalog::Book> scanned() {
    auto kept = maintenance();
    const auto scan = kept.scan();
    std::vector<catalog::Book> books;
    while (auto book = scan->next()) {
      books.push_back(*std::move(book));
    }
    EXPECT_EQ(scan->total(), books.size());
    EXPECT_FALSE(scan->next().has_value());
    return books;
  }
  // Why this is refused.
  template <class Act>
  store::CannotOpen::Reason reason_of(Act act) {
    try {
      act();
    } catch (const store::CannotOpen& refused) {
      return refused.reason();
    }
    throw std::runtime_error("not refused");
  }
};

}  // namespace contract

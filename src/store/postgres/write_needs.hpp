// The rows that must be read before a batch of writes is applied. Values; used by the store's
// thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "catalog/identity.hpp"
#include "catalog/isbn.hpp"
#include "store/writes.hpp"

namespace postgres {

struct Needs {
  std::set<catalog::BookId> books;
  std::set<std::pair<catalog::BookId, catalog::Version>> versions;
  std::set<std::string> keys;
  std::set<std::string> group_keys;          // of groups; they are among the keys too
  std::vector<std::int64_t> duplicate_keys;  // unsorted, may repeat
  std::vector<catalog::Isbn> isbns;          // unsorted, may repeat
  std::size_t given_ids = 0;                 // ids that the server gives
  std::size_t chosen_ids = 0;                // ids that clients chose
  bool sequence = false;                     // a condition names the state of the catalogue

  void add(const store::Write& write);
  void add(const store::WriteGroup& group);
  void add(const store::Action& action, const store::Precondition& precondition);
};

}  // namespace postgres

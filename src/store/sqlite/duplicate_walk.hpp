// Which books have an ISBN or a duplicate key in common: a walk along the index of either. Uses the
// connection's snapshot; failures throw StorageError.
#pragma once

#include <optional>
#include <vector>

#include "store/sqlite/statement.hpp"
#include "store/store.hpp"

namespace sqlite {

class DuplicateWalk {
 public:
  explicit DuplicateWalk(Connection& connection);

  struct Group {
    store::DuplicatePlace place;
    std::vector<catalog::BookId> ids;
  };
  struct Found {
    std::vector<Group> groups;
    std::optional<store::DuplicatePlace> next;
  };
  Found walk(const store::ListDuplicates& command);

 private:
  Statement isbns_;
  Statement keys_;
};

}  // namespace sqlite

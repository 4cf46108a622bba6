// Books as they were at an earlier sequence number: what lives unchanged since then, and of what
// was changed or deleted since the last version before. Uses the connection's snapshot; failures
// throw StorageError.
#pragma once

#include "store/sqlite/statement.hpp"
#include "store/store.hpp"

namespace sqlite {

class PastReads {
 public:
  explicit PastReads(Connection& connection);

  store::PastPage scan(const store::ScanPast& command);
  store::PastPage books(const store::GetPast& command);

 private:
  void append(catalog::BookId id, store::Sequence as_of, store::PastPage& page);

  Statement scan_;
  Statement gone_;  // deleted since, within a range of ids
  Statement live_;
  Statement version_;
};

}  // namespace sqlite

#include "store/sqlite/tables.hpp"

#include <sqlite3.h>

namespace sqlite {

void Tables::damaged(const std::string& what) {
  throw StorageError(StorageError::Kind::unavailable, SQLITE_CORRUPT, what);
}

}  // namespace sqlite

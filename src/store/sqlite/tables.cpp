#include "store/sqlite/tables.hpp"

namespace sqlite {

void Tables::damaged(const std::string& what) { throw_damaged(what); }

}  // namespace sqlite

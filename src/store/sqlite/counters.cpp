#include "store/sqlite/counters.hpp"

namespace sqlite {

CountersRow::CountersRow(Connection& connection)
    : read_(connection, "SELECT seq, last_id, books FROM catalogue WHERE one = 1"),
      write_(connection, "UPDATE catalogue SET seq = ?1, last_id = ?2, books = ?3 WHERE one = 1") {}

Counters CountersRow::open_snapshot() {
  if (!read_.step()) {
    throw_damaged("the catalogue has no counters");
  }
  return {{read_.integer(0)}, {read_.integer(1)}, read_.integer(2)};
}

Counters CountersRow::read() {
  Query query(read_);
  return open_snapshot();
}

void CountersRow::write(const Counters& counters) {
  execute(write_, counters.sequence.value, counters.last_id.value, counters.books);
}

}  // namespace sqlite

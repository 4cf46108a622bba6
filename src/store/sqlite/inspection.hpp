// Checks every invariant of a catalogue: SQLite's own integrity, the counters, the histories, and
// every document against the columns of its row. Reads everything once and changes
// nothing. Any thread.
#pragma once

#include "store/maintenance.hpp"
#include "store/sqlite/connection.hpp"

namespace sqlite {

// At most findings_max sentences; empty means sound. An unreadable table is a finding too.
using store::findings_max;
store::Findings inspect(Connection& connection);

}  // namespace sqlite

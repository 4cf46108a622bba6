// Whether a catalogue keeps every promise its tables make: SQLite's own integrity, the counters,
// the histories, every document and what its row says of it. Reads everything once and changes
// nothing. Any thread.
#pragma once

#include "store/maintenance.hpp"
#include "store/sqlite/connection.hpp"

namespace sqlite {

// At most findings_max sentences; empty means sound. What cannot be read is a finding too.
using store::findings_max;
store::Findings inspect(Connection& connection);

}  // namespace sqlite

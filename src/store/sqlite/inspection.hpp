// Whether a catalogue keeps every promise its tables make: SQLite's own integrity, the counters,
// the histories, the sort keys and the list index. Reads everything once and changes no row; on the
// connection that may write, because FTS5 takes the order to check itself as an INSERT. Any thread.
#pragma once

#include "store/bulk.hpp"
#include "store/sqlite/connection.hpp"

namespace sqlite {

// At most findings_max sentences; empty means sound. What cannot be read is a finding too.
using store::findings_max;
store::Findings inspect(Connection& connection);

}  // namespace sqlite

// Replaces a catalogue of the released form by a copy of this release's form. Called while
// opening, under the file's lock, by the thread that opens.
#pragma once

#include "base/clock.hpp"
#include "store/sqlite/options.hpp"

namespace sqlite {

// Copies books, history, deletions, keys and counters into `FILE.migrating`, which then takes the
// place of the file; the old one is kept as `FILE.before-migration-…`. Until that moment the old
// file is as it was, and a copy that was cut short goes on where it stopped. Needs as much space as
// the books take. Nothing happens to a file of this release. Throws CannotOpen and StorageError.
void replace_released_catalogue(const Options& options, const base::Clock& clock);

}  // namespace sqlite

// The SQLite store: reads answered inside the call from the I/O thread's own connection, writes by
// one writer thread in batches. Opening takes the file's lock, runs migrations, and repairs what a
// bulk load that was cut short left behind.
#pragma once

#include <memory>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/metrics.hpp"
#include "store/cannot_open.hpp"
#include "store/sqlite/options.hpp"
#include "store/store.hpp"

namespace sqlite {

// Throws CannotOpen and StorageError. `clock`, `metrics` and `log` outlive the store.
std::unique_ptr<store::Store> open(const Options& options, const base::Clock& clock,
                                   base::Metrics& metrics, base::Log& log);

}  // namespace sqlite

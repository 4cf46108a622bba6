// The PostgreSQL store: one thread with an event loop, a connection for single books, some for
// lists, one that writes. Several instances may share a database; nothing is kept between requests,
// so every answer is as fresh as the database. Opening runs what migrations are missing.
#pragma once

#include <memory>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/metrics.hpp"
#include "store/postgres/options.hpp"
#include "store/store.hpp"

namespace postgres {

// Throws store::CannotOpen and StorageError. `clock`, `metrics` and `log` outlive the store.
std::unique_ptr<store::Store> open(Options options, const base::Clock& clock,
                                   base::Metrics& metrics, base::Log& log);

}  // namespace postgres

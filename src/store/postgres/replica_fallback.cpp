#include "store/postgres/replica_fallback.hpp"

#include <utility>

namespace postgres {
namespace {

using std::chrono::milliseconds;

}  // namespace

ReplicaFallback::ReplicaFallback(const Options& options, const Connection& primary,
                                 const Connection::Dependencies& dependencies)
    : options_(options), primary_(primary), hosts_(options.replica_url) {
  if (!options.replica_url.empty()) {
    replica_ = std::make_unique<Connection>(options, Server::replica, hosts_, dependencies);
  }
}

void ReplicaFallback::start(std::function<void()> on_change) {
  if (replica_) {
    replica_->start(std::move(on_change));
  }
}

void ReplicaFallback::stop() {
  if (replica_) {
    replica_->stop();
  }
}

Connection* ReplicaFallback::active() const {
  // Nothing stale is shown for a connection that only broke.
  const bool serves = replica_ && replica_->is_up() && primary_.is_away();
  return serves ? replica_.get() : nullptr;
}

// What it received and has not replayed yet is as old as the newest transaction it has replayed.
Statement ReplicaFallback::age() {
  return {
      "SELECT CASE WHEN pg_last_wal_receive_lsn() IS DISTINCT FROM pg_last_wal_replay_lsn() THEN"
      " coalesce((extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000)"
      "::bigint, 0) ELSE 0 END",
      {}};
}

std::optional<milliseconds> ReplicaFallback::behind(const Rows& age) const {
  // Whatever the primary did in its last moments may be missing, and everything since.
  const milliseconds behind = milliseconds(age.integer(0, 0)) + primary_.down_for();
  return behind <= options_.staleness_max ? std::optional(behind) : std::nullopt;
}

}  // namespace postgres

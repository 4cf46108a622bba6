// Reading goes on from a replica while the primary does not answer, for as long as what it shows is
// not too old; how old it may be is said with every answer. The store's thread.
#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include "store/postgres/connection.hpp"
#include "store/postgres/options.hpp"

namespace postgres {

class ReplicaFallback {
 public:
  // Without Options::replica_url it is never active. `primary` is whose absence counts.
  ReplicaFallback(const Options& options, const Connection& primary,
                  const Connection::Dependencies& dependencies);

  void start(std::function<void()> on_change);
  void stop();
  // The replica, while it serves in the primary's place; else nullptr.
  Connection* active() const;
  bool empty() const noexcept { return !replica_ || replica_->under_way() == 0; }

  // Asked in front of every read from the replica.
  static Statement age();
  // How old the answers behind this one may be; nullopt: too old to be shown.
  std::optional<std::chrono::milliseconds> behind(const Rows& age) const;

 private:
  const Options& options_;
  const Connection& primary_;
  Hosts hosts_;
  std::unique_ptr<Connection> replica_;
};

}  // namespace postgres

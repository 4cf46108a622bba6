// Reads of single books, gathered: what waited while the last batch was under way is one statement
// (WHERE id = ANY) on a connection of its own. Always fresh: nothing is kept. The store's thread.
#pragma once

#include <cstddef>
#include <deque>
#include <vector>

#include "base/metrics.hpp"
#include "store/postgres/connection.hpp"
#include "store/postgres/request.hpp"
#include "store/postgres/standby.hpp"

namespace postgres {

class Lookups {
 public:
  struct Bounds {
    std::size_t waiting_max;
    std::chrono::milliseconds patience;  // without a server
    std::chrono::milliseconds wait_max;  // with one
  };
  Lookups(Connection& connection, const Standby& standby, const Bounds& bounds,
          base::Histogram& batch)
      : connection_(connection), standby_(standby), bounds_(bounds), batch_(batch) {}

  // `request` holds a store::GetBook. A full queue answers `overloaded`.
  void add(ReadRequest request, Mail& mail);
  // Sends what waits, when the connection is free for it.
  void pump();
  // Refuses what has waited too long.
  void expire(Mail& mail);
  bool empty() const noexcept { return waiting_.empty() && connection_.under_way() == 0; }

 private:
  using Batch = std::shared_ptr<std::vector<ReadRequest>>;
  enum class Source : std::uint8_t { primary, replica };
  void send(Connection& connection, Source source);
  void finish(const Batch& batch, Source source, Answer answer);
  void answer(const Batch& batch, Source source, const std::vector<Rows>& rows, Mail& mail);

  Connection& connection_;
  const Standby& standby_;
  const Bounds bounds_;
  base::Histogram& batch_;
  std::deque<ReadRequest> waiting_;
};

}  // namespace postgres

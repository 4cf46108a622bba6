// Reads of books by id, gathered: what waited while the last batch was under way is one statement
// over all their ids on a connection of its own. Always fresh: nothing is kept. The store's thread.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "base/metrics.hpp"
#include "store/postgres/connection.hpp"
#include "store/postgres/request.hpp"
#include "store/postgres/standby.hpp"
#include "store/postgres/waiting_line.hpp"

namespace postgres {

// A read is asked once again when its connection broke soon after it came.
bool may_ask_again(ReadRequest& request, const Failure& failure,
                   std::chrono::milliseconds patience);

class Lookups {
 public:
  struct Bounds {
    std::size_t waiting_max;
    std::chrono::milliseconds patience;  // without a server
    std::chrono::milliseconds wait_max;  // with one
  };
  Lookups(Connection& connection, const Standby& standby, const Bounds& bounds,
          base::Histogram& batch)
      : connection_(connection),
        standby_(standby),
        bounds_(bounds),
        batch_(batch),
        waiting_(bounds.waiting_max) {}

  // `request` holds a store::GetBook or GetBooks. A full queue answers `overloaded`.
  void add(ReadRequest request, Mail& mail) { waiting_.add(std::move(request), mail); }
  // Sends what waits, when the connection is free for it.
  void pump();
  // Refuses what has waited too long.
  void expire(Mail& mail);
  bool empty() const noexcept { return waiting_.empty() && connection_.under_way() == 0; }

 private:
  using Batch = std::shared_ptr<std::vector<ReadRequest>>;
  void send(Connection& connection, Source source);
  void finish(const Batch& batch, Source source, Answer answer);
  void answer(const Batch& batch, Source source, const std::vector<Rows>& rows, Mail& mail);

  Connection& connection_;
  const Standby& standby_;
  const Bounds bounds_;
  base::Histogram& batch_;
  WaitingLine<ReadRequest> waiting_;
};

}  // namespace postgres

// Reads of books by id, gathered: what waited while the last batch was under way is one statement
// over all their ids on a connection of its own. Always fresh: nothing is kept. The store's thread.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "base/metrics.hpp"
#include "store/postgres/connection.hpp"
#include "store/postgres/hedged_read.hpp"
#include "store/postgres/readers.hpp"
#include "store/postgres/replica_fallback.hpp"
#include "store/postgres/request.hpp"
#include "store/postgres/request_queue.hpp"

namespace postgres {

// A read is asked once again when its connection broke soon after it came.
bool may_ask_again(ReadRequest& request, const Failure& failure,
                   std::chrono::milliseconds patience);

class BookReads {
 public:
  struct Bounds {
    std::size_t waiting_max;
    std::chrono::milliseconds patience;  // without a server
    std::chrono::milliseconds wait_max;  // with one
  };
  using Connections = std::vector<std::unique_ptr<Connection>>;
  // `others` are asked when `connection` does not answer.
  BookReads(Connection& connection, const Connections& others,
            const ReplicaFallback& replica_fallback, Readers& readers, const Bounds& bounds,
            base::Histogram& batch)
      : connection_(connection),
        others_(others),
        replica_fallback_(replica_fallback),
        readers_(readers),
        bounds_(bounds),
        batch_(batch),
        waiting_(bounds.waiting_max),
        shared_(readers, Readers::For::books, bounds.waiting_max) {}

  // `request` holds a store::GetBook or GetBooks. A full queue answers `overloaded`.
  void add(ReadRequest request, ReplyBatch& replies) {
    shared_.add(std::move(request), waiting_, replies);
  }
  // Sends what waits, when the connection is free for it.
  void pump();
  // Refuses what has waited too long.
  void expire(ReplyBatch& replies);
  bool empty() const noexcept {
    return waiting_.empty() && shared_.empty() && connection_.under_way() == 0;
  }

 private:
  struct Asked {
    std::vector<ReadRequest> requests;
    HedgedRead hedge;
  };
  using Batch = std::shared_ptr<Asked>;
  void send_next(Connection& connection, Server server, RequestQueue<ReadRequest>& from);
  void send(const Batch& batch, Connection& connection, Server server);
  void finish(const Batch& batch, Server server, Answer answer);
  void finish_shared(const Connection& standby, const Batch& batch, const Answer& answer);
  void answer(const Batch& batch, Server server, const std::vector<Rows>& rows,
              ReplyBatch& replies);

  Connection& connection_;
  const Connections& others_;
  const ReplicaFallback& replica_fallback_;
  Readers& readers_;
  const Bounds bounds_;
  base::Histogram& batch_;
  RequestQueue<ReadRequest> waiting_;
  SharedReads shared_;
  std::vector<Batch> asked_;  // and not answered yet
};

}  // namespace postgres

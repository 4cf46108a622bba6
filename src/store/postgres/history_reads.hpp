// Lists and histories: each an exchange of its own, on the first of a few connections that is free,
// so that a slow one delays no single book and few others. The store's thread.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "store/postgres/book_reads.hpp"
#include "store/postgres/connection.hpp"
#include "store/postgres/hedged_read.hpp"
#include "store/postgres/request.hpp"

namespace postgres {

class HistoryReads {
 public:
  HistoryReads(std::vector<std::unique_ptr<Connection>>& connections,
               const ReplicaFallback& replica_fallback, Readers& readers,
               const BookReads::Bounds& bounds, base::Log& log)
      : connections_(connections),
        replica_fallback_(replica_fallback),
        readers_(readers),
        bounds_(bounds),
        log_(log),
        waiting_(bounds.waiting_max),
        shared_(readers, Readers::For::lists, bounds.waiting_max) {}

  // A full queue answers `overloaded`.
  void add(ReadRequest request, ReplyBatch& replies) {
    shared_.add(std::move(request), waiting_, replies);
  }
  void pump();
  void expire(ReplyBatch& replies);
  bool empty() const noexcept;

 private:
  struct Asked {
    ReadRequest request;
    Server server;  // the one that was asked first
    HedgedRead hedge;
  };
  using AskedPtr = std::shared_ptr<Asked>;
  bool is_reachable() const;
  void send_next(Connection& connection, Server server, RequestQueue<ReadRequest>& from);
  void send(const AskedPtr& asked, Connection& connection, Server server);
  void finish(const AskedPtr& asked, Connection& connection, Server server, Answer&& answer);
  void finish_shared(Connection& standby, ReadRequest&& request, Answer&& answer,
                     ReplyBatch& replies);
  void answer(ReadRequest&& request, Server server, std::vector<Rows>&& rows, ReplyBatch& replies);
  void failed(Connection& connection, ReadRequest&& request, const Failure& failure,
              ReplyBatch& replies);

  std::vector<std::unique_ptr<Connection>>& connections_;
  const ReplicaFallback& replica_fallback_;
  Readers& readers_;
  const BookReads::Bounds bounds_;
  base::Log& log_;
  RequestQueue<ReadRequest> waiting_;
  SharedReads shared_;
  std::vector<AskedPtr> asked_;  // and not answered yet
};

}  // namespace postgres

// Lists and histories: each an exchange of its own, on the first of a few connections that is free,
// so that a slow one delays no single book and few others. The store's thread.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "store/postgres/connection.hpp"
#include "store/postgres/lookups.hpp"
#include "store/postgres/request.hpp"

namespace postgres {

class Inquiries {
 public:
  Inquiries(std::vector<std::unique_ptr<Connection>>& connections, const Standby& standby,
            const Lookups::Bounds& bounds, base::Log& log)
      : connections_(connections),
        standby_(standby),
        bounds_(bounds),
        log_(log),
        waiting_(bounds.waiting_max) {}

  // A full queue answers `overloaded`.
  void add(ReadRequest request, Mail& mail) { waiting_.add(std::move(request), mail); }
  void pump();
  void expire(Mail& mail);
  bool empty() const noexcept;

 private:
  bool is_reachable() const;
  void send_next(Connection& connection, Source source);
  void answer(ReadRequest&& request, Source source, std::vector<Rows>&& rows, Mail& mail);
  void failed(Connection& connection, ReadRequest&& request, const Failure& failure, Mail& mail);

  std::vector<std::unique_ptr<Connection>>& connections_;
  const Standby& standby_;
  const Lookups::Bounds bounds_;
  base::Log& log_;
  WaitingLine<ReadRequest> waiting_;
};

}  // namespace postgres

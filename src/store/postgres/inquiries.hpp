// Lists and histories: each an exchange of its own, on the first of a few connections that is free,
// so that a slow one delays no single book and few others. The store's thread.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <vector>

#include "store/postgres/connection.hpp"
#include "store/postgres/lookups.hpp"
#include "store/postgres/request.hpp"

namespace postgres {

class Inquiries {
 public:
  Inquiries(std::vector<std::unique_ptr<Connection>>& connections, const Lookups::Bounds& bounds,
            base::Log& log)
      : connections_(connections), bounds_(bounds), log_(log) {}

  void add(ReadRequest request, Mail& mail);
  void pump();
  void expire(Mail& mail);
  void refuse_all(catalog::ProblemCode code, Mail& mail);
  bool empty() const noexcept;

 private:
  void send(Connection& connection, ReadRequest&& request);
  void finish(Connection& connection, ReadRequest&& request, Answer answer);

  std::vector<std::unique_ptr<Connection>>& connections_;
  const Lookups::Bounds bounds_;
  base::Log& log_;
  std::deque<ReadRequest> waiting_;
};

}  // namespace postgres

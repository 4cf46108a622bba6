// Asks the server that takes the writes all the time, on a connection of its own, whether it is
// there, because the silence of a statement may be its work. A server that says nothing for a
// second is given up with every connection to it, long before a statement's own time is over; one
// that is there is asked about the connections on which it says nothing. The store's thread.
#pragma once

#include <chrono>
#include <vector>

#include "store/postgres/connection.hpp"
#include "store/postgres/hearing.hpp"

namespace postgres {

class Pulse {
 public:
  // `writing` and `others` are the connections to the primary.
  Pulse(const Options& options, Hosts& hosts, Connection& writing, std::vector<Connection*> others,
        const Connection::Dependencies& dependencies);

  void start();
  void stop();
  // Called all the time.
  void tick();

 private:
  using SteadyTime = std::chrono::steady_clock::time_point;
  void follow();
  void judge(SteadyTime now);

  Connection asking_;
  Connection& writing_;
  std::vector<Connection*> others_;
  std::vector<Connection*> all_;  // the same, and `writing_`
  Hearing hearing_;
  SteadyTime ticked_{};
  SteadyTime judged_from_{};
};

}  // namespace postgres

// Asks a server whether its processes that serve silent connections have heard what they were
// asked. One that waits for its client's next word while its client waits for an answer is frozen,
// or the way between them is broken: its connection is given up, long before the statement's own
// time is over. What is at work, or waits for a lock, a disk or a standby, is left alone. Behind
// PgBouncer processes are known by a name that they bear while they serve a connection, and where
// no process bears it, the way is broken or leads to another server. The store's thread.
#pragma once

#include <string>
#include <vector>

#include "store/postgres/connection.hpp"

namespace postgres {

class Hearing {
 public:
  // Asks on `answering` about those of `connections` to the same host that are silent.
  void ask(Connection& answering, const std::vector<Connection*>& connections);

 private:
  struct Suspect {
    Connection* connection;
    std::string name;
  };
  void give_up(const std::vector<Suspect>& suspects, const Rows& processes);

  bool is_asked_ = false;
};

}  // namespace postgres

// A bound on the work of a read: while it lives, the connection's statements share so many steps of
// SQLite's machine, and the one that would take more fails with StorageError interrupted. An I/O
// thread serves many; no list may hold it. The connection's thread.
#pragma once

#include <cstdint>

#include "store/sqlite/connection.hpp"

namespace sqlite {

class StepBudget {
 public:
  // The bound is kept to a thousand steps.
  StepBudget(Connection& connection, std::int64_t steps_max);
  ~StepBudget();
  StepBudget(const StepBudget&) = delete;
  StepBudget& operator=(const StepBudget&) = delete;

 private:
  static int spend(void* budget) noexcept;

  Connection& connection_;
  std::int64_t steps_left_;
};

}  // namespace sqlite

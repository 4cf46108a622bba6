#include "store/sqlite/step_budget.hpp"

#include <sqlite3.h>

namespace sqlite {
namespace {

constexpr int steps_at_a_time = 1000;

}  // namespace

StepBudget::StepBudget(Connection& connection, std::int64_t steps_max)
    : connection_(connection), steps_left_(steps_max) {
  sqlite3_progress_handler(connection_.handle(), steps_at_a_time, &StepBudget::spend, this);
}

StepBudget::~StepBudget() { sqlite3_progress_handler(connection_.handle(), 0, nullptr, nullptr); }

int StepBudget::spend(void* budget) noexcept {
  auto& steps_left = static_cast<StepBudget*>(budget)->steps_left_;
  steps_left -= steps_at_a_time;
  return steps_left < 0 ? 1 : 0;
}

}  // namespace sqlite

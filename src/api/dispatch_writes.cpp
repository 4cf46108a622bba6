#include <utility>

#include "api/dispatch.hpp"

namespace api {

// A store that has no sequence number tells nobody of its commits.
void Dispatcher::tell_of_change() {
  if (!dependencies_.store.sequence()) {
    dependencies_.settings.changes->notify();
  }
}

void Dispatcher::start_group(const ExchangePtr& exchange, GroupPlan plan) {
  session_->write_group(
      std::move(plan.command),
      [this, exchange, finish_group = std::move(plan.finish)](store::GroupOutcome outcome) {
        const bool replayed = outcome && outcome->origin == store::Written::Origin::replayed;
        if (outcome && outcome->sequence != catalog::Sequence{}) {
          exchange->as_of = outcome->sequence;
          tell_of_change();
        }
        finish_with(*exchange, [&] {
          http::Response response = finish_group(context_of(*exchange), std::move(outcome));
          if (replayed) {
            response.add("Idempotent-Replayed", "true");
          }
          return response;
        });
      });
}

void Dispatcher::start_write(const ExchangePtr& exchange, WritePlan plan) {
  session_->write(std::move(plan.command), [this, exchange, finish_write = std::move(plan.finish)](
                                               store::WriteOutcome outcome) {
    const bool replayed = outcome && outcome->origin == store::Written::Origin::replayed;
    if (outcome) {
      exchange->as_of = outcome->sequence;
      tell_of_change();
    }
    finish_with(*exchange, [&] {
      http::Response response = finish_write(context_of(*exchange), std::move(outcome));
      if (replayed) {
        response.add("Idempotent-Replayed", "true");
      }
      return response;
    });
  });
}

}  // namespace api

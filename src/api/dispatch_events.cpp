#include <algorithm>
#include <utility>

#include "api/answer/problem_json.hpp"
#include "api/dispatch.hpp"

namespace api {

// The store is asked first: it says where "now" is, and whether it can be followed at all.
void Dispatcher::start_events(const ExchangePtr& exchange, const EventsPlan& plan) {
  auto place = StreamPlace::take(dependencies_.settings.streams->event_streams, event_streams_max);
  if (!place) {
    finish(*exchange,
           problem_answer(*exchange, catalog::problem::of(catalog::ProblemCode::overloaded)));
    return;
  }
  session_->read(store::ListChanges{store::newest_state, 1},
                 [this, exchange, plan, place](const search::ReadOutcome& outcome) {
                   finish_with(*exchange, [&] {
                     return outcome ? event_stream(*exchange, plan, place, outcome->as_of)
                                    : problem_answer(*exchange, outcome.error());
                   });
                 });
}

http::Response Dispatcher::event_stream(const Exchange& exchange, const EventsPlan& plan,
                                        std::shared_ptr<StreamPlace> place, catalog::Sequence now) {
  http::Response response;
  response.add("Content-Type", events_type);
  response.add("Cache-Control", "no-store");
  response.add("Vary", "Accept");
  response.add("X-Accel-Buffering", "no");
  auto may_go_on = [this, key = exchange.key] { return !key || access_.is_good(*key); };
  // A number from before the catalogue went back to a backup is behind its newest.
  response.stream = events_->open(
      {std::min(plan.after.value_or(now), now), now, std::move(may_go_on), std::move(place)});
  return response;
}

}  // namespace api

#include "store/postgres/pulse.hpp"

#include <utility>

namespace postgres {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds asked_every{250};
// The connection that writes is asked too, when nothing else is: its own way may be broken.
constexpr milliseconds writing_asked_every{1000};
constexpr milliseconds silence_max{1000};
// A connection that has heard nothing for so long is given up with its server.
constexpr milliseconds silence_beside{400};
// This process itself stood still when its clock jumps so far: nobody is judged by that.
constexpr milliseconds late_max{300};

}  // namespace

Pulse::Pulse(const Options& options, Hosts& hosts, Connection& writing,
             std::vector<Connection*> others, const Connection::Dependencies& dependencies)
    : asking_(options, Server::primary, hosts, dependencies),
      writing_(writing),
      others_(std::move(others)),
      all_(others_) {
  all_.push_back(&writing_);
}

void Pulse::start() {
  asking_.start([] {});
}

void Pulse::stop() { asking_.stop(); }

void Pulse::tick() {
  const SteadyTime now = steady_clock::now();
  if (now - std::exchange(ticked_, now) > late_max) {
    judged_from_ = now;
  }
  follow();
  judge(now);
  if (asking_.is_up() && asking_.is_quiet_for(asked_every)) {
    asking_.ask();
  }
  if (writing_.is_up() && writing_.is_quiet_for(writing_asked_every)) {
    writing_.ask();
  }
}

// Where the writes are is where everything is read.
void Pulse::follow() {
  if (!writing_.is_up()) {
    return;
  }
  const auto move = [this](Connection& connection) {
    if (connection.is_up() && connection.host() != writing_.host()) {
      connection.reset("another server takes the writes");
    }
  };
  move(asking_);
  for (Connection* const other : others_) {
    move(*other);
  }
}

void Pulse::judge(SteadyTime now) {
  if (now - judged_from_ < silence_max) {
    return;
  }
  if (writing_.is_up() && writing_.under_way() == 0 && writing_.silent_for() >= silence_max) {
    writing_.reset("the way to the database is broken");
  }
  if (!asking_.is_up() || asking_.silent_for() < silence_max) {
    hearing_.ask(asking_, all_);
    return;
  }
  const std::size_t host = asking_.host();
  const auto give_up = [&](Connection& connection) {
    const bool has_answered =
        connection.under_way() > 0 && connection.silent_for() < silence_beside;
    if (connection.is_up() && connection.host() == host && !has_answered) {
      connection.reset("the database does not answer");
    }
  };
  give_up(asking_);
  for (Connection* const one : all_) {
    give_up(*one);
  }
}

}  // namespace postgres

#include "store/postgres/transition.hpp"

#include <exception>

#include "store/postgres/released_form.hpp"

namespace postgres {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds told_every{5};
constexpr std::chrono::seconds pause_after_failure{1};
constexpr std::chrono::minutes drop_tried_every{1};

}  // namespace

Transition::Transition(Client& opening, const Options& options, const base::Clock& clock,
                       base::Log& log)
    : options_(options), clock_(clock), log_(log) {
  const ReleasedForm form = released_form(opening);
  is_copied_ = form != ReleasedForm::not_copied;
  if (form != ReleasedForm::absent) {
    thread_ = std::thread([this] { run(); });
  }
}

void Transition::stop() {
  {
    const std::lock_guard lock(mutex_);
    is_stopped_ = true;
  }
  stopped_.notify_all();
  if (thread_.joinable()) {
    thread_.join();
  }
}

bool Transition::pause(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  return !stopped_.wait_for(lock, time, [this] { return is_stopped_.load(); });
}

void Transition::run() {
  while (!is_copied_ && !is_stopped_) {
    try {
      copy();
    } catch (const std::exception& error) {
      log_.error("migracao", {{"motivo", std::string_view(error.what())}});
      pause(pause_after_failure);
    }
  }
  while (pause(drop_tried_every) && !drop()) {
  }
}

void Transition::copy() {
  Client client(options_);
  const std::int64_t total = client.query("SELECT books FROM catalogue").integer(0, 0);
  auto tell_at = steady_clock::now();
  const auto tell = [&](const Copied& copied, std::string_view state) {
    log_.info("migracao", {{"estado", state},
                           {"feitos", copied.books},
                           {"superadas", copied.versions},
                           {"total", total}});
  };
  Copied last;
  is_copied_ = copy_released(client, [&](const Copied& copied) {
    last = copied;
    if (steady_clock::now() >= tell_at) {
      tell(copied, "copiando");
      tell_at = steady_clock::now() + told_every;
    }
    return !is_stopped_;
  });
  if (is_copied_) {
    tell(last, "copiado");
  }
}

bool Transition::drop() {
  try {
    Client client(options_);
    const Drop drop = drop_released(client, clock_, Word::none);
    if (drop == Drop::dropped) {
      log_.info("migracao", {{"estado", "forma-anterior-removida"}});
    } else if (drop == Drop::differs) {
      log_.error("migracao", {{"motivo", "as duas formas diferem / the two forms differ"}});
    }
    return drop == Drop::dropped || drop == Drop::nothing_to_drop;
  } catch (const std::exception& error) {
    log_.warning("migracao", {{"motivo", std::string_view(error.what())}});
    return false;
  }
}

}  // namespace postgres

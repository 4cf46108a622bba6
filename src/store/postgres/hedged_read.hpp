// A hedged read: when its connection has said nothing for a second, it is asked again on another
// connection. The process of the server may be frozen in the middle of a statement, and nobody
// can tell that from work. The first answer counts. When that is the second one's, the
// connection that was asked first is given up, since another was faster although it was asked
// later. A read that is slow by itself costs its work twice at most, on a connection that was free.
// The store's thread.
#pragma once

#include <algorithm>
#include <chrono>
#include <memory>
#include <vector>

#include "store/postgres/connection.hpp"

namespace postgres {

class HedgedRead {
 public:
  explicit HedgedRead(Connection& first) : first_(first) {}

  void asked() noexcept { ++under_way_; }
  // It was asked once, and is waited for too long.
  bool is_due() const {
    return under_way_ == 1 && !is_over_ && !is_second_asked_ && first_.is_up() &&
           first_.silent_for() >= silence_max;
  }
  // Where to ask again: one of `connections` that has nothing to do; nullptr: not now.
  Connection* second_of(const std::vector<std::unique_ptr<Connection>>& connections) {
    for (const auto& one : connections) {
      if (one.get() != &first_ && one->is_up() && one->under_way() == 0) {
        is_second_asked_ = true;
        return one.get();
      }
    }
    return nullptr;
  }
  // True when this answer counts. A failure does only when no other answer can come.
  bool takes(const Answer& answer) noexcept {
    --under_way_;
    if (is_over_ || (under_way_ > 0 && std::holds_alternative<Failure>(answer))) {
      return false;
    }
    is_over_ = true;
    return true;
  }
  // Once an answer was taken that came over `from`.
  void give_up_the_late_one(const Connection& from) {
    if (under_way_ > 0 && &from != &first_) {
      first_.reset("another process of the server was faster");
    }
  }

 private:
  static constexpr std::chrono::milliseconds silence_max{1000};

  Connection& first_;
  int under_way_ = 0;
  bool is_second_asked_ = false;
  bool is_over_ = false;
};

// Calls send(read, connection) for each of `asked` whose HedgedRead `hedge` is due, with one of
// `connections` that is free.
template <class Asked, class Send>
void ask_late_ones_again(const std::vector<std::shared_ptr<Asked>>& asked,
                         const std::vector<std::unique_ptr<Connection>>& connections,
                         const Send& send) {
  const auto is_due = [](const std::shared_ptr<Asked>& one) { return one->hedge.is_due(); };
  if (std::ranges::none_of(asked, is_due)) {
    return;
  }
  // Sending may end others of them.
  const auto all = asked;  // NOLINT(performance-unnecessary-copy-initialization)
  for (const auto& one : all) {
    Connection* const other = is_due(one) ? one->hedge.second_of(connections) : nullptr;
    if (other != nullptr) {
      send(one, *other);
    }
  }
}

}  // namespace postgres

#include "store/postgres/request.hpp"

#include <algorithm>

namespace postgres {

Mail::Bag& Mail::bag_of(const HomePtr& home) {
  const auto known =
      std::find_if(bags_.begin(), bags_.end(), [&](const auto& bag) { return bag->home == home; });
  if (known != bags_.end()) {
    return **known;
  }
  bags_.push_back(std::make_shared<Bag>(Bag{home, {}, {}}));
  return *bags_.back();
}

void Mail::send() {
  for (std::shared_ptr<Bag>& bag : bags_) {
    base::Executor& executor = bag->home->executor;
    // Shared because a std::function must be copyable.
    executor.post([bag = std::move(bag)] {
      for (auto& answer : bag->reads) {
        answer.done(std::move(answer.outcome));
      }
      for (auto& answer : bag->writes) {
        answer.done(std::move(answer.outcome));
      }
    });
  }
}

}  // namespace postgres

#include <algorithm>

#include "store/store.hpp"

namespace store {

bool Condition::names(std::int64_t number) const {
  return kind == Kind::any || std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

// In the order of RFC 9110 section 13.2.2.
bool Precondition::holds(std::int64_t number, std::optional<base::Instant> changed_at) const {
  if (match.kind != Condition::Kind::none && !match.names(number)) {
    return false;
  }
  if (unmodified_since && changed_at &&
      std::chrono::floor<std::chrono::seconds>(*changed_at) > *unmodified_since) {
    return false;
  }
  return none_match.kind == Condition::Kind::none || !none_match.names(number);
}

}  // namespace store

#include "store/page_budget.hpp"

#include <utility>

namespace store {

void append(History& history, PageBudget& room, VersionEntry&& entry) {
  if (!room.has_room()) {
    history.end = End::more;
    return;
  }
  room.take(entry.book ? entry.book->json.size() : 0);
  history.entries.push_back(std::move(entry));
}

}  // namespace store

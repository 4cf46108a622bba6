#include "store/page_room.hpp"

#include <utility>

namespace store {

void append(History& history, PageRoom& room, VersionEntry&& entry) {
  if (!room.admits()) {
    history.end = End::more;
    return;
  }
  room.take(entry.book ? entry.book->json.size() : 0);
  history.entries.push_back(std::move(entry));
}

}  // namespace store

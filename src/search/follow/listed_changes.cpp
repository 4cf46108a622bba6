#include "search/follow/listed_changes.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace search {

ListedChanges::ListedChanges(store::Changes&& listed, catalog::Sequence as_of, OwnChanges& own)
    : changes(std::move(listed)), now(changes.entries.back().sequence) {
  for (const store::ChangeEntry& entry : changes.entries) {
    if (entry.change == store::Change::deleted) {
      gone.push_back(entry.id);
    } else if (auto book = own.take_book(entry)) {
      books.push_back(*std::move(book));
    } else {
      unread.push_back(entry.id);
    }
  }
  if (changes.end == store::End::reached) {
    now = std::max(as_of, now);
  }
}

void ListedChanges::add(std::vector<catalog::Book>&& read) {
  for (const catalog::BookId id : unread) {
    if (std::ranges::find(read, id, &catalog::Book::id) == read.end()) {
      gone.push_back(id);
    }
  }
  std::ranges::move(read, std::back_inserter(books));
}

}  // namespace search

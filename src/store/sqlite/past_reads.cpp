#include "store/sqlite/past_reads.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "store/page_budget.hpp"
#include "store/sqlite/book_rows.hpp"

namespace sqlite {
namespace {

using catalog::BookId;

constexpr int seq_column = 3;  // behind document_columns

std::string select_live(std::string_view condition) {
  return "SELECT " + std::string(document_columns) + ", seq FROM books WHERE " +
         std::string(condition);
}

}  // namespace

PastReads::PastReads(Connection& connection)
    : scan_(connection, select_live("id > ?1 ORDER BY id LIMIT ?2")),
      gone_(
          connection,
          "SELECT id FROM tombstones WHERE id > ?1 AND id <= ?2 AND seq > ?3 ORDER BY id LIMIT ?4"),
      live_(connection, select_live("id = ?1 AND seq <= ?2")),
      // Without a document it was deleted then.
      version_(connection, "SELECT " + std::string(document_columns) +
                               " FROM book_versions WHERE id = ?1 AND seq <= ?2"
                               " ORDER BY version DESC LIMIT 1") {}

// The book's last version up to `as_of`, which is not the current one.
void PastReads::append(BookId id, store::Sequence as_of, store::PastPage& page) {
  Query query(version_, id.value, as_of.value);
  if (query.step() && !query->is_null(2)) {
    page.books.push_back(read_document(query.row()));
  }
}

store::PastPage PastReads::scan(const store::ScanPast& command) {
  store::PastPage page;
  store::PageBudget room(command.limit);
  const auto limit = static_cast<std::int64_t>(command.limit);
  std::vector<BookId> changed;
  std::size_t live = 0;
  BookId last = command.after;
  {
    Query query(scan_, command.after.value, limit);
    for (; room.has_room() && query.step(); ++live) {
      last.value = query->integer(0);
      if (query->integer(seq_column) > command.as_of.value) {
        changed.push_back(last);
        room.take(0);
        continue;
      }
      page.books.push_back(read_document(query.row()));
      room.take(page.books.back().json.size());
    }
  }
  // Without a further living book everything behind is looked at.
  const bool is_last = live < command.limit && !room.more_follow();
  BookId end = is_last ? BookId{std::numeric_limits<std::int64_t>::max()} : last;
  std::vector<BookId> gone;
  if (command.as_of != store::newest_state) {
    Query query(gone_, command.after.value, end.value, command.as_of.value, limit);
    while (query.step()) {
      gone.push_back({query->integer(0)});
    }
  }
  bool more = !is_last;
  if (gone.size() == command.limit) {
    end = gone.back();
    more = true;
    std::erase_if(page.books, [end](const auto& book) { return book.id > end; });
    std::erase_if(changed, [end](BookId id) { return id > end; });
  }
  changed.insert(changed.end(), gone.begin(), gone.end());
  for (const BookId id : changed) {
    append(id, command.as_of, page);
  }
  std::ranges::sort(page.books, {}, &store::BookDocument::id);
  if (more) {
    page.go_on_after = end;
  }
  return page;
}

store::PastPage PastReads::books(const store::GetPast& command) {
  store::PastPage page;
  for (const BookId id : command.ids) {
    Query query(live_, id.value, command.as_of.value);
    if (query.step()) {
      page.books.push_back(read_document(query.row()));
    } else {
      append(id, command.as_of, page);
    }
  }
  return page;
}

}  // namespace sqlite

#include "store/sqlite/duplicate_walk.hpp"

#include <string>
#include <utility>

namespace sqlite {
namespace {

using By = store::DuplicatePlace::By;

// Both are walked in their index alone.
constexpr std::string_view isbns_sql =
    "SELECT isbn, book FROM book_isbns WHERE isbn > ?1 ORDER BY isbn, book LIMIT ?2";
constexpr std::string_view keys_sql =
    "SELECT duplicate_key, id FROM books WHERE duplicate_key > ?1 ORDER BY duplicate_key, id"
    " LIMIT ?2";

// Entries of one value follow one another.
class Runs {
 public:
  Runs(const store::ListDuplicates& command, DuplicateWalk::Found& found)
      : command_(command), found_(found) {}

  bool is_full() const noexcept { return found_.groups.size() == command_.limit; }
  // false: the value before was the last that there was room for.
  bool add(store::DuplicatePlace value, catalog::BookId id) {
    if (value != value_) {
      end_run();
      if (is_full()) {
        return false;
      }
      last_whole_ = std::exchange(value_, std::move(value));
      ids_.clear();
    }
    if (ids_.size() < store::duplicate_group_max) {
      ids_.push_back(id);
    }
    return true;
  }
  void end_run() {
    if (ids_.size() > 1) {
      found_.groups.push_back({value_, std::move(ids_)});
    }
    ids_.clear();
  }
  // The value at hand may go on behind the entries that were looked at; unless it is the only one.
  void cut() {
    const bool is_alone = last_whole_ == command_.after;
    if (is_alone) {
      end_run();
    }
    found_.next = is_alone ? value_ : last_whole_;
  }
  const store::DuplicatePlace& value() const noexcept { return value_; }

 private:
  const store::ListDuplicates& command_;
  DuplicateWalk::Found& found_;
  store::DuplicatePlace value_ = command_.after;
  store::DuplicatePlace last_whole_ = command_.after;
  std::vector<catalog::BookId> ids_;
};

}  // namespace

DuplicateWalk::DuplicateWalk(Connection& connection)
    : isbns_(connection, isbns_sql), keys_(connection, keys_sql) {}

DuplicateWalk::Found DuplicateWalk::walk(const store::ListDuplicates& command) {
  Found found;
  Runs runs(command, found);
  const bool is_by_isbn = command.after.by == By::isbn;
  constexpr auto most = static_cast<std::int64_t>(store::duplicate_entries_max);
  std::size_t looked_at = 0;
  const auto walk = [&](Query& query) {
    for (; query.step(); ++looked_at) {
      store::DuplicatePlace value{command.after.by, {}};
      if (is_by_isbn) {
        value.isbn = query->text(0);
      } else {
        value.key = query->integer(0);
      }
      if (!runs.add(std::move(value), {query->integer(1)})) {
        found.next = runs.value();
        return;
      }
    }
    if (looked_at == store::duplicate_entries_max) {
      runs.cut();
    } else {
      runs.end_run();
    }
  };
  if (is_by_isbn) {
    Query query(isbns_, std::string_view(command.after.isbn), most);
    walk(query);
  } else {
    Query query(keys_, command.after.key, most);
    walk(query);
  }
  return found;
}

}  // namespace sqlite

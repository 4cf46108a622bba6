#include "support/fake_store.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <ranges>
#include <stdexcept>

#include "base/check.hpp"
#include "catalog/label_words.hpp"
#include "catalog/sort_key.hpp"
#include "store/duplicate_key.hpp"
#include "store/page_budget.hpp"
#include "support/documents.hpp"
#include "support/fake_lists.hpp"

namespace support {

using store::Book;
using store::BookId;
using store::Refused;
namespace problem = catalog::problem;

namespace {

std::vector<catalog::CursorValue> position(const Book& book,
                                           const std::vector<catalog::Sort>& order) {
  std::vector<catalog::CursorValue> values;
  for (const catalog::Sort& sort : order) {
    values.push_back(sort.key == catalog::SortKey::relevance
                         ? catalog::CursorValue(book.id.value % 3)
                         : cursor_values(book, {sort}).front());
  }
  return values;
}

std::vector<Book> in_order(std::vector<Book> books, const std::vector<catalog::Sort>& order) {
  std::vector<std::pair<std::vector<catalog::CursorValue>, Book>> placed;
  for (Book& book : books) {
    placed.emplace_back(position(book, order), std::move(book));
  }
  std::ranges::sort(placed, [&](const auto& left, const auto& right) {
    return stands_before(left.first, right.first, order);
  });
  std::ranges::move(placed | std::views::values, books.begin());
  return books;
}

}  // namespace

std::optional<store::Sequence> FakeStore::sequence() const noexcept {
  return tells_sequence ? std::optional(store::Sequence{counters_.sequence.value - commits_untold})
                        : std::nullopt;
}

void FakeStore::break_if_told() {
  if (breaks_with) {
    throw std::runtime_error(*std::exchange(breaks_with, std::nullopt));
  }
}

void FakeStore::read(search::Read command, search::ReadDone done, base::Executor& executor) {
  reads.push_back(command);
  break_if_told();
  search::ReadOutcome outcome =
      read_refusal ? search::ReadOutcome(catalog::fail(*std::exchange(read_refusal, std::nullopt)))
                   : std::visit([this](const auto& one) { return find(one); }, command);
  if (read_answer) {
    outcome = *std::exchange(read_answer, std::nullopt);
  }
  if (reads_answer == Answers::at_once) {
    done(std::move(outcome));
    return;
  }
  // Shared, so that giving the answer copies nothing.
  waiting_.emplace_back([&executor, done = std::move(done),
                         outcome = std::make_shared<search::ReadOutcome>(std::move(outcome))] {
    executor.post([done, outcome] { done(std::move(*outcome)); });
  });
}

void FakeStore::write(const store::Write& command, store::WriteDone done,
                      base::Executor& executor) {
  writes.push_back(command);
  break_if_told();
  store::WriteOutcome outcome = write_refusal ? store::WriteOutcome(base::Unexpected<Refused>{
                                                    *std::exchange(write_refusal, std::nullopt)})
                                              : apply(command);
  answer(std::move(outcome), std::move(done), executor);
}

void FakeStore::write_group(const store::WriteGroup& command, store::GroupDone done,
                            base::Executor& executor) {
  groups.push_back(command);
  break_if_told();
  answer(apply(command), std::move(done), executor);
}

template <class Outcome>
void FakeStore::answer(Outcome outcome, std::function<void(Outcome)> done,
                       base::Executor& executor) {
  if (writes_answer == Answers::at_once) {
    done(std::move(outcome));
    return;
  }
  waiting_.emplace_back(
      [&executor, done = std::move(done), outcome = std::make_shared<Outcome>(std::move(outcome))] {
        executor.post([done, outcome] { done(std::move(*outcome)); });
      });
}

void FakeStore::answer_next() {
  check(!waiting_.empty());
  const std::function<void()> oldest = std::move(waiting_.front());
  waiting_.pop_front();
  oldest();
}

Book FakeStore::put(catalog::BookFields fields) {
  store::Write write{
      store::Create{catalog::NewBook{std::nullopt, std::move(fields), {}}}, {}, {}, {}};
  return book_of(apply(std::move(write))->book);
}

std::vector<Book> FakeStore::living() const {
  std::vector<Book> books;
  for (const auto& [id, stored] : tables_.live_books()) {
    books.push_back(stored.book);
  }
  return books;
}

// ---- reads

search::ReadOutcome FakeStore::find(const store::GetBook& command) const {
  const auto* const history = tables_.history(command.id);
  if (history == nullptr) {
    return catalog::fail(problem::book_not_found(command.id));
  }
  if (!history->back().book) {
    return catalog::fail(problem::book_deleted(command.id));
  }
  return search::ReadAnswer{*history->back().book, counters_.sequence};
}

search::ReadOutcome FakeStore::find(const store::GetBooks& command) const {
  search::Page page;
  for (const BookId id : command.ids) {
    if (auto outcome = find(store::GetBook{id})) {
      page.books.push_back(std::get<store::BookDocument>(std::move(outcome->value)));
    }
  }
  return search::ReadAnswer{std::move(page), counters_.sequence};
}

search::ReadOutcome FakeStore::find(const store::ScanBooks& command) const {
  search::Page page;
  for (const Book& book : living()) {
    if (book.id > command.after && page.books.size() < command.limit) {
      page.books.push_back(store::document_of(book));
    }
  }
  return search::ReadAnswer{std::move(page), counters_.sequence};
}

search::ReadOutcome FakeStore::find(const store::GetCoverTypes& command) const {
  store::CoverTypes types;
  for (const std::string& hash : command.hashes) {
    types.emplace(hash, tables_.cover(hash)->type);
  }
  return search::ReadAnswer{std::move(types), counters_.sequence};
}

search::BookPart FakeStore::part() const {
  search::BookPart part;
  for (const Book& book : living()) {
    part.books.push_back(store::document_of(book));
  }
  return part;
}

search::ReadOutcome FakeStore::find(const store::GetCover& command) const {
  const store::Cover* const cover = tables_.cover(command.hash);
  if (cover == nullptr) {
    return catalog::fail(catalog::problem::cover_not_found(command.book));
  }
  return search::ReadAnswer{*cover, counters_.sequence};
}

search::ReadOutcome FakeStore::find(const search::CountFacets& /*command*/) const {
  return search::ReadAnswer{search_answer, counters_.sequence};
}

// Books with the same title and author, by what both stores would have as their key.
search::ReadOutcome FakeStore::find(const store::ListDuplicates& command) const {
  using By = store::DuplicatePlace::By;
  std::map<std::string, std::vector<store::BookDocument>> isbns;
  std::map<std::int64_t, std::vector<store::BookDocument>> keys;
  for (const Book& book : living()) {
    for (const catalog::Isbn& isbn : store::isbns_of(book.fields)) {
      isbns[std::string(isbn.digits())].push_back(store::document_of(book));
    }
    keys[store::duplicate_key(book.fields)].push_back(store::document_of(book));
  }
  store::DuplicateGroups found;
  const auto add = [&](const auto& value, const auto& books, store::DuplicatePlace place) {
    (void)value;
    if (books.size() > 1 && found.groups.size() < command.limit) {
      found.groups.push_back(books);
      if (found.groups.size() == command.limit) {
        found.next = std::move(place);
      }
    }
  };
  if (command.after.by == By::isbn) {
    for (auto next = isbns.upper_bound(command.after.isbn); next != isbns.end(); ++next) {
      add(next->first, next->second, {By::isbn, next->first});
    }
  } else {
    for (auto next = keys.upper_bound(command.after.key); next != keys.end(); ++next) {
      add(next->first, next->second, {By::key, {}, next->first});
    }
  }
  return search::ReadAnswer{std::move(found), counters_.sequence};
}

search::ReadOutcome FakeStore::find(const search::Suggest& /*command*/) const {
  return search::ReadAnswer{search_answer, counters_.sequence};
}

search::ReadOutcome FakeStore::find(const search::FindIsbns& /*command*/) const {
  return search::ReadAnswer{search_answer, counters_.sequence};
}

search::ReadOutcome FakeStore::find(const search::ListLabels& command) const {
  std::map<std::string, std::string> labels;
  for (const Book& book : living()) {
    for (const std::string& label : book.fields->tags) {
      labels.emplace(catalog::joined_words(catalog::label_words(label)), label);
    }
  }
  search::Labels found;
  const auto end = labels.end();
  for (auto at = labels.upper_bound(command.after); at != end; ++at) {
    found.labels.push_back({at->first, at->second});
  }
  found.labels.resize(std::min(found.labels.size(), command.limit));
  return search::ReadAnswer{std::move(found), counters_.sequence};
}

search::ReadOutcome FakeStore::find(const search::FindBooks& /*command*/) const {
  return search::ReadAnswer{search_answer, counters_.sequence};
}

search::ReadOutcome FakeStore::find(const search::ListBooks& command) const {
  const catalog::Listing& listing = command.listing;
  const auto& order = listing.order;
  const std::vector<Book> all = in_order(living(), order);
  const auto total = static_cast<std::uint64_t>(all.size());
  std::size_t begin = 0;
  std::size_t end = std::min(listing.limit, all.size());
  if (listing.cursor) {
    const auto first_behind = std::find_if(all.begin(), all.end(), [&](const Book& book) {
      return stands_before(listing.cursor->values, position(book, order), order);
    });
    const auto behind = static_cast<std::size_t>(first_behind - all.begin());
    if (listing.cursor->side == catalog::PageSide::after) {
      begin = behind;
      end = std::min(begin + listing.limit, all.size());
    } else {
      const bool is_there =
          behind > 0 && position(all[behind - 1], order) == listing.cursor->values;
      end = is_there ? behind - 1 : behind;
      begin = end - std::min(listing.limit, end);
    }
  }
  search::Page page;
  std::transform(all.begin() + static_cast<std::ptrdiff_t>(begin),
                 all.begin() + static_cast<std::ptrdiff_t>(end), std::back_inserter(page.books),
                 store::document_of);
  if (end < all.size() && !page.books.empty()) {
    page.next = {catalog::PageSide::after, position(book_of(page.books.back()), order)};
  }
  if (begin > 0 && !page.books.empty()) {
    page.previous = {catalog::PageSide::before, position(book_of(page.books.front()), order)};
  }
  page.depends_on = decisive_ids(listing, all, end);
  if (listing.counting == catalog::Counting::total) {
    page.total = total;
    page.total_is = totals_are;
  }
  if (listing.search) {
    page.search = search_note;
  }
  return search::ReadAnswer{std::move(page), counters_.sequence};
}

search::ReadOutcome FakeStore::find(const store::ListVersions& command) const {
  const auto* const history = tables_.history(command.id);
  if (history == nullptr) {
    return catalog::fail(problem::book_not_found(command.id));
  }
  store::History page;
  store::PageBudget room(command.limit);
  for (const store::VersionEntry& entry : *history) {
    if (entry.version > command.after) {
      store::append(page, room, store::VersionEntry(entry));
    }
  }
  return search::ReadAnswer{std::move(page), counters_.sequence};
}

search::ReadOutcome FakeStore::find(const store::ListChanges& command) const {
  store::Changes changes;
  for (const store::ChangeEntry& entry : changes_) {
    if (entry.sequence > command.after) {
      if (changes.entries.size() == command.limit) {
        changes.end = store::End::more;
        break;
      }
      changes.entries.push_back(entry);
    }
  }
  return search::ReadAnswer{std::move(changes), counters_.sequence};
}

search::ReadOutcome FakeStore::find(const store::ListDeletions& command) const {
  store::Deletions deletions;
  for (const store::ChangeEntry& entry : changes_) {
    const auto place = std::pair(entry.at.time_since_epoch().count(), entry.id);
    const bool is_wanted = command.of ? entry.id == *command.of
                                      : place > std::pair(command.after.at_ms, command.after.id);
    if (entry.change != store::Change::deleted || !is_wanted) {
      continue;
    }
    const auto& history = *tables_.history(entry.id);
    deletions.entries.push_back({entry.id, entry.version, entry.at, history.rbegin()[1].book});
  }
  std::ranges::sort(deletions.entries, {},
                    [](const store::Deletion& one) { return std::pair(one.at, one.id); });
  if (deletions.entries.size() > command.limit) {
    deletions.entries.resize(command.limit);
    deletions.end = store::End::more;
  }
  return search::ReadAnswer{std::move(deletions), counters_.sequence};
}

search::ReadOutcome FakeStore::find(const store::GetVersion& command) const {
  const auto* const history = tables_.history(command.id);
  if (history == nullptr) {
    return catalog::fail(problem::book_not_found(command.id));
  }
  const auto found = std::find_if(history->begin(), history->end(), [&](const auto& entry) {
    return entry.version == command.version;
  });
  if (found == history->end()) {
    return catalog::fail(problem::version_not_found({command.id, command.version}));
  }
  return search::ReadAnswer{*found, counters_.sequence};
}

// ---- writes

store::WriteOutcome FakeStore::apply(store::Write command) {
  if (command.actor.empty()) {
    command.actor = actor;
  }
  committed_.clear();
  store::WriteApplier::Batch batch{counters_, committed_, clock_.now()};
  store::WriteOutcome outcome = applier_.apply(command, batch);
  note_changes();
  return outcome;
}

store::GroupOutcome FakeStore::apply(store::WriteGroup command) {
  if (command.actor.empty()) {
    command.actor = actor;
  }
  committed_.clear();
  store::WriteApplier::Batch batch{counters_, committed_, clock_.now()};
  store::GroupOutcome outcome = group_applier_.apply(command, batch);
  note_changes();
  return outcome;
}

void FakeStore::note_changes() {
  for (const store::Committed& committed : committed_) {
    const store::VersionEntry& newest = tables_.history(committed.id)->back();
    std::erase_if(changes_, [&](const auto& entry) { return entry.id == committed.id; });
    changes_.push_back(
        {committed.sequence, newest.change, committed.id, newest.version, newest.at});
  }
  if (listener_ != nullptr && !committed_.empty()) {
    listener_->committed(committed_);
  }
}

}  // namespace support

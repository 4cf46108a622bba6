#include "support/fake_store.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "base/check.hpp"
#include "catalog/field_values.hpp"
#include "store/page_budget.hpp"
#include "support/documents.hpp"

namespace support {

using catalog::ProblemCode;
using store::Book;
using store::BookId;
using store::Change;
using store::Refused;
namespace problem = catalog::problem;

namespace {

base::Unexpected<Refused> refuse(catalog::Problem why) {
  return {Refused::because(std::move(why))};
}

bool stands_before(const std::vector<catalog::CursorValue>& left,
                   const std::vector<catalog::CursorValue>& right,
                   const std::vector<catalog::Sort>& order) {
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (left[i] != right[i]) {
      return (left[i] < right[i]) == (order[i].direction == catalog::Direction::ascending);
    }
  }
  return false;
}

std::vector<catalog::CursorValue> position(const Book& book,
                                           const std::vector<catalog::Sort>& order) {
  std::vector<catalog::CursorValue> values;
  values.reserve(order.size());
  for (const catalog::Sort& sort : order) {
    values.push_back(sort.key == catalog::SortKey::relevance
                         ? catalog::CursorValue(book.id.value % 3)
                         : cursor_values(book, {sort}).front());
  }
  return values;
}

}  // namespace

class FakeSession final : public search::Session {
 public:
  FakeSession(FakeStore& owner, base::Executor& executor) : owner_(owner), executor_(executor) {}
  void read(search::Read command, search::ReadDone done) override {
    owner_.read(std::move(command), std::move(done), executor_);
  }
  void write(store::Write command, store::WriteDone done) override {
    owner_.write(command, std::move(done), executor_);
  }

 private:
  FakeStore& owner_;
  base::Executor& executor_;
};

std::unique_ptr<search::Session> FakeStore::open_session(base::Executor& executor) {
  return std::make_unique<FakeSession>(*this, executor);
}

std::optional<store::Sequence> FakeStore::sequence() const noexcept {
  return tells_sequence ? std::optional(sequence_) : std::nullopt;
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
  if (writes_answer == Answers::at_once) {
    done(std::move(outcome));
    return;
  }
  waiting_.emplace_back([&executor, done = std::move(done),
                         outcome = std::make_shared<store::WriteOutcome>(std::move(outcome))] {
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
  return book_of(insert({last_id_.value + 1}, {std::nullopt, std::move(fields), {}})->book);
}

auto FakeStore::history_of(BookId id) const -> const History* {
  const auto found = books_.find(id);
  return found == books_.end() ? nullptr : &found->second;
}

std::vector<Book> FakeStore::living() const {
  std::vector<Book> books;
  for (const auto& [id, history] : books_) {
    if (history.back().book) {
      books.push_back(book_of(*history.back().book));
    }
  }
  return books;
}

std::vector<BookId> FakeStore::with_isbn(const std::optional<catalog::Isbn>& isbn) const {
  std::vector<BookId> ids;
  for (const Book& book : living()) {
    if (isbn && book.fields.isbn == isbn) {
      ids.push_back(book.id);
    }
  }
  return ids;
}

// ---- reads
// ---------------------------------------------------------------------------------------

search::ReadOutcome FakeStore::find(const store::GetBook& command) const {
  const History* history = history_of(command.id);
  if (history == nullptr) {
    return catalog::fail(problem::book_not_found(command.id));
  }
  if (!history->back().book) {
    return catalog::fail(problem::book_deleted(command.id));
  }
  return search::ReadAnswer{*history->back().book, sequence_};
}

search::ReadOutcome FakeStore::find(const store::GetBooks& command) const {
  search::Page page;
  for (const BookId id : command.ids) {
    if (auto outcome = find(store::GetBook{id})) {
      page.books.push_back(std::get<store::BookDocument>(std::move(outcome->value)));
    }
  }
  return search::ReadAnswer{std::move(page), sequence_};
}

search::ReadOutcome FakeStore::find(const store::ScanBooks& command) const {
  search::Page page;
  for (const Book& book : living()) {
    if (book.id > command.after && page.books.size() < command.limit) {
      page.books.push_back(store::document_of(book));
    }
  }
  return search::ReadAnswer{std::move(page), sequence_};
}

search::ReadOutcome FakeStore::find(const search::CountFacets& /*command*/) const {
  return search::ReadAnswer{search_answer, sequence_};
}

search::ReadOutcome FakeStore::find(const search::Suggest& /*command*/) const {
  return search::ReadAnswer{search_answer, sequence_};
}

search::ReadOutcome FakeStore::find(const search::FindIsbns& /*command*/) const {
  return search::ReadAnswer{search_answer, sequence_};
}

search::ReadOutcome FakeStore::find(const search::ListBooks& command) const {
  const catalog::Listing& listing = command.listing;
  const auto& order = listing.order;
  std::vector<Book> all = living();
  std::sort(all.begin(), all.end(), [&](const Book& left, const Book& right) {
    return stands_before(position(left, order), position(right, order), order);
  });
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
  if (listing.counting == catalog::Counting::total) {
    page.total = total;
    page.total_is = totals_are;
  }
  if (listing.search) {
    page.search = search_note;
  }
  return search::ReadAnswer{std::move(page), sequence_};
}

search::ReadOutcome FakeStore::find(const store::ListVersions& command) const {
  const History* history = history_of(command.id);
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
  return search::ReadAnswer{std::move(page), sequence_};
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
  return search::ReadAnswer{std::move(changes), sequence_};
}

search::ReadOutcome FakeStore::find(const store::GetVersion& command) const {
  const History* history = history_of(command.id);
  if (history == nullptr) {
    return catalog::fail(problem::book_not_found(command.id));
  }
  const auto found = std::find_if(history->begin(), history->end(), [&](const auto& entry) {
    return entry.version == command.version;
  });
  if (found == history->end()) {
    return catalog::fail(problem::version_not_found({command.id, command.version}));
  }
  return search::ReadAnswer{*found, sequence_};
}

// ---- writes
// --------------------------------------------------------------------------------------

store::WriteOutcome FakeStore::apply(const store::Write& command) {
  if (command.idempotency) {
    const auto known = idempotency_records_.find(command.idempotency->key);
    if (known != idempotency_records_.end()) {
      if (known->second.request != command.idempotency->request) {
        return refuse(problem::of(ProblemCode::idempotency_mismatch));
      }
      store::Written again = known->second.written;
      again.origin = store::Written::Origin::replayed;
      return again;
    }
  }
  precondition_ = command.precondition;
  auto outcome = std::visit([this](const auto& one) { return perform(one); }, command.action);
  if (outcome && command.idempotency) {
    idempotency_records_.insert_or_assign(
        command.idempotency->key, IdempotencyRecord{command.idempotency->request, *outcome});
  }
  return outcome;
}

store::WriteOutcome FakeStore::perform(const store::Create& action) {
  if (action.book.id && history_of(*action.book.id) != nullptr) {
    return refuse(problem::id_in_use(*action.book.id));
  }
  std::vector<BookId> alike = with_isbn(action.book.fields.isbn);
  if (action.duplicates == store::Duplicates::refused && !alike.empty()) {
    Refused refused{problem::duplicate_book(alike), std::nullopt, {}, alike};
    return base::Unexpected<Refused>{std::move(refused)};
  }
  if (!precondition_.holds(sequence_.value)) {
    return refuse(problem::of(ProblemCode::precondition_failed));
  }
  auto outcome = insert(action.book.id.value_or(BookId{last_id_.value + 1}), action.book);
  outcome->duplicates = std::move(alike);
  return outcome;
}

store::WriteOutcome FakeStore::perform(const store::CreateAt& action) {
  const History* history = history_of(action.id);
  if (history == nullptr) {
    return insert(action.id, action.book);
  }
  if (!history->back().book) {
    return refuse(problem::id_in_use(action.id));
  }
  const store::BookDocument& there = *history->back().book;
  return base::Unexpected<Refused>{
      {problem::version_conflict({there.id, there.version}), there, {}, {}}};
}

store::WriteOutcome FakeStore::perform(const store::Replace& action) {
  auto book = changeable(action.id);
  if (!book) {
    return base::Unexpected<Refused>{book.error()};
  }
  if (auto errors = refuted_claims(action.book.claims, *book); !errors.empty()) {
    return refuse(problem::invalid_book(std::move(errors)));
  }
  book->fields = action.book.fields;
  return commit(*std::move(book), Change::changed);
}

store::WriteOutcome FakeStore::perform(const store::Alter& action) {
  auto book = changeable(action.id);
  if (!book) {
    return base::Unexpected<Refused>{book.error()};
  }
  auto fields = catalog::apply(action.patch, *book);
  if (!fields) {
    return refuse(fields.error());
  }
  book->fields = *std::move(fields);
  return commit(*std::move(book), Change::changed);
}

store::WriteOutcome FakeStore::perform(const store::Remove& action) {
  auto book = changeable(action.id);
  if (!book) {
    return base::Unexpected<Refused>{book.error()};
  }
  return commit(*std::move(book), Change::deleted);
}

store::WriteOutcome FakeStore::perform(const store::Restore& action) {
  const auto version = find(store::GetVersion{action.id, action.version});
  if (!version) {
    return refuse(version.error());
  }
  const auto& entry = std::get<store::VersionEntry>(version->value);
  if (!entry.book) {
    return refuse(problem::version_not_found({action.id, action.version}));
  }
  if (history_of(action.id)->back().book) {
    if (auto book = changeable(action.id); !book) {
      return base::Unexpected<Refused>{book.error()};
    }
  }
  Book book = book_of(*entry.book);
  book.version = history_of(action.id)->back().version;
  return commit(std::move(book), Change::restored);
}

base::Expected<Book, Refused> FakeStore::changeable(BookId id) const {
  const auto found = find(store::GetBook{id});
  if (!found) {
    return refuse(found.error());
  }
  const store::BookDocument& document = std::get<store::BookDocument>(found->value);
  const Book book = book_of(document);
  if (precondition_.holds(book.version.value, book.updated_at)) {
    return book;
  }
  Refused refused{problem::version_conflict({id, book.version}), document, {}, {}};
  for (const store::VersionEntry& entry : *history_of(id)) {
    if (entry.book && precondition_.match.names(entry.version.value)) {
      refused.changed = catalog::differing_fields(book_of(*entry.book).fields, book.fields);
    }
  }
  return base::Unexpected<Refused>{std::move(refused)};
}

store::WriteOutcome FakeStore::insert(BookId id, const catalog::NewBook& book) {
  last_id_ = std::max(last_id_, id);
  return commit({id, {0}, clock_.now(), clock_.now(), book.fields}, Change::created);
}

store::WriteOutcome FakeStore::commit(Book book, Change change) {
  const History* const history = history_of(book.id);
  if (change != Change::deleted && history != nullptr && history->back().book &&
      book_of(*history->back().book).fields == book.fields) {
    return store::Written{*history->back().book, history->back().change, sequence_, {}};
  }
  ++book.version.value;
  ++sequence_.value;
  book.updated_at = clock_.now();
  const bool lives = change != Change::deleted;
  books_[book.id].push_back({book.version, change, clock_.now(), actor,
                             lives ? std::optional(store::document_of(book)) : std::nullopt});
  std::erase_if(changes_, [&](const auto& entry) { return entry.id == book.id; });
  changes_.push_back({sequence_, change, book.id, book.version, clock_.now()});
  if (listener_ != nullptr) {
    const store::Committed committed{book.id, sequence_};
    listener_->committed({&committed, 1});
  }
  return store::Written{store::document_of(book), change, sequence_, {}};
}

}  // namespace support

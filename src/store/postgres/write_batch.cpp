#include "store/postgres/write_batch.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "store/duplicate_key.hpp"
#include "store/likely_duplicates.hpp"
#include "store/postgres/plain_statements.hpp"

namespace postgres {

namespace {

bool is_plain_create(const store::Action& action, const store::Precondition& precondition) {
  const auto* const create = std::get_if<store::Create>(&action);
  return create != nullptr && !create->book->id &&
         create->duplicates == store::Duplicates::allowed && precondition == store::Precondition{};
}

bool is_plain_request(const WriteRequest& request) {
  const store::Write& write = request.command;
  return !write.idempotency && is_plain_create(write.action, write.precondition);
}

bool is_plain_write(const store::GroupedWrite& one) {
  const auto* const action = std::get_if<store::Action>(&one.action);
  return action == nullptr || is_plain_create(*action, one.precondition);
}

bool is_plain_group(const GroupRequest& request) {
  const store::WriteGroup& group = request.command;
  return !group.idempotency && std::ranges::all_of(group.writes, is_plain_write);
}

void replace_id(std::string& document, catalog::BookId id) {
  const std::size_t size = document.size() - before_id.size() - after_id(document).size();
  document.replace(before_id.size(), size, std::to_string(id.value));
}

// Calls `visit` for each write that was done, in the order in which they were applied.
template <class Outcomes, class Visit>
void for_each_done(Outcomes& outcomes, Visit visit) {
  for (auto& outcome : outcomes.singles) {
    if (outcome) {
      visit(*outcome);
    }
  }
  for (auto& group : outcomes.groups) {
    if (group) {
      for (auto& outcome : group->outcomes) {
        if (outcome) {
          visit(*outcome);
        }
      }
    }
  }
}

}  // namespace

WriteBatch::WriteBatch(Asked&& asked, base::Instant now)
    : requests_(std::move(asked.requests)),
      groups_(std::move(asked.groups)),
      now_(now),
      size_(requests_.size() + groups_.size()),
      writes_(requests_.size()),
      is_plain_(std::ranges::all_of(requests_, is_plain_request) &&
                std::ranges::all_of(groups_, is_plain_group)) {
  for (const GroupRequest& request : groups_) {
    writes_ += request.command.writes.size();
  }
}

Needs WriteBatch::needs() const {
  Needs needs;
  for (const WriteRequest& request : requests_) {
    needs.add(request.command);
  }
  for (const GroupRequest& request : groups_) {
    needs.add(request.command);
  }
  return needs;
}

std::vector<Statement> WriteBatch::plain_statements(const std::vector<catalog::BookId>& spare_ids,
                                                    const WriteMark& mark) {
  tables_ = WriteBatchTables{};
  spare_ids_ = spare_ids;
  for (std::size_t place = 0; place < writes_; ++place) {
    tables_.add_unused_id(provisional_id(place));
  }
  apply();
  Loading loading = postgres::plain_statements(tables_, spare_ids_, mark, now_);
  leaves_mark_ = !loading.statements.empty();
  parts_ = std::move(loading.parts);
  return std::move(loading.statements);
}

std::vector<Statement> WriteBatch::load_statements(const std::vector<catalog::BookId>& spare_ids) {
  Needs needs = this->needs();
  if (takes_more_ids) {
    needs.given_ids += needs.chosen_ids;
  }
  is_plain_ = false;
  Loading loading = postgres::load_statements(needs, spare_ids, now_);
  parts_ = std::move(loading.parts);
  return std::move(loading.statements);
}

Ids WriteBatch::load(const std::vector<Rows>& rows) {
  tables_ = WriteBatchTables{};
  return fill(tables_, parts_, rows);
}

WriteBatch::Asked WriteBatch::take_blocked() {
  Asked blocked;
  if (tables_.blocked().empty()) {
    return blocked;
  }
  const auto take = [this](auto& requests, auto& taken) {
    for (auto& request : std::exchange(requests, {})) {
      Needs needs;
      needs.add(request.command);
      (is_blocked(needs, tables_.blocked()) ? taken : requests).push_back(std::move(request));
    }
  };
  take(requests_, blocked.requests);
  take(groups_, blocked.groups);
  return blocked;
}

void WriteBatch::apply() {
  counters_ = {{first_sequence - 1}, {}, 0};
  changes_.clear();
  own_.clear();
  outcomes_ = {};
  outcomes_.singles.reserve(requests_.size());
  outcomes_.groups.reserve(groups_.size());
  changes_.reserve(writes_);
  own_.reserve(hands_over ? writes_ : 0);
  store::WriteApplier applier(tables_);
  store::WriteApplier::Batch batch{counters_, changes_, now_, hands_over ? &own_ : nullptr};
  for (const WriteRequest& request : requests_) {
    outcomes_.singles.push_back(applier.apply(request.command, batch));
  }
  store::GroupApplier group_applier(tables_, applier);
  for (const GroupRequest& request : groups_) {
    outcomes_.groups.push_back(group_applier.apply(request.command, batch));
  }
}

std::vector<Statement> WriteBatch::store_statements(const WriteMark& mark) {
  // Every acknowledged write, a replay too, must be as durable as a new one: so it writes a mark.
  leaves_mark_ = false;
  for_each_done(outcomes_, [this](const store::Written& /*written*/) { leaves_mark_ = true; });
  if (!leaves_mark_) {
    parts_.clear();
    return {{"COMMIT", {}}};
  }
  parts_ = {Part::counted};
  const auto changes = static_cast<std::int64_t>(changes_.size());
  return postgres::store_statements(tables_, count_statement({changes, counters_.books}, mark),
                                    changes, now_);
}

bool WriteBatch::commit(const std::vector<Rows>& rows) {
  WriteBatchTables found;
  fill(found, parts_, rows);
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    if (parts_[i] == Part::counted) {
      number({rows.at(i).integer(0, 0)});
    } else if (parts_[i] == Part::given_ids && !give_ids(rows.at(i).integers(0, 0))) {
      return false;
    }
  }
  if (is_plain_) {
    add_duplicates(found);
  }
  return true;
}

bool WriteBatch::was_counting(std::size_t statement) const noexcept {
  return statement < parts_.size() &&
         (parts_[statement] == Part::counted || parts_[statement] == Part::sequence);
}

std::vector<Statement> WriteBatch::settle_statements(const WriteMark& mark,
                                                     catalog::BookId id_min) {
  Loading loading;
  loading.statements.push_back(settle_statement(mark));
  loading.parts.push_back(Part::none);
  if (is_plain_) {
    add_plain_answers(loading, needs(), static_cast<std::int64_t>(changes_.size()), mark, id_min);
  }
  parts_ = std::move(loading.parts);
  return std::move(loading.statements);
}

bool WriteBatch::recover(const std::vector<Rows>& rows, const Settled& settled) {
  number(settled.after);
  return commit(rows);
}

void WriteBatch::number(catalog::Sequence after) {
  const std::int64_t before = after.value - static_cast<std::int64_t>(changes_.size());
  const auto number = [&](store::Sequence& sequence) {
    if (sequence.value >= first_sequence) {
      sequence.value += before + 1 - first_sequence;
    }
  };
  for_each_done(outcomes_, [&](store::Written& written) { number(written.sequence); });
  for (store::OwnChange& own : own_) {
    number(own.entry.sequence);
  }
  for (store::GroupOutcome& group : outcomes_.groups) {
    if (group) {
      number(group->sequence);
    }
  }
}

bool WriteBatch::give_ids(const std::vector<std::int64_t>& ids) {
  const std::int64_t first = provisional_id(0).value;
  if (ids.size() != changes_.size()) {
    return false;
  }
  const auto given = [&](catalog::BookId provisional) {
    return catalog::BookId{ids.at(static_cast<std::size_t>(provisional.value - first))};
  };
  for_each_done(outcomes_, [&](store::Written& written) {
    store::BookDocument& book = written.book;
    book.id = given(book.id);
    if (!book.json.empty()) {
      replace_id(book.json, book.id);
    }
    std::ranges::transform(written.duplicates, written.duplicates.begin(), given);
  });
  for (store::OwnChange& own : own_) {
    own.entry.id = given(own.entry.id);
    own.book->id = own.entry.id;
  }
  return true;
}

// Adds the likely duplicates that were there before the batch to those within it. When the question
// is asked again behind the batch, its own books are among the candidates.
void WriteBatch::add_duplicates(WriteBatchTables& found) {
  if (!found.has_candidates()) {
    return;
  }
  std::set<catalog::BookId> own;
  for_each_done(outcomes_, [&](const store::Written& written) { own.insert(written.book.id); });
  for (std::size_t i = 0; i < requests_.size(); ++i) {
    if (outcomes_.singles[i]) {
      add_duplicates(found, own, {requests_[i].command.action, *outcomes_.singles[i]});
    }
  }
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    store::GroupOutcome& group = outcomes_.groups[g];
    for (std::size_t i = 0; group && i < group->outcomes.size(); ++i) {
      if (group->outcomes[i]) {
        const auto& action = std::get<store::Action>(groups_[g].command.writes[i].action);
        add_duplicates(found, own, {action, *group->outcomes[i]});
      }
    }
  }
}

void WriteBatch::add_duplicates(WriteBatchTables& found, const std::set<catalog::BookId>& own,
                                const Done& done) {
  const auto& fields = std::get<store::Create>(done.action).book->fields;
  std::vector<catalog::BookId>& duplicates = done.written.duplicates;
  const std::vector<catalog::BookId> others =
      store::likely_duplicates(found, fields, store::duplicate_key(fields));
  std::ranges::copy_if(others, std::back_inserter(duplicates),
                       [&](catalog::BookId other) { return !own.contains(other); });
  std::ranges::sort(duplicates);
  duplicates.resize(std::min(duplicates.size(), store::duplicates_max));
}

std::vector<catalog::BookId> WriteBatch::left_ids() {
  if (!is_plain_) {
    return tables_.left_ids();
  }
  const std::size_t taken = std::min(spare_ids_.size(), changes_.size());
  return {spare_ids_.begin() + static_cast<std::ptrdiff_t>(taken), spare_ids_.end()};
}

SteadyTime WriteBatch::oldest() const noexcept {
  SteadyTime oldest = SteadyTime::max();
  for (const WriteRequest& request : requests_) {
    oldest = std::min(oldest, request.asked);
  }
  for (const GroupRequest& request : groups_) {
    oldest = std::min(oldest, request.asked);
  }
  return oldest;
}

catalog::BookId WriteBatch::highest_given_id() const noexcept {
  catalog::BookId highest;
  if (is_plain_) {
    for_each_done(outcomes_, [&](const store::Written& written) {
      highest = std::max(highest, written.book.id);
    });
  }
  return highest;
}

void WriteBatch::answer(ReplyBatch& replies) {
  for (std::size_t i = 0; i < requests_.size(); ++i) {
    replies.add(std::move(requests_[i]), std::move(outcomes_.singles[i]));
  }
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    replies.add(std::move(groups_[i]), std::move(outcomes_.groups[i]));
  }
  requests_.clear();
  groups_.clear();
}

}  // namespace postgres

#include "store/postgres/write_batch.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "store/likely_duplicates.hpp"
#include "store/postgres/plain_statements.hpp"
#include "store/sort_keys.hpp"

namespace postgres {

namespace {

bool is_plain_create(const store::Write& write) {
  const auto* const create = std::get_if<store::Create>(&write.action);
  return create != nullptr && !create->book.id &&
         create->duplicates == store::Duplicates::allowed && !write.idempotency &&
         write.precondition == store::Precondition{};
}

}  // namespace

WriteBatch::WriteBatch(std::vector<WriteRequest>&& requests, base::Instant now)
    : requests_(std::move(requests)),
      now_(now),
      size_(requests_.size()),
      is_plain_(std::all_of(requests_.begin(), requests_.end(), [](const WriteRequest& request) {
        return is_plain_create(request.command);
      })) {}

Needs WriteBatch::needs() const {
  Needs needs;
  for (const WriteRequest& request : requests_) {
    needs.add(request.command);
  }
  return needs;
}

std::vector<Statement> WriteBatch::plain_statements(const std::vector<catalog::BookId>& spare_ids,
                                                    const WriteMark& mark) {
  tables_ = WriteBatchTables{};
  spare_ids_ = spare_ids;
  for (std::size_t place = 0; place < requests_.size(); ++place) {
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

void WriteBatch::apply() {
  counters_ = {{first_sequence - 1}, {}, 0};
  changes_.clear();
  outcomes_.clear();
  store::WriteApplier applier(tables_);
  store::WriteApplier::Batch batch{counters_, changes_, now_};
  for (const WriteRequest& request : requests_) {
    // A copy, because a batch may begin anew.
    outcomes_.push_back(applier.apply(store::Write(request.command), batch));
  }
}

std::vector<Statement> WriteBatch::store_statements(const WriteMark& mark) {
  // Every acknowledged write, a replay too, must be as durable as a new one: so it writes a mark.
  leaves_mark_ =
      std::any_of(outcomes_.begin(), outcomes_.end(),
                  [](const store::WriteOutcome& outcome) { return outcome.has_value(); });
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
    } else if (parts_[i] == Part::given_ids && !give_ids(rows.at(i))) {
      return false;
    }
  }
  if (is_plain_) {
    add_duplicates(found);
  }
  return true;
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
  for (store::WriteOutcome& outcome : outcomes_) {
    if (outcome && outcome->sequence.value >= first_sequence) {
      outcome->sequence.value += before + 1 - first_sequence;
    }
  }
}

bool WriteBatch::give_ids(const Rows& ids) {
  const std::int64_t first = provisional_id(0).value;
  if (static_cast<std::size_t>(ids.count()) != changes_.size()) {
    return false;
  }
  const auto given = [&](catalog::BookId provisional) {
    return catalog::BookId{ids.integer(static_cast<int>(provisional.value - first), 0)};
  };
  for (store::WriteOutcome& outcome : outcomes_) {
    if (!outcome) {
      continue;
    }
    store::BookDocument& book = outcome->book;
    book.id = given(book.id);
    book.json =
        std::string(before_id).append(std::to_string(book.id.value)).append(after_id(book.json));
    std::transform(outcome->duplicates.begin(), outcome->duplicates.end(),
                   outcome->duplicates.begin(), given);
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
  for (const store::WriteOutcome& outcome : outcomes_) {
    if (outcome) {
      own.insert(outcome->book.id);
    }
  }
  for (std::size_t i = 0; i < outcomes_.size(); ++i) {
    if (!outcomes_[i]) {
      continue;
    }
    const auto& fields = std::get<store::Create>(requests_[i].command.action).book.fields;
    std::vector<catalog::BookId>& duplicates = outcomes_[i]->duplicates;
    const std::vector<catalog::BookId> others =
        store::likely_duplicates(found, fields, store::duplicate_key(fields));
    std::copy_if(others.begin(), others.end(), std::back_inserter(duplicates),
                 [&](catalog::BookId other) { return own.count(other) == 0; });
    std::sort(duplicates.begin(), duplicates.end());
    duplicates.resize(std::min(duplicates.size(), store::duplicates_max));
  }
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
  return oldest;
}

catalog::BookId WriteBatch::highest_given_id() const noexcept {
  catalog::BookId highest;
  for (const store::WriteOutcome& outcome : outcomes_) {
    if (outcome && is_plain_) {
      highest = std::max(highest, outcome->book.id);
    }
  }
  return highest;
}

void WriteBatch::answer(ReplyBatch& replies) {
  for (std::size_t i = 0; i < requests_.size(); ++i) {
    replies.add(std::move(requests_[i]), std::move(outcomes_[i]));
  }
  requests_.clear();
}

}  // namespace postgres

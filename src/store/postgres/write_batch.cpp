#include "store/postgres/write_batch.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/check.hpp"
#include "store/likely_duplicates.hpp"

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
      is_plain_(std::all_of(requests_.begin(), requests_.end(), [](const WriteRequest& request) {
        return is_plain_create(request.command);
      })) {}

std::vector<Statement> WriteBatch::plain_statements() {
  Needs needs;
  tables_ = WriteBatchTables{};
  for (std::size_t place = 0; place < requests_.size(); ++place) {
    needs.add(requests_[place].command);
    tables_.add_unused_id(provisional_id(place));
  }
  apply();
  Loading loading = postgres::plain_statements(needs, tables_, now_);
  parts_ = std::move(loading.parts);
  return std::move(loading.statements);
}

std::vector<Statement> WriteBatch::load_statements(const std::vector<catalog::BookId>& spare_ids) {
  Needs needs;
  for (const WriteRequest& request : requests_) {
    needs.add(request.command);
  }
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

std::vector<Statement> WriteBatch::store_statements() const {
  if (changes_.empty() && tables_.new_keys().empty()) {
    return {{"COMMIT", {}}};
  }
  return postgres::store_statements(
      tables_, {static_cast<std::int64_t>(changes_.size()), counters_.books}, now_);
}

void WriteBatch::commit(const std::vector<Rows>& rows) {
  if (!changes_.empty()) {
    settle(rows.front().integer(0, 0));
  }
}

void WriteBatch::commit_plain(const std::vector<Rows>& rows) {
  WriteBatchTables found;
  fill(found, parts_, rows);
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    if (parts_[i] == Part::counted) {
      settle(rows.at(i).integer(0, 0));
    } else if (parts_[i] == Part::given_ids) {
      give_ids(rows.at(i));
    }
  }
  add_duplicates(found);
  tables_ = WriteBatchTables{};  // its ids were nobody's
}

void WriteBatch::give_ids(const Rows& ids) {
  const std::int64_t first = provisional_id(0).value;
  const auto given = [&](catalog::BookId provisional) {
    const auto place = static_cast<int>(provisional.value - first);
    check(place < ids.count());
    return catalog::BookId{ids.integer(place, 0)};
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
}

void WriteBatch::settle(std::int64_t before) {
  for (store::WriteOutcome& outcome : outcomes_) {
    if (outcome && outcome->sequence.value >= first_sequence) {
      outcome->sequence.value += before + 1 - first_sequence;
    }
  }
}

// Those that were there before the batch, beside those within it.
void WriteBatch::add_duplicates(WriteBatchTables& found) {
  for (std::size_t i = 0; i < outcomes_.size(); ++i) {
    if (!outcomes_[i]) {
      continue;
    }
    const auto& fields = std::get<store::Create>(requests_[i].command.action).book.fields;
    std::vector<catalog::BookId>& duplicates = outcomes_[i]->duplicates;
    const std::vector<catalog::BookId> before = store::likely_duplicates(found, fields);
    duplicates.insert(duplicates.end(), before.begin(), before.end());
    std::sort(duplicates.begin(), duplicates.end());
    duplicates.resize(std::min(duplicates.size(), store::duplicates_max));
  }
}

void WriteBatch::answer(ReplyBatch& replies) {
  for (std::size_t i = 0; i < requests_.size(); ++i) {
    replies.add(std::move(requests_[i]), std::move(outcomes_[i]));
  }
  requests_.clear();
}

}  // namespace postgres

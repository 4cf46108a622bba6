#include "store/postgres/write_batch.hpp"

#include <utility>

namespace postgres {

std::vector<Statement> WriteBatch::load_statements(const std::vector<catalog::BookId>& spare_ids) {
  Needs needs;
  for (const WriteRequest& request : requests_) {
    needs.add(request.command);
  }
  if (takes_more_ids) {
    needs.given_ids += needs.chosen_ids;
  }
  return postgres::load_statements(needs, spare_ids, now_);
}

Ids WriteBatch::load(const std::vector<Rows>& rows) {
  workset_ = Workset{};
  return fill(workset_, rows);
}

void WriteBatch::apply() {
  counters_ = {{first_sequence - 1}, {}, 0};
  changes_.clear();
  outcomes_.clear();
  store::WriteApplier applier(workset_);
  store::WriteApplier::Batch batch{counters_, changes_, now_};
  for (const WriteRequest& request : requests_) {
    // A copy, because a batch may begin anew.
    outcomes_.push_back(applier.apply(store::Write(request.command), batch));
  }
}

std::vector<Statement> WriteBatch::store_statements() const {
  if (changes_.empty()) {
    return {{"COMMIT", {}}};
  }
  return postgres::store_statements(
      workset_, {static_cast<std::int64_t>(changes_.size()), counters_.books}, now_);
}

void WriteBatch::commit(const std::vector<Rows>& rows) {
  if (changes_.empty()) {
    return;
  }
  const std::int64_t before = rows.front().integer(0, 0);
  const auto settle = [&](catalog::Sequence& sequence) {
    if (sequence.value >= first_sequence) {
      sequence.value += before + 1 - first_sequence;
    }
  };
  for (store::WriteOutcome& outcome : outcomes_) {
    if (outcome) {
      settle(outcome->sequence);
    }
  }
}

void WriteBatch::answer(Mail& mail) {
  for (std::size_t i = 0; i < requests_.size(); ++i) {
    mail.add(std::move(requests_[i]), std::move(outcomes_[i]));
  }
  requests_.clear();
}

}  // namespace postgres

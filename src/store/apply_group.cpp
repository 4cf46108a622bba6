#include "store/apply_group.hpp"

#include <algorithm>
#include <utility>

#include "base/check.hpp"
#include "store/change_queue.hpp"
#include "store/group_results.hpp"

namespace store {
namespace {

// Takes the documents off the outcomes behind which those of a group weigh too much.
class ShownDocuments {
 public:
  explicit ShownDocuments(WriteGroup::Documents documents)
      : left_(documents == WriteGroup::Documents::wanted ? group_documents_bytes_max : 0) {}

  void hold(WriteOutcome& outcome) {
    if (outcome) {
      hold(outcome->book);
    } else if (outcome.error().current) {
      hold(*outcome.error().current);
    }
  }

 private:
  void hold(BookDocument& document) {
    if (document.json.size() > left_) {
      left_ = 0;
      document.json = {};
    }
    left_ -= document.json.size();
  }

  std::size_t left_;
};

base::Unexpected<GroupRefused> refuse_group(Refused&& refused,
                                            std::optional<std::size_t> write = std::nullopt) {
  return {GroupRefused{std::move(refused), write}};
}

bool is_done(const WriteOutcome& outcome) { return outcome.has_value(); }

}  // namespace

GroupOutcome GroupApplier::apply(const WriteGroup& group, WriteApplier::Batch& batch) {
  check(group.writes.size() <= grouped_writes_max);
  if (group.idempotency) {
    if (const auto known = tables_.idempotency_record(group.idempotency->key, batch.now)) {
      if (known->request != group.idempotency->request) {
        return refuse_group(
            Refused::because(catalog::problem::of(catalog::ProblemCode::idempotency_mismatch)));
      }
      return replay(group, {known->results, known->sequence});
    }
  }
  const bool may_be_undone = group.if_refused == WriteGroup::IfRefused::undo_all;
  const WriteCounters counters = batch.counters;
  const std::size_t changes = batch.changes.size();
  const std::size_t own = batch.own ? batch.own->size() : 0;
  if (may_be_undone) {
    tables_.set_savepoint();
  }
  GroupOutcome outcome = carry_out(group, batch);
  if (!outcome) {
    tables_.roll_back_to_savepoint();
    batch.counters = counters;
    batch.changes.resize(changes);
    if (batch.own) {
      batch.own->resize(own);
    }
    return outcome;
  }
  if (may_be_undone) {
    tables_.release_savepoint();
  }
  if (group.idempotency && std::ranges::any_of(outcome->outcomes, is_done)) {
    const GroupRecord record{pack_results(outcome->outcomes), outcome->sequence};
    tables_.save_results(*group.idempotency, record, batch.now);
  }
  return outcome;
}

GroupOutcome GroupApplier::carry_out(const WriteGroup& group, WriteApplier::Batch& batch) {
  ShownDocuments shown(group.documents);
  GroupWritten written;
  written.outcomes.reserve(group.writes.size());
  for (std::size_t i = 0; i < group.writes.size(); ++i) {
    const GroupedWrite& one = group.writes[i];
    WriteOutcome outcome = base::Unexpected<Refused>{Refused{}};
    if (const auto* const refused = std::get_if<Refused>(&one.action)) {
      outcome = base::Unexpected<Refused>{*refused};
    } else {
      outcome =
          applier_.apply(std::get<Action>(one.action), {one.precondition, group.actor}, batch);
    }
    if (!outcome && group.if_refused == WriteGroup::IfRefused::undo_all) {
      return refuse_group(std::move(outcome).error(), i);
    }
    if (outcome) {
      written.sequence = std::max(written.sequence, outcome->sequence);
    }
    shown.hold(outcome);
    written.outcomes.push_back(std::move(outcome));
  }
  return written;
}

GroupOutcome GroupApplier::replay(const WriteGroup& group, const GroupRecord& record) {
  auto results = unpack_results(record.results);
  if (!results) {
    tables_.damaged("the results of an idempotency key");
  }
  ShownDocuments shown(group.documents);
  GroupWritten written;
  written.sequence = record.sequence;
  written.origin = Written::Origin::replayed;
  for (GroupResult& result : *results) {
    WriteOutcome outcome = base::Unexpected<Refused>{Refused{}};
    if (auto* const done = std::get_if<IdempotencyRecord>(&result)) {
      done->sequence = record.sequence;
      outcome = applier_.replay(std::move(*done));
    } else {
      Refused& refused = std::get<Refused>(result);
      if (refused.current) {
        refused.current = kept_version(tables_, {refused.current->id, refused.current->version});
      }
      outcome = base::Unexpected<Refused>{std::move(refused)};
    }
    shown.hold(outcome);
    written.outcomes.push_back(std::move(outcome));
  }
  return written;
}

}  // namespace store

// Carries out a group of writes, one behind another, by the rules of each (apply_write.hpp): what
// its idempotency key says first, what happens to the others when one is refused, how much of the
// books is shown. Once for every store. The writing thread, inside the batch's transaction.
#pragma once

#include "store/apply_write.hpp"
#include "store/store.hpp"
#include "store/write_tables.hpp"

namespace store {

class GroupApplier {
 public:
  GroupApplier(WriteTables& tables, WriteApplier& applier) : tables_(tables), applier_(applier) {}

  // Exceptions as WriteApplier::apply().
  GroupOutcome apply(const WriteGroup& group, WriteApplier::Batch& batch);

 private:
  GroupOutcome carry_out(const WriteGroup& group, WriteApplier::Batch& batch);
  GroupOutcome replay(const WriteGroup& group, const GroupRecord& record);

  WriteTables& tables_;
  WriteApplier& applier_;
};

}  // namespace store

// Records of successful writes with an idempotency key, kept for store::idempotency_lifetime.
// The writer's thread, in the transaction of the write itself.
#pragma once

#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "store/sqlite/statement.hpp"
#include "store/stored_book.hpp"

namespace sqlite {

using store::IdempotencyRecord;

class Idempotency {
 public:
  explicit Idempotency(Connection& connection);

  // The record of this idempotency key, unless its lifetime is over at `now`.
  std::optional<IdempotencyRecord> find(const std::string& key, base::Instant now);
  void save_idempotency(const store::IdempotencyKey& key, const store::Written& written,
                        base::Instant now);
  void save_results(const store::IdempotencyKey& key, const store::GroupRecord& group,
                    base::Instant now);
  // Forgets a bounded number of keys whose lifetime is over.
  void forget_old(base::Instant now);

 private:
  Statement find_;
  Statement remember_;
  Statement remember_group_;
  Statement forget_;
};

}  // namespace sqlite

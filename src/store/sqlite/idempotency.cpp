#include "store/sqlite/idempotency.hpp"

#include <algorithm>

#include "store/packed_text.hpp"
#include "store/sqlite/book_rows.hpp"

namespace sqlite {
namespace {

constexpr std::int64_t forgotten_at_once_max = 256;

std::int64_t oldest_alive_ms(base::Instant now) { return to_ms(now - store::idempotency_lifetime); }

}  // namespace

Idempotency::Idempotency(Connection& connection)
    : find_(connection,
            "SELECT request, book, version, change, seq, duplicates, results FROM idempotency"
            " WHERE key = ?1 AND at_ms > ?2"),
      // Over a row whose lifetime is over but which is not forgotten yet.
      remember_(connection,
                "INSERT OR REPLACE INTO idempotency"
                " (key, request, book, version, change, seq, duplicates, at_ms)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"),
      remember_group_(connection,
                      "INSERT OR REPLACE INTO idempotency"
                      " (key, request, book, version, change, seq, results, at_ms)"
                      " VALUES (?1, ?2, 0, 0, 0, ?3, ?4, ?5)"),
      forget_(connection,
              "DELETE FROM idempotency WHERE key IN"
              " (SELECT key FROM idempotency WHERE at_ms <= ?1 ORDER BY at_ms LIMIT ?2)") {}

std::optional<IdempotencyRecord> Idempotency::find(const std::string& key, base::Instant now) {
  Query query(find_, key, oldest_alive_ms(now));
  if (!query.step()) {
    return std::nullopt;
  }
  IdempotencyRecord idempotency_record;
  const std::span<const std::uint8_t> request = query->bytes(0);
  auto duplicates = store::unpack_ids(query->text(5));
  if (request.size() != idempotency_record.request.size() || !duplicates) {
    throw_damaged("damaged idempotency key");
  }
  std::copy(request.begin(), request.end(), idempotency_record.request.begin());
  idempotency_record.book.value = query->integer(1);
  idempotency_record.version.value = query->integer(2);
  idempotency_record.change = read_change(query.row(), 3);
  idempotency_record.sequence.value = query->integer(4);
  idempotency_record.duplicates = *std::move(duplicates);
  idempotency_record.results = query->text(6);
  return idempotency_record;
}

void Idempotency::save_idempotency(const store::IdempotencyKey& key, const store::Written& written,
                                   base::Instant now) {
  const std::string duplicates = store::pack(written.duplicates);
  execute(remember_, key.key, std::span<const std::uint8_t>(key.request), written.book.id.value,
          written.book.version.value, static_cast<std::int64_t>(written.change),
          written.sequence.value, duplicates, to_ms(now));
}

void Idempotency::save_results(const store::IdempotencyKey& key, const store::GroupRecord& group,
                               base::Instant now) {
  execute(remember_group_, key.key, std::span<const std::uint8_t>(key.request),
          group.sequence.value, group.results, to_ms(now));
}

void Idempotency::forget_old(base::Instant now) {
  execute(forget_, oldest_alive_ms(now), forgotten_at_once_max);
}

}  // namespace sqlite

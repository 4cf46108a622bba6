#include "store/postgres/write_mark.hpp"

#include <random>
#include <utility>

namespace postgres {
namespace {

// Waits for other instances at the row of counters alone, so that is where the order comes from.
// Who has it keeps everybody waiting, and so waits for hardly anything itself from there on.
constexpr std::string_view count_sql =
    "WITH counted AS (UPDATE catalogue SET seq = seq + $1, books = books + $2 RETURNING seq)"
    " INSERT INTO write_batches AS b (writer, number, seq) SELECT $3, $4, seq FROM counted"
    " ON CONFLICT (writer) DO UPDATE SET"
    " number = CASE WHEN b.number = excluded.number - 1 THEN excluded.number END,"
    " seq = excluded.seq, at = excluded.at"
    " RETURNING seq, set_config('lock_timeout', '250ms', true)";

constexpr std::string_view settle_sql =
    "INSERT INTO write_batches AS b (writer, number, seq) VALUES ($1, $2 + 1, 0)"
    " ON CONFLICT (writer) DO UPDATE SET number = CASE WHEN b.number = $2 THEN $2 ELSE $2 + 1 END,"
    " at = now() RETURNING number, seq";

}  // namespace

WriteMark WriteMark::fresh() {
  std::random_device random;
  return {std::uniform_int_distribution<std::int64_t>(1)(random), 0};
}

Statement count_statement(const Totals& totals, const WriteMark& mark) {
  return {
      std::string(count_sql),
      std::move(
          Parameters().add(totals.changes).add(totals.books).add(mark.writer).add(mark.number))};
}

Statement settle_statement(const WriteMark& mark) {
  return {std::string(settle_sql), std::move(Parameters().add(mark.writer).add(mark.number))};
}

Settled read_settled(const Rows& rows, const WriteMark& mark) {
  const std::int64_t number = rows.integer(0, 0);
  return {{mark.writer, number}, number == mark.number, {rows.integer(0, 1)}};
}

Statement forget_old_marks() {
  return {"DELETE FROM write_batches WHERE at < now() - interval '7 days'", {}};
}

}  // namespace postgres

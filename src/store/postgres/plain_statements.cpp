#include "store/postgres/plain_statements.hpp"

#include <utility>

#include "store/duplicate_key.hpp"

namespace postgres {
namespace {

// New books get their ids here, those of $6 first. One that was a deleted book's makes the version
// NULL, which is refused.
constexpr std::string_view given_sql =
    "WITH given AS MATERIALIZED"
    " (SELECT coalesce(($6::bigint[])[t.place], nextval('book_ids')) AS id, t.* FROM"
    " unnest($3::text[], $4::text[], $5::bigint[]) WITH ORDINALITY"
    " AS t(actor, rest, duplicate_key, place))";
constexpr std::string_view given_isbns_sql =
    ", listed AS (INSERT INTO book_isbns (isbn, book) SELECT i.isbn, g.id FROM"
    " unnest($7::text[], $8::bigint[]) AS i(isbn, place) JOIN given AS g ON g.place = i.place)";
constexpr std::string_view insert_given_sql =
    ", written AS (INSERT INTO documents"
    " (id, version, seq, created_ms, updated_ms, duplicate_key, change, actor, doc)"
    " SELECT g.id, CASE WHEN EXISTS (SELECT 1 FROM tombstones AS t WHERE t.id = g.id)"
    " THEN NULL ELSE 1 END, g.place - $1 + (SELECT seq FROM catalogue), $2, $2, g.duplicate_key, 0,"
    " g.actor, ('{\"id\":' || g.id || g.rest)::json FROM given AS g)"
    " SELECT array_agg(id ORDER BY place) FROM given";
static_assert(static_cast<int>(store::Change::created) == 0);

// Books that were changed since have their first version elsewhere, and no index leads to it by its
// number.
constexpr std::string_view given_again_sql =
    "WITH batch AS MATERIALIZED (SELECT seq FROM write_batches WHERE writer = $1 AND number = $2),"
    " alive AS MATERIALIZED (SELECT d.seq, d.id FROM batch AS b JOIN documents AS d"
    " ON d.seq > b.seq - $3 AND d.seq <= b.seq WHERE d.version = 1)"
    " SELECT array_agg(id ORDER BY seq) FROM"
    " (SELECT seq, id FROM alive UNION ALL SELECT v.seq, v.id FROM batch AS b"
    " JOIN document_versions AS v ON v.seq > b.seq - $3 AND v.seq <= b.seq"
    " WHERE v.id >= $4 AND v.version = 1 AND (SELECT count(*) FROM alive) < $3) AS given";

}  // namespace

Loading plain_statements(const WriteBatchTables& tables,
                         const std::vector<catalog::BookId>& spare_ids, const WriteMark& mark,
                         base::Instant now) {
  Column actors(Type::text);
  Column rests(Type::text);
  Column keys(Type::big);
  Column isbns(Type::text);
  Column isbn_places(Type::big);
  Needs needs;
  for (const auto& [id, entry] : tables.entries()) {
    const store::StoredBook& stored = *entry.live;
    actors.add_text_or_null(stored.lifecycle.actor);
    rests.add(after_id(stored.document));
    keys.add(entry.duplicate_key);
    needs.duplicate_keys.push_back(entry.duplicate_key);
    for (const catalog::Isbn& isbn : store::isbns_of(stored.book.fields)) {
      isbns.add(isbn.digits());
      needs.isbns.push_back(isbn);
      isbn_places.add(static_cast<std::int64_t>(rests.size()));
    }
  }
  Loading loading;
  const auto count = static_cast<std::int64_t>(rests.size());
  if (count == 0) {
    return loading;
  }
  loading.add_duplicates(needs);
  loading.statements.push_back(count_statement({count, count}, mark));
  loading.parts.push_back(Part::counted);
  Parameters parameters;
  parameters.add(count).add(store::to_ms(now)).add(std::move(actors)).add(std::move(rests));
  parameters.add(std::move(keys));
  parameters.add(column_of(spare_ids));
  std::string sql(given_sql);
  if (!isbns.empty()) {
    sql += given_isbns_sql;
    parameters.add(std::move(isbns)).add(std::move(isbn_places));
  }
  loading.add(Part::given_ids, sql += insert_given_sql, std::move(parameters));
  return loading;
}

void add_plain_answers(Loading& loading, const Needs& needs, std::int64_t count,
                       const WriteMark& mark, catalog::BookId id_min) {
  loading.add_duplicates(needs);
  loading.add(
      Part::given_ids, given_again_sql,
      std::move(Parameters().add(mark.writer).add(mark.number).add(count).add(id_min.value)));
}

}  // namespace postgres

#include "store/postgres/loader.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "store/duplicate_key.hpp"
#include "store/postgres/copy_rows.hpp"
#include "store/postgres/write_load_sql.hpp"

namespace postgres {
namespace {

using catalog::BookId;

// Held for as long as somebody loads, so that nobody makes the indexes in between. Of a
// transaction, because behind PgBouncer a session is not ours.
const std::string loading_lock = "advisory_xact_lock(1280723540, 2)";

constexpr const char* copy_sql =
    "COPY documents (id, version, seq, created_ms, updated_ms, duplicate_key, change, doc)"
    " FROM STDIN (FORMAT binary)";
constexpr std::int16_t columns_copied = 8;

void append(CopyRows& rows, const catalog::Book& book, std::int64_t sequence) {
  rows.begin_row(columns_copied);
  rows.big(book.id.value);
  rows.big(book.version.value);
  rows.big(sequence);
  rows.big(store::to_ms(book.created_at));
  rows.big(store::to_ms(book.updated_at));
  rows.big(store::duplicate_key(book.fields));
  rows.small(static_cast<std::int64_t>(store::Change::created));
  rows.text(formats::write_document(book));
}

void drop_indexes(Client& client) {
  client.run(
      "INSERT INTO dropped_indexes SELECT indexname, indexdef FROM pg_indexes"
      " WHERE schemaname = current_schema() AND tablename = 'documents'"
      " AND indexname NOT IN ('documents_pkey', 'documents_seq') ON CONFLICT DO NOTHING");
  const Rows names = client.query("SELECT quote_ident(name) FROM dropped_indexes");
  for (int row = 0; row < names.count(); ++row) {
    client.run("DROP INDEX IF EXISTS " + std::string(names.text(row, 0)));
  }
}

void make_indexes(Client& client) {
  const Rows dropped = client.query("SELECT name, sql FROM dropped_indexes ORDER BY name");
  client.run("SET LOCAL maintenance_work_mem = '256MB'");
  for (int row = 0; row < dropped.count(); ++row) {
    client.run(std::string(dropped.text(row, 1)));
    client.query("DELETE FROM dropped_indexes WHERE name = $1",
                 Parameters().add(dropped.text(row, 0)));
  }
}

}  // namespace

Loader::Loader(Client& client, const Options& options, const base::Clock& clock,
               store::LoadEffect effect)
    : client_(client),
      options_(options),
      clock_(clock),
      effect_(effect),
      merge_(client, clock, effect) {}

// Once rows are copied: a merge finds books that are alike by the indexes.
void Loader::begin() {
  if (lock_) {
    return;
  }
  locking_client_.emplace(options_);
  lock_.emplace(*locking_client_);
  locking_client_->run("SELECT pg_" + loading_lock);
  if (client_.query("SELECT seq FROM catalogue").integer(0, 0) == 0) {
    Transaction transaction(client_);
    drop_indexes(client_);
    transaction.commit();
  }
}

std::vector<BookId> Loader::unused_ids(std::size_t count) {
  std::vector<BookId> ids;
  while (ids.size() < count) {
    const Rows rows = client_.query(
        "WITH given AS MATERIALIZED (SELECT nextval('book_ids') AS id"
        " FROM generate_series(1, $1::bigint)) SELECT id FROM given"
        " WHERE NOT EXISTS (SELECT 1 FROM documents AS b WHERE b.id = given.id)"
        " AND NOT EXISTS (SELECT 1 FROM tombstones AS t WHERE t.id = given.id)",
        Parameters().add(static_cast<std::int64_t>(count - ids.size())));
    for (int row = 0; row < rows.count(); ++row) {
      ids.push_back({rows.integer(row, 0)});
    }
    if (ids.size() < count) {
      client_.query(skip_used_ids().sql);
    }
  }
  return ids;
}

std::set<BookId> Loader::used_among(std::span<const catalog::NewBook> books) {
  Column chosen(Type::big);
  for (const catalog::NewBook& book : books) {
    if (book.id) {
      chosen.add(book.id->value);
    }
  }
  std::set<BookId> used;
  const Rows known = client_.query(
      "SELECT id FROM documents WHERE id = ANY($1) UNION ALL"
      " SELECT id FROM tombstones WHERE id = ANY($1)",
      Parameters().add(chosen));
  for (int row = 0; row < known.count(); ++row) {
    used.insert({known.integer(row, 0)});
  }
  return used;
}

std::vector<Loader::Place> Loader::places_of(
    std::span<const catalog::NewBook> books,
    std::vector<std::optional<catalog::Problem>>& outcomes) {
  const base::Instant now = clock_.now();
  std::set<BookId> used = used_among(books);
  const auto without_id = std::count_if(books.begin(), books.end(),
                                        [](const catalog::NewBook& book) { return !book.id; });
  std::vector<BookId> given = unused_ids(static_cast<std::size_t>(without_id));
  std::reverse(given.begin(), given.end());
  const auto next_given = [&] {
    while (true) {
      if (given.empty()) {
        given = unused_ids(1);
      }
      const BookId id = given.back();
      given.pop_back();
      if (used.insert(id).second) {
        return id;
      }
    }
  };
  std::vector<Place> places;
  places.reserve(books.size());
  for (std::size_t i = 0; i < books.size(); ++i) {
    const catalog::NewBook& book = books[i];
    const auto lifetime = catalog::claimed_lifetime(book.claims, now);
    if (!lifetime) {
      outcomes[i] = lifetime.error();
    } else if (!book.id) {
      places.push_back({next_given(), &book, *lifetime});
    } else if (used.insert(*book.id).second) {
      places.push_back({*book.id, &book, *lifetime});
    } else {
      outcomes[i] = catalog::problem::id_in_use(*book.id);
    }
  }
  return places;
}

std::vector<std::optional<catalog::Problem>> Loader::add(std::span<const catalog::NewBook> books) {
  std::vector<std::optional<catalog::Problem>> outcomes(books.size());
  if (effect_ == store::LoadEffect::tried) {
    std::vector<store::Merged> tried = merge_.merge(books, store::IfKnown::create);
    std::transform(tried.begin(), tried.end(), outcomes.begin(),
                   [](store::Merged& one) { return std::move(one.problem); });
    return outcomes;
  }
  begin();
  Transaction transaction(client_);
  // First, so that no sequence number is taken meanwhile.
  const std::int64_t sequence = client_.query("SELECT seq FROM catalogue FOR UPDATE").integer(0, 0);
  copy(places_of(books, outcomes), sequence);
  transaction.commit();
  return outcomes;
}

std::vector<store::Merged> Loader::merge(std::span<const catalog::NewBook> books,
                                         store::IfKnown if_known) {
  return merge_.merge(books, if_known);
}

void Loader::copy(const std::vector<Place>& places, std::int64_t sequence) {
  CopyRows rows;
  Column isbns(Type::text);
  Column isbn_books(Type::big);
  for (const Place& place : places) {
    const catalog::NewBook& book = *place.book;
    const catalog::Version version = book.claims.version.value_or(catalog::Version{1});
    append(rows,
           {place.id, version, place.lifetime.created_at, place.lifetime.updated_at, book.fields},
           ++sequence);
    for (const catalog::Isbn& isbn : store::isbns_of(book.fields)) {
      isbns.add(isbn.digits());
      isbn_books.add(place.id.value);
    }
  }
  rows.finish();
  client_.begin_copy(copy_sql);
  client_.put(rows.bytes());
  client_.end_copy();
  client_.query("INSERT INTO book_isbns SELECT * FROM unnest($1::text[], $2::bigint[])",
                Parameters().add(isbns).add(isbn_books));
  client_.query("UPDATE catalogue SET seq = $1, books = books + $2",
                Parameters().add(sequence).add(static_cast<std::int64_t>(places.size())));
}

void Loader::finish() {
  if (effect_ == store::LoadEffect::tried) {
    return;
  }
  Transaction transaction(client_);
  make_indexes(client_);
  client_.run("ANALYZE documents; ANALYZE book_isbns");
  transaction.commit();
}

void restore_dropped_indexes(Client& client) {
  if (client.query("SELECT count(*) FROM dropped_indexes").integer(0, 0) == 0) {
    return;
  }
  Transaction transaction(client);
  if (client.query("SELECT pg_try_" + loading_lock).boolean(0, 0)) {
    make_indexes(client);
    transaction.commit();
  }
}

}  // namespace postgres

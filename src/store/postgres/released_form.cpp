#include "store/postgres/released_form.hpp"

#include "store/postgres/renewal.hpp"
#include "store/postgres/schema.hpp"
#include "store/postgres/storage_error.hpp"

namespace postgres {
namespace {

constexpr std::int64_t rows_per_step = 1000;
// Instances of the release before may be connecting again just now.
constexpr std::chrono::minutes quiet_min{10};

// A row that is being deleted must not come back: FOR KEY SHARE waits for whoever deletes it, or is
// waited for. A row that is there already was written since the triggers are.
constexpr const char* copy_books_sql =
    "WITH page AS MATERIALIZED (SELECT b.* FROM books AS b WHERE b.id > $1 ORDER BY b.id LIMIT $2"
    " FOR KEY SHARE), copied AS (INSERT INTO documents (id, version, seq, created_ms, updated_ms,"
    " duplicate_key, change, actor, doc) SELECT p.id, p.version, p.seq, p.created_ms, p.updated_ms,"
    " p.likeness, p.change, p.actor, released_document(ROW(p.*)::books) FROM page AS p"
    " ON CONFLICT (id) DO NOTHING)"
    " SELECT count(*), max(id) FROM page";
// Versions are never changed.
constexpr const char* copy_versions_sql =
    "WITH page AS MATERIALIZED (SELECT v.* FROM book_versions AS v WHERE (v.id, v.version) >"
    " ($1, $3) ORDER BY v.id, v.version LIMIT $2), copied AS (INSERT INTO document_versions"
    " (id, version, seq, created_ms, updated_ms, change, actor, doc) SELECT p.id, p.version, p.seq,"
    " p.created_ms, p.updated_ms, p.change, p.actor, released_document(ROW(p.*)::book_versions)"
    " FROM page AS p ON CONFLICT (id, version) DO NOTHING)"
    " SELECT count(*), max(id), (SELECT version FROM page ORDER BY id DESC, version DESC LIMIT 1)"
    " FROM page";

enum class Step : std::uint8_t { rows, none_left, is_done };

// One transaction: rows and the note how far they are.
Step copy_step(Client& client, Copied& copied) {
  Transaction transaction(client);
  // A step that the server forgets is made again, and nothing is acknowledged by it.
  client.run("SET LOCAL livros.copying = on; SET LOCAL synchronous_commit = off");
  const Rows at =
      client.query("SELECT book, version_book, version, is_done FROM released_copy FOR UPDATE");
  if (at.count() == 0 || at.boolean(0, 3)) {
    return Step::is_done;
  }
  const Rows books =
      client.query(copy_books_sql, Parameters().add(at.integer(0, 0)).add(rows_per_step));
  copied.books += books.integer(0, 0);
  if (books.integer(0, 0) > 0) {
    client.query("UPDATE released_copy SET book = $1", Parameters().add(books.integer(0, 1)));
    transaction.commit();
    return Step::rows;
  }
  const Rows versions =
      client.query(copy_versions_sql,
                   Parameters().add(at.integer(0, 1)).add(rows_per_step).add(at.integer(0, 2)));
  copied.versions += versions.integer(0, 0);
  if (versions.integer(0, 0) == 0) {
    return Step::none_left;
  }
  client.query("UPDATE released_copy SET version_book = $1, version = $2",
               Parameters().add(versions.integer(0, 1)).add(versions.integer(0, 2)));
  transaction.commit();
  return Step::rows;
}

// Sessions that may be of the release before. One whose name may not be seen counts as one.
bool is_in_use(Client& client, Word word) {
  static const std::string sessions =
      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
      " AND pid <> pg_backend_pid() AND usesysid IS NOT NULL"
      " AND coalesce(backend_type, 'client backend') = 'client backend' AND ";
  const bool is_certain = word == Word::certain;
  return client
             .query(
                 (is_certain ? sessions + "application_name = $1"
                             : sessions + "left(application_name, length($1)) IS DISTINCT FROM $1"),
                 Parameters().add(
                     std::string_view(is_certain ? released_application : application)))
             .integer(0, 0) > 0;
}

bool holds_the_same(Client& client) {
  const Transaction snapshot(client, Transaction::snapshot);
  return client
      .query(
          "SELECT (SELECT count(*) FROM books) = (SELECT count(*) FROM documents)"
          " AND (SELECT coalesce(sum(seq), 0) FROM books)"
          " = (SELECT coalesce(sum(seq), 0) FROM documents)"
          " AND (SELECT count(*) FROM book_versions) = (SELECT count(*) FROM document_versions)"
          " AND (SELECT coalesce(sum(seq), 0) FROM book_versions)"
          " = (SELECT coalesce(sum(seq), 0) FROM document_versions)")
      .boolean(0, 0);
}

bool is_recent(Client& client, const base::Clock& clock) {
  const Rows applied = client.query("SELECT max(applied_ms) FROM schema_migrations");
  const base::Instant since{std::chrono::milliseconds(applied.integer(0, 0))};
  return clock.now() < since + quiet_min;
}

}  // namespace

ReleasedForm released_form(Client& client) {
  if (client.query("SELECT to_regclass('released_copy') IS NULL").boolean(0, 0)) {
    return ReleasedForm::absent;
  }
  return client.query("SELECT is_done FROM released_copy").boolean(0, 0) ? ReleasedForm::copied
                                                                         : ReleasedForm::not_copied;
}

bool copy_released(Client& client, const std::function<bool(const Copied&)>& goes_on) {
  Copied copied;
  Step step = Step::rows;
  do {
    step = copy_step(client, copied);
  } while (goes_on(copied) && step == Step::rows);
  bool is_done = step == Step::is_done;
  if (step == Step::none_left &&
      renew(client, Renew::everything, [&] { return goes_on(copied); })) {
    client.run("UPDATE released_copy SET is_done = true");
    is_done = true;
  }
  if (is_done) {
    Transaction transaction(client);
    client.run("ANALYZE documents; ANALYZE document_versions");
    transaction.commit();
  }
  return is_done;
}

Drop drop_released(Client& client, const base::Clock& clock, Word word) {
  switch (released_form(client)) {
    case ReleasedForm::absent:
      return Drop::nothing_to_drop;
    case ReleasedForm::not_copied:
      return Drop::not_copied;
    case ReleasedForm::copied:
      break;
  }
  if (is_in_use(client, word) || (word == Word::none && is_recent(client, clock))) {
    return Drop::in_use;
  }
  if (!holds_the_same(client)) {
    return Drop::differs;
  }
  // What the release before has written since has the keys that it made.
  renew(client, Renew::keys, [] { return true; });
  try {
    run_dropping_migration(client, clock);
  } catch (const StorageError& error) {
    if (error.sqlstate() == lock_not_available) {
      return Drop::busy;
    }
    throw;
  }
  return Drop::dropped;
}

}  // namespace postgres

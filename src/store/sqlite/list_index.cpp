#include "store/sqlite/list_index.hpp"

#include <algorithm>

#include "store/book_words.hpp"
#include "store/sort_keys.hpp"
#include "store/sqlite/book_rows.hpp"

namespace sqlite {
namespace {

// Memory that FTS5 gathers postings in before it writes a segment: FTS5's default, and what makes
// few large segments of a bulk load.
constexpr std::int64_t usual_hash_bytes = 1024 * 1024;
constexpr std::int64_t bulk_hash_bytes = 16 * 1024 * 1024;
constexpr std::size_t bulk_slice = 20'000;

void set_hash_bytes(Connection& connection, std::int64_t bytes) {
  Statement set =
      connection.prepare("INSERT INTO book_words (book_words, rank) VALUES ('hashsize', ?1)");
  execute(set, bytes);
}

void index_all(Connection& connection, CountersRow& counters_row, ListIndex& index) {
  Counters counters = counters_row.read();
  Statement books = connection.prepare("SELECT " + book_columns() +
                                       " FROM books WHERE id > ?1 ORDER BY id LIMIT ?2");
  std::int64_t last = 0;
  bool more = true;
  while (more) {
    Transaction transaction(connection);
    std::size_t indexed = 0;
    {
      Query query(books, last, static_cast<std::int64_t>(bulk_slice));
      for (; query.step(); ++indexed) {
        catalog::Book book;
        read_book(query.row(), book);
        index.insert(book);
        last = book.id.value;
      }
    }
    more = indexed == bulk_slice;
    if (!more) {
      counters.indexed_sequence = counters.sequence;
      counters_row.write(counters);
    }
    transaction.commit();
  }
}

}  // namespace

ListIndex::ListIndex(Connection& connection, BookLookup& lookup)
    : changed_since_(connection,
                     "SELECT seq, id FROM books WHERE seq > ?1"
                     " UNION ALL SELECT seq, id FROM tombstones WHERE seq > ?1"
                     " ORDER BY seq LIMIT ?2"),
      insert_keys_(connection,
                   "INSERT INTO book_keys"
                   " (id, title_key, author_key, year_key, created_ms, updated_ms, language)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"),
      delete_keys_(connection, "DELETE FROM book_keys WHERE id = ?1"),
      insert_words_(connection,
                    "INSERT INTO book_words (rowid, title, author, publisher, subject, tag)"
                    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)"),
      delete_words_(connection, "DELETE FROM book_words WHERE rowid = ?1"),
      lookup_(lookup) {}

void ListIndex::insert(const catalog::Book& book) {
  const store::SortKeys keys = store::sort_keys(book.fields);
  {
    Query query(insert_keys_, book.id.value, keys.title, keys.author, keys.year,
                to_ms(book.created_at), to_ms(book.updated_at));
    query->bind_or_null(7, book.fields.language);
    query.step();
  }
  const store::BookWords words = store::words_of(book.fields);
  execute(insert_words_, book.id.value, words.title, words.author, words.publisher, words.subject,
          words.tag);
}

void ListIndex::remove(catalog::BookId id) {
  execute(delete_keys_, id.value);
  execute(delete_words_, id.value);
}

void ListIndex::follow(Counters& counters, std::size_t books_max) {
  std::vector<catalog::BookId> changed;
  catalog::Sequence reached = counters.indexed_sequence;
  {
    Query query(changed_since_, reached.value, static_cast<std::int64_t>(books_max));
    while (query.step()) {
      reached.value = query->integer(0);
      changed.push_back({query->integer(1)});
    }
  }
  // FTS5 writes out its memory whenever a rowid is lower than the one before it.
  std::sort(changed.begin(), changed.end());
  for (const catalog::BookId id : changed) {
    const std::optional<catalog::Book> book = lookup_.live(id);
    if (!book || book->version.value > 1) {
      remove(id);
    }
    if (book) {
      insert(*book);
    }
  }
  counters.indexed_sequence = changed.size() < books_max ? counters.sequence : reached;
}

void forget_partial_index(Connection& connection) {
  std::string words;
  {
    Statement partial = connection.prepare(
        "SELECT sql FROM sqlite_schema WHERE name = 'book_words'"
        " AND (SELECT index_seq FROM catalogue) = 0"
        " AND (EXISTS (SELECT 1 FROM book_keys) OR EXISTS (SELECT 1 FROM book_words))");
    Query query(partial);
    if (!query.step()) {
      return;
    }
    words = query->text(0);
  }
  Transaction transaction(connection);
  // FTS5 deletes row by row, which costs as much as inserting did.
  connection.run("DELETE FROM book_keys; DROP TABLE book_words; " + words);
  transaction.commit();
}

void follow_in_bulk(Connection& connection, CountersRow& counters_row) {
  Counters counters = counters_row.read();
  if (counters.index_is_current()) {
    return;
  }
  forget_partial_index(connection);
  set_hash_bytes(connection, bulk_hash_bytes);
  BookLookup lookup(connection);
  ListIndex index(connection, lookup);
  if (counters.indexed_sequence.value == 0) {
    index_all(connection, counters_row, index);
  }
  for (counters = counters_row.read(); !counters.index_is_current();) {
    Transaction transaction(connection);
    index.follow(counters, bulk_slice);
    counters_row.write(counters);
    transaction.commit();
  }
  set_hash_bytes(connection, usual_hash_bytes);
}

}  // namespace sqlite

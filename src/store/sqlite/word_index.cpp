#include "store/sqlite/word_index.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "store/book_words.hpp"

namespace sqlite {
namespace {

constexpr std::string_view insert_words_sql =
    "INSERT INTO book_words (rowid, title, author, publisher, subject, tag)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

// Memory that FTS5 gathers postings in before it writes a segment: FTS5's default, and what makes
// few large segments of a bulk load.
constexpr std::int64_t usual_hash_bytes = 1024 * 1024;
constexpr std::int64_t bulk_hash_bytes = 16 * 1024 * 1024;
constexpr std::size_t bulk_slice = 20'000;

void insert_words(Statement& insert, const catalog::Book& book) {
  const store::BookWords words = store::words_of(book.fields);
  execute(insert, book.id.value, words.title, words.author, words.publisher, words.subject,
          words.tag);
}

void set_fts_option(Connection& connection, std::string_view option, std::int64_t value) {
  Statement set = connection.prepare("INSERT INTO book_words (book_words, rank) VALUES (?1, ?2)");
  execute(set, option, value);
}

void checkpoint_if_due(Checkpointer& checkpointer) {
  if (checkpointer.is_due()) {
    checkpointer.run();
  }
}

// An index that was cut short while it was made may hold some books: they are replaced.
void index_all(Connection& connection, CountersRow& counters_row, Checkpointer& checkpointer) {
  Counters counters = counters_row.read();
  Statement books = connection.prepare("SELECT " + book_columns() +
                                       " FROM books WHERE id > ?1 ORDER BY id LIMIT ?2");
  Statement insert = connection.prepare(insert_words_sql);
  connection.run("DELETE FROM book_words");
  std::int64_t last = 0;
  bool more = true;
  while (more) {
    Transaction transaction(connection);
    std::size_t indexed = 0;
    {
      Query query(books, last, static_cast<std::int64_t>(bulk_slice));
      for (; query.step(); ++indexed) {
        const catalog::Book book = read_book(query.row());
        insert_words(insert, book);
        last = book.id.value;
      }
    }
    more = indexed == bulk_slice;
    if (!more) {
      counters.words_sequence = counters.sequence;
      counters_row.write(counters);
    }
    transaction.commit();
    checkpoint_if_due(checkpointer);
  }
}

}  // namespace

WordIndex::WordIndex(Connection& connection, BookLookup& lookup)
    : changed_since_(connection,
                     "SELECT seq, id FROM books WHERE seq > ?1"
                     " UNION ALL SELECT seq, id FROM tombstones WHERE seq > ?1"
                     " ORDER BY seq LIMIT ?2"),
      insert_(connection, insert_words_sql),
      delete_(connection, "DELETE FROM book_words WHERE rowid = ?1"),
      lookup_(lookup) {}

void WordIndex::follow(Counters& counters, std::size_t books_max) {
  std::vector<catalog::BookId> changed;
  catalog::Sequence reached = counters.words_sequence;
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
      execute(delete_, id.value);
    }
    if (book) {
      insert_words(insert_, *book);
    }
  }
  counters.words_sequence = changed.size() < books_max ? counters.sequence : reached;
}

void follow_words_in_bulk(Connection& connection, CountersRow& counters_row,
                          Checkpointer& checkpointer) {
  Counters counters = counters_row.read();
  if (counters.words_are_current()) {
    return;
  }
  set_fts_option(connection, "hashsize", bulk_hash_bytes);
  if (counters.words_sequence.value == 0) {
    index_all(connection, counters_row, checkpointer);
  } else {
    BookLookup lookup(connection);
    WordIndex index(connection, lookup);
    while (!counters.words_are_current()) {
      Transaction transaction(connection);
      index.follow(counters, bulk_slice);
      counters_row.write(counters);
      transaction.commit();
      checkpoint_if_due(checkpointer);
    }
  }
  set_fts_option(connection, "hashsize", usual_hash_bytes);
}

}  // namespace sqlite

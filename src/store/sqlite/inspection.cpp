#include "store/sqlite/inspection.hpp"

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "store/book_words.hpp"
#include "store/promises.hpp"
#include "store/sort_keys.hpp"
#include "store/sqlite/book_rows.hpp"
#include "store/sqlite/counters.hpp"
#include "store/sqlite/statement.hpp"

namespace sqlite {
namespace {

// Beside store::promises, what only SQLite has.
constexpr std::array own_promises{
    store::Promise{"the list index claims to be ahead of the catalogue: sequence",
                   "SELECT index_seq FROM catalogue WHERE index_seq > seq"},
};

class Report {
 public:
  bool is_full() const noexcept { return findings_.size() >= findings_max; }
  void add(std::string finding) {
    if (!is_full()) {
      findings_.push_back(std::move(finding));
    }
  }
  store::Findings take() && { return std::move(findings_); }

 private:
  store::Findings findings_;
};

void check_integrity(Connection& connection, Report& report) {
  Statement integrity =
      connection.prepare("PRAGMA integrity_check(" + std::to_string(findings_max) + ")");
  Query query(integrity);
  while (query.step()) {
    if (query->text(0) != "ok") {
      report.add("SQLite: " + std::string(query->text(0)));
    }
  }
}

void check_promises(Connection& connection, std::span<const store::Promise> promises,
                    Report& report) {
  for (const store::Promise& promise : promises) {
    Statement broken = connection.prepare(promise.broken);
    Query query(broken);
    while (!report.is_full() && query.step()) {
      report.add(std::string(promise.otherwise) + " " + std::to_string(query->integer(0)));
    }
  }
}

// What the list index has of one book.
class Indexed {
 public:
  explicit Indexed(Connection& connection)
      : words_(connection,
               "SELECT title, author, publisher, subject, tag FROM book_words WHERE rowid = ?1"),
        keys_(connection,
              "SELECT title_key, author_key, year_key, created_ms, updated_ms, language"
              " FROM book_keys WHERE id = ?1") {}

  bool has_words_of(const catalog::Book& book) {
    Query query(words_, book.id.value);
    const auto text = [&](int column) { return std::string(query->text(column)); };
    return query.step() && store::words_of(book.fields) ==
                               store::BookWords{text(0), text(1), text(2), text(3), text(4)};
  }
  bool has_keys_of(const catalog::Book& book) {
    const store::SortKeys keys = store::sort_keys(book.fields);
    Query query(keys_, book.id.value);
    return query.step() && query->text(0) == keys.title && query->text(1) == keys.author &&
           query->integer(2) == keys.year && query->integer(3) == to_ms(book.created_at) &&
           query->integer(4) == to_ms(book.updated_at) && query->text(5) == book.fields.language;
  }

 private:
  Statement words_;
  Statement keys_;
};

void check_isbns(Statement& find, const catalog::Book& book, Report& report) {
  const auto check_one = [&](const catalog::Isbn& isbn) {
    if (!Query(find, isbn.digits(), book.id.value).step()) {
      report.add("an ISBN of book " + std::to_string(book.id.value) + " is not listed");
    }
  };
  if (book.fields.isbn) {
    check_one(*book.fields.isbn);
  }
  for (const catalog::Isbn& isbn : book.fields.other_isbns) {
    check_one(isbn);
  }
}

void check_books(Connection& connection, const Counters& counters, Report& report) {
  constexpr int seq_column = book_column_count;
  Statement all = connection.prepare("SELECT " + book_columns() + ", seq, likeness FROM books");
  Statement isbn = connection.prepare("SELECT 1 FROM book_isbns WHERE isbn = ?1 AND book = ?2");
  Indexed indexed(connection);
  Query query(all);
  while (!report.is_full() && query.step()) {
    catalog::Book book;
    read_book(query.row(), book);
    const std::string name = "book " + std::to_string(book.id.value);
    if (query->integer(seq_column + 1) != store::likeness(store::sort_keys(book.fields))) {
      report.add("likely duplicates of " + name + " cannot be found");
    }
    if (query->integer(seq_column) <= counters.indexed_sequence.value) {
      if (!indexed.has_words_of(book) || !indexed.has_keys_of(book)) {
        report.add("the list index does not have " + name + " as it is");
      }
    }
    check_isbns(isbn, book, report);
  }
}

// What the index still has of books that are not there, unless it has yet to hear of their
// deletion.
void check_leftovers(Connection& connection, Report& report) {
  Statement leftover = connection.prepare(
      "SELECT i.id FROM (SELECT rowid AS id FROM book_words UNION SELECT id FROM book_keys) AS i"
      " WHERE NOT EXISTS (SELECT 1 FROM books AS b WHERE b.id = i.id) AND NOT EXISTS"
      " (SELECT 1 FROM tombstones AS t WHERE t.id = i.id"
      " AND t.seq > (SELECT index_seq FROM catalogue))");
  Query query(leftover);
  while (!report.is_full() && query.step()) {
    report.add("the list index has a book that is not there: book " +
               std::to_string(query->integer(0)));
  }
}

void check_words(Connection& connection, Report& report) {
  try {
    // FTS5's own check: postings against the texts it keeps.
    connection.run("INSERT INTO book_words (book_words) VALUES ('integrity-check')");
  } catch (const StorageError& error) {
    report.add("the list index is damaged: " + std::string(error.what()));
  }
}

}  // namespace

store::Findings inspect(Connection& connection) {
  Report report;
  try {
    check_integrity(connection, report);
    if (!report.is_full()) {
      check_promises(connection, store::promises, report);
      check_promises(connection, own_promises, report);
      check_books(connection, CountersRow(connection).read(), report);
      check_leftovers(connection, report);
    }
    check_words(connection, report);
  } catch (const StorageError& error) {
    report.add("reading stopped: " + std::string(error.what()));
  }
  return std::move(report).take();
}

}  // namespace sqlite

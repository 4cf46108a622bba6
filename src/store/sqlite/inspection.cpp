#include "store/sqlite/inspection.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "store/cover_check.hpp"
#include "store/duplicate_key.hpp"
#include "store/invariants.hpp"
#include "store/sqlite/book_rows.hpp"
#include "store/sqlite/statement.hpp"

namespace sqlite {
namespace {

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

void check_invariants(Connection& connection, std::span<const store::Invariant> invariants,
                      Report& report) {
  for (const store::Invariant& invariant : invariants) {
    Statement broken = connection.prepare(store::with_names(invariant.broken, table_names));
    Query query(broken);
    while (!report.is_full() && query.step()) {
      report.add(std::string(invariant.otherwise) + " " + std::to_string(query->integer(0)));
    }
  }
}

void check_isbns(Statement& find, const catalog::Book& book, Report& report) {
  const auto check_one = [&](const catalog::Isbn& isbn) {
    if (!Query(find, isbn.digits(), book.id.value).step()) {
      report.add("an ISBN of book " + std::to_string(book.id.value) + " is not listed");
    }
  };
  if (book.fields->isbn) {
    check_one(*book.fields->isbn);
  }
  for (const catalog::Isbn& isbn : book.fields->other_isbns) {
    check_one(isbn);
  }
}

std::string select_documents(std::string_view rest) {
  return "SELECT " + std::string(document_columns) + ", created_ms, updated_ms" + std::string(rest);
}

// The book of a row of select_documents(); nullopt when its document tells another.
std::optional<catalog::Book> sound_book(const Statement& row) {
  const store::BookDocument document = read_document(row);
  auto book = formats::read_document(document.json);
  if (book && (store::document_of(*book) != document || to_ms(book->created_at) != row.integer(3) ||
               to_ms(book->updated_at) != row.integer(4))) {
    book.reset();
  }
  return book;
}

void check_versions(Connection& connection, Report& report) {
  Statement all = connection.prepare(select_documents(" FROM book_versions WHERE doc IS NOT NULL"));
  Query query(all);
  while (!report.is_full() && query.step()) {
    if (!sound_book(query.row())) {
      report.add("the document of book " + std::to_string(query->integer(0)) + " in version " +
                 std::to_string(query->integer(1)) + " is not what its row says");
    }
  }
}

void check_books(Connection& connection, Report& report) {
  Statement all = connection.prepare(select_documents(", duplicate_key FROM books"));
  Statement isbn = connection.prepare("SELECT 1 FROM book_isbns WHERE isbn = ?1 AND book = ?2");
  Query query(all);
  while (!report.is_full() && query.step()) {
    const std::string name = "book " + std::to_string(query->integer(0));
    const auto book = sound_book(query.row());
    if (!book) {
      report.add("the document of " + name + " is not what its row says");
      continue;
    }
    if (query->integer(5) != store::duplicate_key(book->fields)) {
      report.add("likely duplicates of " + name + " cannot be found");
    }
    check_isbns(isbn, *book, report);
  }
}

// CASE keeps a document that is not JSON, which was told already, from ending the query.
constexpr std::string_view named_covers =
    "WITH named AS (SELECT id, substr(cover, -64) AS hash FROM"
    " (SELECT id, CASE WHEN json_valid(doc) THEN json_extract(doc, '$.capa') END AS cover FROM"
    " (SELECT id, doc FROM books UNION ALL SELECT id, doc FROM book_versions))"
    " WHERE cover LIKE '/%?v=%') ";

// A row at a time: images are long.
void check_covers(Connection& connection, Report& report) {
  Statement all = connection.prepare("SELECT hash, type, data FROM covers");
  Query covers(all);
  while (!report.is_full() && covers.step()) {
    if (auto fault = store::fault_of(read_cover(covers.row()))) {
      report.add(*std::move(fault));
    }
  }
  Statement missing =
      connection.prepare(std::string(named_covers) +
                         "SELECT DISTINCT id FROM named WHERE hash NOT IN (SELECT hash FROM"
                         " covers)");
  Query books(missing);
  while (!report.is_full() && books.step()) {
    report.add(store::cover_is_missing(std::to_string(books->integer(0))));
  }
  Statement nobodys = connection.prepare(std::string(named_covers) +
                                         "SELECT hash FROM covers EXCEPT SELECT hash FROM named");
  Query hashes(nobodys);
  while (!report.is_full() && hashes.step()) {
    report.add(store::cover_is_nobodys(hashes->text(0)));
  }
}

}  // namespace

store::Findings inspect(Connection& connection) {
  Report report;
  try {
    check_integrity(connection, report);
    if (!report.is_full()) {
      check_invariants(connection, store::invariants, report);
      check_books(connection, report);
      check_versions(connection, report);
      check_covers(connection, report);
    }
  } catch (const StorageError& error) {
    report.add("reading stopped: " + std::string(error.what()));
  }
  return std::move(report).take();
}

}  // namespace sqlite

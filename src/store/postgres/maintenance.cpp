#include "store/postgres/maintenance.hpp"

#include <algorithm>

#include "store/cannot_open.hpp"
#include "store/cover_check.hpp"
#include "store/duplicate_key.hpp"
#include "store/invariants.hpp"
#include "store/postgres/catalogue_copy.hpp"
#include "store/postgres/connect_parameters.hpp"
#include "store/postgres/imported_files.hpp"
#include "store/postgres/index_store.hpp"
#include "store/postgres/key_store.hpp"
#include "store/postgres/loader.hpp"
#include "store/postgres/released_form.hpp"
#include "store/postgres/schema.hpp"
#include "store/postgres/storage_error.hpp"

namespace postgres {
namespace {

constexpr int rows_per_fetch = 2000;

// One consistent snapshot, walked by a cursor.
class Walk {
 public:
  Walk(Client& client, const std::string& sql)
      : client_(client), snapshot_(client, Transaction::snapshot) {
    // All rows are wanted, not the first ones soon.
    client_.run("SET LOCAL cursor_tuple_fraction = 1; DECLARE walk NO SCROLL CURSOR FOR " + sql);
  }

  // The next row; false at the end.
  bool step() {
    if (rows_ && ++row_ < rows_->count()) {
      return true;
    }
    rows_.emplace(client_.query("FETCH " + std::to_string(rows_per_fetch) + " FROM walk"));
    row_ = 0;
    return rows_->count() > 0;
  }
  const Rows& rows() const { return *rows_; }
  int row() const noexcept { return row_; }

 private:
  Client& client_;
  Transaction snapshot_;
  std::optional<Rows> rows_;
  int row_ = 0;
};

class Scan final : public store::Scan {
 public:
  explicit Scan(Client& client)
      : walk_(client, "SELECT " + document_columns() + " FROM documents ORDER BY id"),
        counters_(client.query("SELECT books, seq FROM catalogue")) {}

  std::optional<store::BookDocument> next_document() override {
    done_ = done_ || !walk_.step();
    if (done_) {
      return std::nullopt;
    }
    RowReader reader(walk_.rows(), walk_.row());
    return read_document(reader);
  }
  catalog::Book parsed(const store::BookDocument& document) const override {
    return postgres::parsed(document);
  }
  std::uint64_t total() const override {
    return static_cast<std::uint64_t>(counters_.integer(0, 0));
  }
  catalog::Sequence as_of() const override { return {counters_.integer(0, 1)}; }

 private:
  Walk walk_;
  Rows counters_;
  bool done_ = false;
};

void add(store::Findings& findings, std::string finding) {
  if (findings.size() < store::findings_max) {
    findings.push_back(std::move(finding));
  }
}

void check_invariants(Client& client, store::Findings& findings) {
  const Transaction snapshot(client, Transaction::snapshot);
  for (const store::Invariant& invariant : store::invariants) {
    const Rows rows = client.query(store::with_names(invariant.broken, table_names));
    for (int row = 0; row < rows.count(); ++row) {
      add(findings, std::string(invariant.otherwise) + " " + std::to_string(rows.integer(row, 0)));
    }
  }
}

// A document must be what this release makes of its book, and what is derived from the book's
// fields what this release derives.
void check_books(Client& client, store::Findings& findings) {
  Walk walk(client,
            "SELECT " + document_columns() +
                ", created_ms, updated_ms, duplicate_key, coalesce(i.isbns, '{}')"
                " FROM documents LEFT JOIN (SELECT book, array_agg(isbn ORDER BY isbn)::text"
                " AS isbns FROM book_isbns GROUP BY book) AS i ON i.book = id ORDER BY id");
  while (walk.step()) {
    RowReader reader(walk.rows(), walk.row());
    const store::BookDocument document = read_document(reader);
    const std::string name = "book " + std::to_string(document.id.value);
    const auto book = formats::read_document(document.json);
    const std::int64_t created_ms = reader.integer();
    const std::int64_t updated_ms = reader.integer();
    if (!book || store::document_of(*book) != document ||
        store::to_ms(book->created_at) != created_ms ||
        store::to_ms(book->updated_at) != updated_ms) {
      add(findings, "the document of " + name + " is not what its row says");
      continue;
    }
    if (reader.integer() != store::duplicate_key(book->fields)) {
      add(findings, "likely duplicates of " + name + " cannot be found");
    }
    std::string isbns = "{";
    for (const catalog::Isbn& isbn : store::isbns_of(book->fields)) {
      isbns.append(isbns.size() > 1 ? "," : "").append(isbn.digits());
    }
    if (reader.text() != isbns + "}") {
      add(findings, "the ISBNs of " + name + " are not all found");
    }
  }
}

constexpr std::string_view named_covers =
    "WITH named AS (SELECT id, right(doc->'capa' #>> '{}', 64) AS hash FROM"
    " (SELECT id, doc FROM documents UNION ALL SELECT id, doc FROM document_versions) AS every_one"
    " WHERE doc->'capa' #>> '{}' LIKE '/%?v=%') ";

// An image at a time: they are long. All in the reader's snapshot, because covers come with books.
void check_covers(Client& client, store::Findings& findings) {
  CopyReader reader(client);
  std::string reached;
  for (auto covers = reader.read_covers(reached, 1); !covers.empty();
       covers = reader.read_covers(reached, 1)) {
    reached = covers.back().hash;
    if (auto fault = store::fault_of(covers.back())) {
      add(findings, *std::move(fault));
    }
  }
  const Rows missing = client.query(std::string(named_covers) +
                                    "SELECT DISTINCT id::text FROM named WHERE NOT EXISTS (SELECT"
                                    " FROM covers WHERE covers.hash = named.hash) LIMIT 100");
  for (int row = 0; row < missing.count(); ++row) {
    add(findings, store::cover_is_missing(missing.text(row, 0)));
  }
  const Rows nobodys =
      client.query(std::string(named_covers) +
                   "SELECT hash FROM covers EXCEPT SELECT hash FROM named LIMIT 100");
  for (int row = 0; row < nobodys.count(); ++row) {
    add(findings, store::cover_is_nobodys(nobodys.text(row, 0)));
  }
}

}  // namespace

Maintenance::Maintenance(const Options& options, const base::Clock& clock)
    : options_(options),
      clock_(clock),
      name_(shown_url(options.url)),
      client_(options),
      migrations_run_(migrate(client_, name_, clock)) {}

Client& Maintenance::whole() {
  if (released_form(client_) == ReleasedForm::not_copied) {
    copy_released(client_, [](const Copied&) { return true; });
  }
  return client_;
}

std::uint64_t Maintenance::book_count() {
  return static_cast<std::uint64_t>(client_.query("SELECT books FROM catalogue").integer(0, 0));
}

std::unique_ptr<store::Loader> Maintenance::loader(store::LoadEffect effect) {
  return std::make_unique<Loader>(whole(), options_, clock_, effect);
}

std::optional<store::ImportedFile> Maintenance::imported_before(const std::string& sha256) {
  return postgres::imported_before(client_, sha256);
}

void Maintenance::note_import(const store::ImportedFile& file) {
  postgres::note_import(client_, file);
}

std::unique_ptr<store::IndexStore> Maintenance::index_store() {
  return std::make_unique<IndexStore>(options_);
}

std::unique_ptr<store::KeyStore> Maintenance::keys() {
  return std::make_unique<KeyStore>(options_);
}

std::unique_ptr<store::CopyReader> Maintenance::copy_reader() {
  return std::make_unique<CopyReader>(whole());
}

std::unique_ptr<store::CopyWriter> Maintenance::copy_writer() {
  if (whole().query("SELECT seq FROM catalogue").integer(0, 0) != 0) {
    throw store::CannotOpen(store::CannotOpen::Reason::exists, name_);
  }
  return std::make_unique<CopyWriter>(client_);
}

std::unique_ptr<store::Scan> Maintenance::scan() { return std::make_unique<Scan>(whole()); }

store::Findings Maintenance::check() {
  store::Findings findings;
  try {
    check_invariants(whole(), findings);
    check_books(client_, findings);
    check_covers(client_, findings);
  } catch (const StorageError& error) {
    findings.push_back("reading stopped: " + std::string(error.what()));
  }
  return findings;
}

}  // namespace postgres

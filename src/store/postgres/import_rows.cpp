#include "store/postgres/import_rows.hpp"

#include <string>
#include <utility>

#include "store/import_rows.hpp"
#include "store/packed_text.hpp"
#include "store/postgres/import_warnings.hpp"
#include "store/stored_book.hpp"

namespace postgres {
namespace {

using store::from_ms;
using store::Import;
using store::ImportId;
using store::ImportState;
using store::to_ms;

std::optional<base::Instant> instant_of(RowReader& row) {
  const bool is_absent = row.is_null();
  const std::int64_t ms = row.integer();
  return is_absent ? std::nullopt : std::optional(from_ms(ms));
}

Import read_import(RowReader row) {
  Import import;
  import.id = row.integer();
  import.state = static_cast<ImportState>(row.integer());
  import.parameters = row.text();
  import.actor = row.text();
  import.sha256 = row.text();
  import.bytes = row.integer();
  const bool is_new = row.is_null();
  const ImportId repeats = row.integer();
  import.repeats = is_new ? std::nullopt : std::optional(repeats);
  import.created_at = from_ms(row.integer());
  import.started_at = instant_of(row);
  import.finished_at = instant_of(row);
  import.undone_at = instant_of(row);
  import.encoding = row.text();
  store::ImportCounts& counts = import.counts;
  for (std::int64_t* const count :
       {&counts.bytes_read, &counts.records, &counts.created, &counts.updated, &counts.ignored,
        &counts.refused, &counts.warnings}) {
    *count = row.integer();
  }
  import.codes = store::unpack_codes(row.text());
  import.sample = row.text();
  import.undo_begun = row.integer() != 0;
  for (std::int64_t* const count :
       {&import.undo.deleted, &import.undo.reverted, &import.undo.kept}) {
    *count = row.integer();
  }
  return import;
}

std::string select(std::string_view rest) {
  return "SELECT " + std::string(store::import_columns) + " FROM imports " + std::string(rest);
}

std::int64_t state_number(ImportState state) { return static_cast<std::int64_t>(state); }

std::vector<std::string> texts_in(std::string_view packed) {
  return store::unpack_texts(packed).value_or(std::vector<std::string>{});
}

}  // namespace

// ---- reading ------------------------------------------------------------------------------------

std::optional<Import> ImportRows::one(const std::string& rest, const Parameters& parameters) {
  const Rows rows = client_.query(select(rest), parameters);
  return rows.count() == 0 ? std::nullopt : std::optional(read_import(RowReader(rows, 0)));
}

std::optional<Import> ImportRows::find(ImportId id) {
  return one("WHERE id = $1", Parameters().add(id));
}

std::optional<Import> ImportRows::lock(ImportId id) {
  return one("WHERE id = $1 FOR UPDATE", Parameters().add(id));
}

std::optional<Import> ImportRows::lock_running(ImportId id, std::int64_t owner) {
  return one("WHERE id = $1 AND state = $2 AND owner = $3 FOR UPDATE",
             Parameters().add(id).add(state_number(ImportState::running)).add(owner));
}

std::vector<Import> ImportRows::list(ImportId before, std::size_t most) {
  const Rows rows = client_.query(select("WHERE id < $1 ORDER BY id DESC LIMIT $2"),
                                  Parameters().add(before).add(static_cast<std::int64_t>(most)));
  std::vector<Import> imports;
  for (int row = 0; row < rows.count(); ++row) {
    imports.push_back(read_import(RowReader(rows, row)));
  }
  return imports;
}

std::optional<ImportRows::Known> ImportRows::with_key(const std::string& key, base::Instant since) {
  const Rows rows = client_.query(
      "SELECT " + std::string(store::import_columns) +
          ", request FROM imports WHERE request_key = $1 AND created_ms > $2 ORDER BY id LIMIT 1",
      Parameters().add(key).add(to_ms(since)));
  if (rows.count() == 0) {
    return std::nullopt;
  }
  constexpr int request_column = 25;  // behind the columns of an import
  return Known{read_import(RowReader(rows, 0)), std::string(rows.text(0, request_column))};
}

std::int64_t ImportRows::count(ImportState state) {
  return client_
      .query("SELECT count(*) FROM imports WHERE state = $1", Parameters().add(state_number(state)))
      .integer(0, 0);
}

std::vector<store::ImportFault> ImportRows::faults(ImportId id) {
  const Rows rows =
      client_.query("SELECT " + std::string(store::fault_columns) +
                        " FROM import_faults WHERE import = $1 ORDER BY record <> 0, place" +
                        " LIMIT " + std::to_string(store::import_faults_max),
                    Parameters().add(id));
  std::vector<store::ImportFault> faults;
  for (int row = 0; row < rows.count(); ++row) {
    RowReader reader(rows, row);
    store::ImportFault fault;
    fault.record = reader.integer();
    fault.line = reader.integer();
    fault.pointer = reader.text();
    fault.code = reader.text();
    fault.arguments = texts_in(reader.text());
    fault.value = reader.text();
    if (auto why = texts_in(reader.text()); why.size() == 2) {
      fault.why_in_portuguese = std::move(why[0]);
      fault.why_in_english = std::move(why[1]);
    }
    fault.excerpt = reader.text();
    faults.push_back(std::move(fault));
  }
  return faults;
}

std::vector<store::KeptBook> ImportRows::kept(ImportId id) {
  const Rows rows = client_.query(
      "SELECT book, kept FROM import_books WHERE import = $1 AND kept IS NOT NULL ORDER BY book"
      " LIMIT $2",
      Parameters().add(id).add(static_cast<std::int64_t>(store::kept_books_listed_max)));
  std::vector<store::KeptBook> books;
  for (int row = 0; row < rows.count(); ++row) {
    books.push_back(
        {{rows.integer(row, 0)}, static_cast<store::KeptBook::Why>(rows.integer(row, 1))});
  }
  return books;
}

std::string ImportRows::refused(ImportId id, std::int64_t& part, std::size_t bytes) {
  std::string found;
  while (found.size() < bytes) {
    const Rows rows = client_.query(
        "SELECT part, data FROM import_refused WHERE import = $1 AND part >= $2 ORDER BY part"
        " LIMIT 1",
        Parameters().add(id).add(part));
    if (rows.count() == 0) {
      break;
    }
    part = rows.integer(0, 0) + 1;
    found.append(rows.text(0, 1));
  }
  return found;
}

// ---- files --------------------------------------------------------------------------------------

void ImportRows::add_file_part(ImportId id, std::int64_t part, std::string_view bytes) {
  client_.query("INSERT INTO import_files (import, part, data) VALUES ($1, $2, $3)",
                Parameters().add(id).add(part).add_bytes(bytes));
}

std::string ImportRows::file_part(ImportId id, std::int64_t part) {
  const Rows rows = client_.query("SELECT data FROM import_files WHERE import = $1 AND part = $2",
                                  Parameters().add(id).add(part));
  return rows.count() == 0 ? std::string() : std::string(rows.text(0, 0));
}

void ImportRows::remove_file(ImportId id) {
  client_.query("DELETE FROM import_files WHERE import = $1", Parameters().add(id));
}

// ---- writing ------------------------------------------------------------------------------------

ImportId ImportRows::fresh_id() {
  return client_.query("SELECT nextval('import_ids')").integer(0, 0);
}

void ImportRows::add(ImportId id, const store::NewImport& import, base::Instant now) {
  std::string request;
  if (import.idempotency) {
    request.assign(import.idempotency->request.begin(), import.idempotency->request.end());
  }
  client_.query(
      "INSERT INTO imports (id, state, parameters, actor, sha256, bytes, repeats, created_ms,"
      " request_key, request) VALUES ($1, $2, $3, nullif($4, ''), $5, $6,"
      " (SELECT max(id) FROM imports WHERE sha256 = $5), $7, nullif($8, ''), $9)",
      Parameters()
          .add(id)
          .add(state_number(ImportState::queued))
          .add(import.parameters)
          .add(import.actor)
          .add(import.sha256)
          .add(import.bytes)
          .add(to_ms(now))
          .add(import.idempotency ? import.idempotency->key : std::string())
          .add_bytes(request));
}

void ImportRows::forget_old(ImportId newest) {
  const Rows old = client_.query("SELECT id FROM imports WHERE id <= $1 AND state NOT IN (0, 1)",
                                 Parameters().add(newest - store::imports_kept_max));
  for (int row = 0; row < old.count(); ++row) {
    for (const char* const table :
         {"import_faults", "import_warnings", "import_refused", "import_books", "import_files"}) {
      client_.query("DELETE FROM " + std::string(table) + " WHERE import = $1",
                    Parameters().add(old.integer(row, 0)));
    }
    client_.query("DELETE FROM imports WHERE id = $1", Parameters().add(old.integer(row, 0)));
  }
}

void ImportRows::set_finished(ImportId id, ImportState state, base::Instant now) {
  client_.query(
      "UPDATE imports SET state = $2, finished_ms = $3, owner = NULL, lease_until = NULL"
      " WHERE id = $1",
      Parameters().add(id).add(state_number(state)).add(to_ms(now)));
}

void ImportRows::set_queued(ImportId id) {
  client_.query("UPDATE imports SET state = $2, finished_ms = NULL WHERE id = $1",
                Parameters().add(id).add(state_number(ImportState::queued)));
}

void ImportRows::add_slice(Import& row, const store::ImportSlice& slice,
                           const store::SliceWork& work) {
  row.counts += work.counts;
  if (!slice.encoding.empty()) {
    row.encoding = slice.encoding;
  }
  if (!work.refused.empty()) {
    const bool is_first = row.counts.refused == work.counts.refused;
    add_refused(row.id, is_first ? slice.refused_begin + work.refused : work.refused);
  }
  store::append_sample(row.sample, work.sample);
  add_faults(row, work.faults);
  add_warnings(client_, row, work);
  const store::ImportCounts& counts = row.counts;
  client_.query(
      "UPDATE imports SET bytes_read = $2, records = $3, created = $4, updated = $5, ignored = $6,"
      " refused = $7, warnings = $8, encoding = nullif($9, ''), sample = nullif($10, '')"
      " WHERE id = $1",
      Parameters()
          .add(row.id)
          .add(counts.bytes_read)
          .add(counts.records)
          .add(counts.created)
          .add(counts.updated)
          .add(counts.ignored)
          .add(counts.refused)
          .add(counts.warnings)
          .add(row.encoding)
          .add(row.sample));
  if (slice.policy.simulate == store::Simulate::no) {
    add_books(row.id, work);
  }
}

void ImportRows::add_faults(Import& row, const std::vector<store::ImportFault>& faults) {
  if (faults.empty()) {
    return;
  }
  store::count_codes(row.codes, faults);
  std::int64_t place = client_
                           .query(
                               "UPDATE imports SET codes = $2, faults = faults + $3 WHERE id = $1"
                               " RETURNING faults - $3",
                               Parameters()
                                   .add(row.id)
                                   .add(store::pack(row.codes))
                                   .add(static_cast<std::int64_t>(faults.size())))
                           .integer(0, 0);
  for (const store::ImportFault& fault : faults) {
    const std::int64_t at = place++;
    if (at >= store::import_faults_max && fault.record != 0) {
      continue;
    }
    client_.query("INSERT INTO import_faults (import, place, " + std::string(store::fault_columns) +
                      ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                  Parameters()
                      .add(row.id)
                      .add(at)
                      .add(fault.record)
                      .add(fault.line)
                      .add(fault.pointer)
                      .add(fault.code)
                      .add(store::pack(fault.arguments))
                      .add(fault.value)
                      .add(store::packed_why(fault))
                      .add(fault.excerpt));
  }
}

void ImportRows::add_refused(ImportId id, std::string_view bytes) {
  if (bytes.empty()) {
    return;
  }
  client_.query(
      "INSERT INTO import_refused (import, part, data) VALUES ($1,"
      " (SELECT coalesce(max(part) + 1, 0) FROM import_refused WHERE import = $1), $2)",
      Parameters().add(id).add_bytes(bytes));
}

void ImportRows::add_books(ImportId id, const store::SliceWork& work) {
  Column books(Type::big);
  Column before(Type::big);
  Column versions(Type::big);
  for (const auto& [book, touched] : work.touched) {
    books.add(book.value);
    versions.add(touched.version.value);
    if (touched.before) {
      before.add(touched.before->value);
    } else {
      before.add_null();
    }
  }
  if (!books.empty()) {
    client_.query(
        "INSERT INTO import_books (import, book, version_before, version)"
        " SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::bigint[])"
        " ON CONFLICT (import, book) DO UPDATE SET version = excluded.version",
        Parameters().add(id).add(books).add(before).add(versions));
  }
  Column controls(Type::text);
  Column of_books(Type::big);
  for (const store::SliceWork::Control& one : work.controls) {
    controls.add(std::string_view(one.control));
    of_books.add(one.book.value);
  }
  if (!controls.empty()) {
    client_.query(
        "INSERT INTO book_controls (control, book) SELECT * FROM unnest($1::text[], $2::bigint[])"
        " ON CONFLICT DO NOTHING",
        Parameters().add(controls).add(of_books));
  }
}

// ---- undoing ------------------------------------------------------------------------------------

std::vector<store::ImportedBook> ImportRows::books_to_undo(ImportId id, std::size_t most) {
  const Rows rows = client_.query(
      "SELECT book, version_before, version FROM import_books WHERE import = $1 AND kept IS NULL"
      " ORDER BY book LIMIT $2",
      Parameters().add(id).add(static_cast<std::int64_t>(most)));
  std::vector<store::ImportedBook> books;
  for (int row = 0; row < rows.count(); ++row) {
    books.push_back({{rows.integer(row, 0)},
                     rows.is_null(row, 1) ? std::nullopt
                                          : std::optional(catalog::Version{rows.integer(row, 1)}),
                     {rows.integer(row, 2)}});
  }
  return books;
}

void ImportRows::note_undone(Import& row, const std::vector<store::ImportedBook>& books,
                             const std::vector<store::Undone>& undone) {
  Column gone(Type::big);
  Column kept(Type::big);
  Column why(Type::small);
  for (std::size_t i = 0; i < books.size(); ++i) {
    if (const auto reason = store::count_undone(row.undo, undone[i])) {
      kept.add(books[i].id.value);
      why.add(static_cast<std::int64_t>(*reason));
    } else {
      gone.add(books[i].id.value);
    }
  }
  client_.query("DELETE FROM import_books WHERE import = $1 AND book = ANY($2::bigint[])",
                Parameters().add(row.id).add(gone));
  client_.query(
      "UPDATE import_books AS b SET kept = t.kept FROM unnest($2::bigint[], $3::smallint[])"
      " AS t(book, kept) WHERE b.import = $1 AND b.book = t.book",
      Parameters().add(row.id).add(kept).add(why));
  client_.query(
      "UPDATE imports SET undo_begun = 1, deleted = $2, reverted = $3, kept = $4 WHERE id = $1",
      Parameters().add(row.id).add(row.undo.deleted).add(row.undo.reverted).add(row.undo.kept));
}

void ImportRows::set_undone(ImportId id, base::Instant now) {
  client_.query("UPDATE imports SET state = $2, undone_ms = $3 WHERE id = $1",
                Parameters().add(id).add(state_number(ImportState::undone)).add(to_ms(now)));
  remove_file(id);
}

}  // namespace postgres

#include "store/sqlite/import_rows.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "store/import_rows.hpp"
#include "store/packed_text.hpp"
#include "store/sqlite/import_warnings.hpp"
#include "store/sqlite/statement.hpp"
#include "store/stored_book.hpp"

namespace sqlite {
namespace {

using store::from_ms;
using store::Import;
using store::ImportId;
using store::ImportState;
using store::to_ms;

std::optional<base::Instant> instant_of(const Statement& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(from_ms(row.integer(column)));
}

Import read_import(const Statement& row) {
  Import import;
  import.id = row.integer(0);
  import.state = static_cast<ImportState>(row.integer(1));
  import.parameters = row.text(2);
  import.actor = row.text(3);
  import.sha256 = row.text(4);
  import.bytes = row.integer(5);
  if (!row.is_null(6)) {
    import.repeats = row.integer(6);
  }
  import.created_at = from_ms(row.integer(7));
  import.started_at = instant_of(row, 8);
  import.finished_at = instant_of(row, 9);
  import.undone_at = instant_of(row, 10);
  import.encoding = row.text(11);
  import.counts = {row.integer(12), row.integer(13), row.integer(14), row.integer(15),
                   row.integer(16), row.integer(17), row.integer(18)};
  import.codes = store::unpack_codes(row.text(19));
  import.sample = row.text(20);
  import.undo_begun = row.integer(21) != 0;
  import.undo = {row.integer(22), row.integer(23), row.integer(24)};
  return import;
}

std::vector<Import> all_of(Statement& statement, auto&&... values) {
  std::vector<Import> imports;
  Query query(statement, values...);
  while (query.step()) {
    imports.push_back(read_import(query.row()));
  }
  return imports;
}

std::string select(std::string_view rest) {
  return "SELECT " + std::string(store::import_columns) + " FROM imports " + std::string(rest);
}

std::optional<Import> first_of(std::vector<Import>&& imports) {
  return imports.empty() ? std::nullopt : std::optional(std::move(imports.front()));
}

std::int64_t state_number(ImportState state) { return static_cast<std::int64_t>(state); }

std::span<const std::uint8_t> blob_of(std::string_view bytes) {
  return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

std::vector<std::string> texts_in(std::string_view packed) {
  return store::unpack_texts(packed).value_or(std::vector<std::string>{});
}

}  // namespace

// ---- reading ------------------------------------------------------------------------------------

std::optional<Import> ImportRows::find(ImportId id) {
  Statement statement = connection_.prepare(select("WHERE id = ?1"));
  return first_of(all_of(statement, id));
}

std::vector<Import> ImportRows::list(ImportId before, std::size_t most) {
  Statement statement = connection_.prepare(select("WHERE id < ?1 ORDER BY id DESC LIMIT ?2"));
  return all_of(statement, before, static_cast<std::int64_t>(most));
}

std::optional<Import> ImportRows::first_queued() {
  Statement statement = connection_.prepare(select("WHERE state = ?1 ORDER BY id LIMIT 1"));
  return first_of(all_of(statement, state_number(ImportState::queued)));
}

std::optional<Import> ImportRows::with_key(const std::string& key, base::Instant since,
                                           std::string& request) {
  const std::string_view wanted = key;
  Statement statement =
      connection_.prepare(select("WHERE request_key = ?1 AND created_ms > ?2 ORDER BY id LIMIT 1"));
  auto found = first_of(all_of(statement, wanted, to_ms(since)));
  if (found) {
    Statement digest = connection_.prepare("SELECT request FROM imports WHERE id = ?1");
    Query query(digest, found->id);
    query.step();
    const auto bytes = query->bytes(0);
    request.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  }
  return found;
}

std::int64_t ImportRows::count(ImportState state) {
  Statement statement = connection_.prepare("SELECT count(*) FROM imports WHERE state = ?1");
  Query query(statement, state_number(state));
  return query.step() ? query->integer(0) : 0;
}

std::vector<store::ImportFault> ImportRows::faults(ImportId id) {
  Statement statement =
      connection_.prepare("SELECT " + std::string(store::fault_columns) +
                          " FROM import_faults WHERE import = ?1 ORDER BY record <> 0, place" +
                          " LIMIT " + std::to_string(store::import_faults_max));
  std::vector<store::ImportFault> faults;
  Query query(statement, id);
  while (query.step()) {
    store::ImportFault fault;
    fault.record = query->integer(0);
    fault.line = query->integer(1);
    fault.pointer = query->text(2);
    fault.code = query->text(3);
    fault.arguments = texts_in(query->text(4));
    fault.value = query->text(5);
    if (auto why = texts_in(query->text(6)); why.size() == 2) {
      fault.why_in_portuguese = std::move(why[0]);
      fault.why_in_english = std::move(why[1]);
    }
    fault.excerpt = query->text(7);
    faults.push_back(std::move(fault));
  }
  return faults;
}

std::vector<store::KeptBook> ImportRows::kept(ImportId id) {
  Statement statement = connection_.prepare(
      "SELECT book, kept FROM import_books WHERE import = ?1 AND kept IS NOT NULL ORDER BY book"
      " LIMIT ?2");
  std::vector<store::KeptBook> books;
  Query query(statement, id, static_cast<std::int64_t>(store::kept_books_listed_max));
  while (query.step()) {
    books.push_back({{query->integer(0)}, static_cast<store::KeptBook::Why>(query->integer(1))});
  }
  return books;
}

std::string ImportRows::refused(ImportId id, std::int64_t& part, std::size_t bytes) {
  Statement statement = connection_.prepare(
      "SELECT part, data FROM import_refused WHERE import = ?1 AND part >= ?2 ORDER BY part");
  std::string found;
  Query query(statement, id, part);
  while (found.size() < bytes && query.step()) {
    part = query->integer(0) + 1;
    const auto data = query->bytes(1);
    found.append(reinterpret_cast<const char*>(data.data()), data.size());
  }
  return found;
}

// ---- writing ------------------------------------------------------------------------------------

ImportId ImportRows::add(const store::NewImport& import, base::Instant now) {
  Statement statement = connection_.prepare(
      "INSERT INTO imports (id, state, parameters, actor, sha256, bytes, repeats, created_ms,"
      " request_key, request) VALUES ((SELECT coalesce(max(id), 0) + 1 FROM imports), ?1, ?2, ?3,"
      " ?4, ?5, (SELECT max(id) FROM imports WHERE sha256 = ?4), ?6, ?7, ?8) RETURNING id");
  const std::string_view parameters = import.parameters;
  const std::string_view sha256 = import.sha256;
  Query query(statement, state_number(ImportState::queued), parameters);
  query->bind_or_null(3, import.actor);
  query->bind(4, sha256);
  query->bind(5, import.bytes);
  query->bind(6, to_ms(now));
  if (import.idempotency) {
    query->bind(7, std::string_view(import.idempotency->key));
    query->bind(8, std::span<const std::uint8_t>(import.idempotency->request));
  }
  ImportId id = 0;
  while (query.step()) {
    id = query->integer(0);
  }
  return id;
}

std::vector<ImportId> ImportRows::forget_old(ImportId newest) {
  Statement old =
      connection_.prepare("SELECT id FROM imports WHERE id <= ?1 AND state NOT IN (?2, ?3)");
  std::vector<ImportId> ids;
  {
    Query query(old, newest - store::imports_kept_max, state_number(ImportState::queued),
                state_number(ImportState::running));
    while (query.step()) {
      ids.push_back(query->integer(0));
    }
  }
  for (const ImportId id : ids) {
    for (const char* const table :
         {"import_faults", "import_warnings", "import_refused", "import_books"}) {
      Statement statement =
          connection_.prepare("DELETE FROM " + std::string(table) + " WHERE import = ?1");
      execute(statement, id);
    }
    Statement statement = connection_.prepare("DELETE FROM imports WHERE id = ?1");
    execute(statement, id);
  }
  return ids;
}

void ImportRows::set_queued(ImportId id) {
  Statement statement =
      connection_.prepare("UPDATE imports SET state = ?2, finished_ms = NULL WHERE id = ?1");
  execute(statement, id, state_number(ImportState::queued));
}

void ImportRows::set_started(ImportId id, base::Instant now) {
  Statement statement = connection_.prepare(
      "UPDATE imports SET state = ?2, started_ms = coalesce(started_ms, ?3), finished_ms = NULL"
      " WHERE id = ?1");
  execute(statement, id, state_number(ImportState::running), to_ms(now));
}

void ImportRows::set_finished(ImportId id, ImportState state, base::Instant now) {
  Statement statement =
      connection_.prepare("UPDATE imports SET state = ?2, finished_ms = ?3 WHERE id = ?1");
  execute(statement, id, state_number(state), to_ms(now));
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
  add_warnings(connection_, row, work);
  Statement statement = connection_.prepare(
      "UPDATE imports SET bytes_read = ?2, records = ?3, created = ?4, updated = ?5, ignored = ?6,"
      " refused = ?7, warnings = ?8, encoding = ?9, sample = ?10 WHERE id = ?1");
  const store::ImportCounts& counts = row.counts;
  Query query(statement, row.id, counts.bytes_read, counts.records, counts.created, counts.updated,
              counts.ignored, counts.refused, counts.warnings);
  query->bind_or_null(9, row.encoding);
  query->bind_or_null(10, row.sample);
  query.step();
  if (slice.policy.simulate == store::Simulate::no) {
    add_books(row.id, work);
  }
}

void ImportRows::add_faults(Import& row, const std::vector<store::ImportFault>& faults) {
  if (faults.empty()) {
    return;
  }
  store::count_codes(row.codes, faults);
  const std::string codes = store::pack(row.codes);
  Statement count = connection_.prepare(
      "UPDATE imports SET codes = ?2, faults = faults + ?3 WHERE id = ?1 RETURNING faults - ?3");
  std::int64_t place = 0;
  {
    const auto more = static_cast<std::int64_t>(faults.size());
    Query query(count, row.id, std::string_view(codes), more);
    while (query.step()) {
      place = query->integer(0);
    }
  }
  Statement insert = connection_.prepare("INSERT INTO import_faults (import, place, " +
                                         std::string(store::fault_columns) +
                                         ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
  for (const store::ImportFault& fault : faults) {
    const std::int64_t at = place++;
    if (at >= store::import_faults_max && fault.record != 0) {
      continue;
    }
    const std::string arguments = store::pack(fault.arguments);
    const std::string why = store::packed_why(fault);
    Query query(insert, row.id, at, fault.record, fault.line);
    query->bind_or_null(5, fault.pointer);
    query->bind(6, std::string_view(fault.code));
    query->bind_or_null(7, arguments);
    query->bind_or_null(8, fault.value);
    query->bind_or_null(9, why);
    query->bind_or_null(10, fault.excerpt);
    query.step();
  }
}

void ImportRows::add_refused(ImportId id, std::string_view bytes) {
  if (bytes.empty()) {
    return;
  }
  Statement statement = connection_.prepare(
      "INSERT INTO import_refused (import, part, data) VALUES (?1,"
      " (SELECT coalesce(max(part) + 1, 0) FROM import_refused WHERE import = ?1), ?2)");
  execute(statement, id, blob_of(bytes));
}

void ImportRows::add_books(ImportId id, const store::SliceWork& work) {
  Statement book = connection_.prepare(
      "INSERT INTO import_books (import, book, version_before, version) VALUES (?1, ?2, ?3, ?4)"
      " ON CONFLICT (import, book) DO UPDATE SET version = excluded.version");
  for (const auto& [touched, versions] : work.touched) {
    Query query(book, id, touched.value);
    if (versions.before) {
      query->bind(3, versions.before->value);
    } else {
      query->bind_null(3);
    }
    query->bind(4, versions.version.value);
    query.step();
  }
  Statement control =
      connection_.prepare("INSERT OR IGNORE INTO book_controls (control, book) VALUES (?1, ?2)");
  for (const store::SliceWork::Control& one : work.controls) {
    execute(control, std::string_view(one.control), one.book.value);
  }
}

// ---- undoing ------------------------------------------------------------------------------------

std::vector<store::ImportedBook> ImportRows::books_to_undo(ImportId id, std::size_t most) {
  Statement statement = connection_.prepare(
      "SELECT book, version_before, version FROM import_books WHERE import = ?1 AND kept IS NULL"
      " ORDER BY book LIMIT ?2");
  std::vector<store::ImportedBook> books;
  Query query(statement, id, static_cast<std::int64_t>(most));
  while (query.step()) {
    books.push_back(
        {{query->integer(0)},
         query->is_null(1) ? std::nullopt : std::optional(catalog::Version{query->integer(1)}),
         {query->integer(2)}});
  }
  return books;
}

void ImportRows::note_undone(Import& row, const std::vector<store::ImportedBook>& books,
                             const std::vector<store::Undone>& undone) {
  Statement keep =
      connection_.prepare("UPDATE import_books SET kept = ?3 WHERE import = ?1 AND book = ?2");
  Statement forget =
      connection_.prepare("DELETE FROM import_books WHERE import = ?1 AND book = ?2");
  for (std::size_t i = 0; i < books.size(); ++i) {
    const std::int64_t book = books[i].id.value;
    if (const auto why = store::count_undone(row.undo, undone[i])) {
      execute(keep, row.id, book, static_cast<std::int64_t>(*why));
    } else {
      execute(forget, row.id, book);
    }
  }
  Statement statement = connection_.prepare(
      "UPDATE imports SET undo_begun = 1, deleted = ?2, reverted = ?3, kept = ?4 WHERE id = ?1");
  execute(statement, row.id, row.undo.deleted, row.undo.reverted, row.undo.kept);
}

void ImportRows::set_undone(ImportId id, base::Instant now) {
  Statement statement =
      connection_.prepare("UPDATE imports SET state = ?2, undone_ms = ?3 WHERE id = ?1");
  execute(statement, id, state_number(ImportState::undone), to_ms(now));
}

std::vector<catalog::BookId> Controls::with_control(const std::string& control) {
  Statement statement = connection_.prepare(
      "SELECT book FROM book_controls WHERE control = ?1 ORDER BY book LIMIT ?2");
  std::vector<catalog::BookId> books;
  const std::string_view wanted = control;
  Query query(statement, wanted, static_cast<std::int64_t>(store::duplicate_candidates_max));
  while (query.step()) {
    books.push_back({query->integer(0)});
  }
  return books;
}

}  // namespace sqlite

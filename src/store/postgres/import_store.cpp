#include "store/postgres/import_store.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "store/postgres/import_rows.hpp"
#include "store/postgres/import_warnings.hpp"
#include "store/postgres/storage_error.hpp"

namespace postgres {
namespace {

using std::chrono::steady_clock;
using store::Import;
using store::ImportId;
using store::ImportState;

constexpr std::size_t part_bytes = std::size_t{1024} * 1024;
constexpr int import_attempts_max = 5;
// One at a time changes which imports wait or run.
constexpr const char* queue_lock = "SELECT pg_advisory_xact_lock(1280723540, 3)";
// Behind a lock of somebody else's session a slice gives up what it holds, and is tried again
// later: clients' writes do not wait for it.
constexpr const char* wait_little = "SET LOCAL lock_timeout = '1s'";
const std::string lease_text = std::to_string(import_lease.count()) + " seconds";

// Another instance came between (SQLSTATE, PostgreSQL documentation, appendix A).
bool is_worth_beginning_anew(const StorageError& error) {
  constexpr std::array<std::string_view, 4> codes{mark_is_not_next, "23505", "40001", "40P01"};
  return std::ranges::find(codes, error.sqlstate()) != codes.end();
}

}  // namespace

ImportStore::ImportStore(Options options, std::int64_t owner, std::function<bool()> is_prepared)
    : options_(std::move(options)), owner_(owner), is_prepared_(std::move(is_prepared)) {}

template <class Work>
auto ImportStore::with_client(Work work) {
  if (!is_prepared_()) {
    throw StorageError({}, "the catalogue is being prepared");
  }
  try {
    if (!client_) {
      client_ = connected(options_);
    }
    return work(*client_);
  } catch (const StorageError& error) {
    if (error.sqlstate().empty()) {
      client_.reset();
    }
    throw;
  }
}

void ImportStore::in_transaction(const std::function<void(Client&)>& work) {
  with_client([&](Client& client) {
    for (int attempt = 1;; ++attempt) {
      try {
        Transaction transaction(client);
        client.run(wait_little);
        work(client);
        transaction.commit();
        return;
      } catch (const UsedIds&) {
        slices_.begin_anew();
        client.query(skip_used_ids().sql);
      } catch (const StorageError& error) {
        slices_.begin_anew();
        if (!is_worth_beginning_anew(error) || attempt == import_attempts_max) {
          throw;
        }
      }
    }
  });
}

// ---- files --------------------------------------------------------------------------------------

store::SpoolPlace ImportStore::spool_place() {
  std::error_code error;
  auto folder = std::filesystem::temp_directory_path(error);
  return {error ? std::filesystem::path("/tmp") : std::move(folder),
          store::SpoolPlace::Files::unnamed};
}

void ImportStore::copy_file(Client& client, ImportId id, const store::NewImport& import) {
  ImportRows rows(client);
  std::string bytes(part_bytes, '\0');
  off_t offset = 0;
  for (std::int64_t part = 0;; ++part) {
    std::size_t size = 0;
    while (size < bytes.size()) {
      const ssize_t got = pread(import.file.descriptor, bytes.data() + size, bytes.size() - size,
                                offset + static_cast<off_t>(size));
      if (got < 0 && errno != EINTR) {
        throw std::system_error(errno, std::generic_category(), "import: read");
      }
      if (got == 0) {
        break;
      }
      size += got > 0 ? static_cast<std::size_t>(got) : 0;
    }
    if (size == 0) {
      return;
    }
    rows.add_file_part(id, part, std::string_view(bytes).substr(0, size));
    offset += static_cast<off_t>(size);
  }
}

std::string ImportStore::read_file(ImportId id, std::int64_t offset, std::size_t bytes) {
  constexpr auto size = static_cast<std::int64_t>(part_bytes);
  return with_client([&](Client& client) {
    std::string part = ImportRows(client).file_part(id, offset / size);
    const auto begin = static_cast<std::size_t>(offset % size);
    return begin >= part.size() ? std::string() : part.substr(begin, bytes);
  });
}

// ---- for whoever asks ---------------------------------------------------------------------------

store::ImportStore::Added ImportStore::add(const store::NewImport& import, base::Instant now) {
  Added added;
  // False when there is nothing to be added.
  const auto looks_new = [&](ImportRows& rows) {
    if (import.idempotency) {
      if (auto known = rows.with_key(import.idempotency->key, now - store::idempotency_lifetime)) {
        const bool is_same = std::ranges::equal(
            known->request, import.idempotency->request,
            [](char left, std::uint8_t right) { return static_cast<std::uint8_t>(left) == right; });
        added = {is_same ? Added::How::replayed : Added::How::mismatch, std::move(known->import)};
        return false;
      }
    }
    if (rows.count(ImportState::queued) >= store::imports_queued_max) {
      added.how = Added::How::queue_full;
      return false;
    }
    return true;
  };
  in_transaction([&](Client& client) {
    ImportRows rows(client);
    if (!looks_new(rows)) {
      return;
    }
    const ImportId id = rows.fresh_id();
    copy_file(client, id, import);
    // Held for a moment only: the file has gone over.
    client.query(queue_lock);
    if (!looks_new(rows)) {
      rows.remove_file(id);
      return;
    }
    rows.add(id, import, now);
    rows.forget_old(id);
    added = {Added::How::added, *rows.find(id)};
  });
  return added;
}

std::optional<Import> ImportStore::find(ImportId id) {
  return with_client([&](Client& client) { return ImportRows(client).find(id); });
}

std::vector<Import> ImportStore::list(ImportId before, std::size_t most) {
  return with_client([&](Client& client) { return ImportRows(client).list(before, most); });
}

std::vector<store::ImportFault> ImportStore::faults(ImportId id) {
  return with_client([&](Client& client) { return ImportRows(client).faults(id); });
}

std::vector<store::ImportWarning> ImportStore::warnings(ImportId id) {
  return with_client([&](Client& client) { return warnings_of(client, id); });
}

std::vector<store::KeptBook> ImportStore::kept(ImportId id) {
  return with_client([&](Client& client) { return ImportRows(client).kept(id); });
}

std::string ImportStore::refused(ImportId id, std::int64_t& part, std::size_t bytes) {
  return with_client([&](Client& client) { return ImportRows(client).refused(id, part, bytes); });
}

std::int64_t ImportStore::queued() {
  return with_client([&](Client& client) { return ImportRows(client).count(ImportState::queued); });
}

bool ImportStore::cancel(ImportId id, base::Instant now) {
  bool is_cancelled = false;
  in_transaction([&](Client& client) {
    ImportRows rows(client);
    const auto import = rows.lock(id);
    is_cancelled =
        import && (import->state == ImportState::queued || import->state == ImportState::running);
    if (is_cancelled) {
      rows.set_finished(id, ImportState::interrupted, now);
    }
  });
  return is_cancelled;
}

store::ImportStore::Resumed ImportStore::resume(ImportId id) {
  Resumed resumed = Resumed::wrong_state;
  in_transaction([&](Client& client) {
    ImportRows rows(client);
    client.query(queue_lock);
    const auto import = rows.lock(id);
    if (!import || import->state != ImportState::interrupted || import->undo_begun) {
      resumed = Resumed::wrong_state;
      return;
    }
    if (rows.count(ImportState::queued) >= store::imports_queued_max) {
      resumed = Resumed::queue_full;
      return;
    }
    rows.set_queued(id);
    resumed = Resumed::yes;
  });
  return resumed;
}

std::optional<store::UndoOutcome> ImportStore::undo(ImportId id, std::size_t most,
                                                    base::Instant now) {
  std::optional<store::UndoOutcome> outcome;
  const auto begin = steady_clock::now();
  in_transaction([&](Client& client) {
    outcome.reset();
    ImportRows rows(client);
    auto import = rows.lock(id);
    if (!import || !store::may_be_undone(import->state)) {
      return;
    }
    const auto books = rows.books_to_undo(id, most);
    Needs needs;
    for (const store::ImportedBook& book : books) {
      needs.add(store::undoing(id, book));
    }
    std::vector<store::Undone> undone;
    slices_.change_books(client, needs, now,
                         [&](store::WriteTables& tables, store::WriteApplier::Batch& batch) {
                           store::WriteApplier applier(tables);
                           for (const store::ImportedBook& book : books) {
                             undone.push_back(store::undo_book(id, book, tables, applier, batch));
                           }
                         });
    rows.note_undone(*import, books, undone);
    outcome = store::UndoOutcome{books.size() == most ? store::End::more : store::End::reached};
    if (outcome->end == store::End::reached) {
      rows.set_undone(id, now);
    }
  });
  if (outcome) {
    outcome->time = {steady_clock::now() - begin, slices_.others_wrote()};
  }
  return outcome;
}

// ---- for whoever runs it ------------------------------------------------------------------------

std::optional<Import> ImportStore::claim(base::Instant now) {
  if (queued() == 0) {
    return std::nullopt;
  }
  std::optional<Import> claimed;
  in_transaction([&](Client& client) {
    claimed.reset();
    client.query(queue_lock);
    const Rows rows = client.query(
        "UPDATE imports SET state = 1, owner = $1, lease_until = now() + $2::text::interval,"
        " started_ms = coalesce(started_ms, $3), finished_ms = NULL"
        " WHERE id = (SELECT min(id) FROM imports WHERE state = 0)"
        " AND NOT EXISTS (SELECT 1 FROM imports WHERE state = 1) RETURNING id",
        Parameters().add(owner_).add(lease_text).add(store::to_ms(now)));
    if (rows.count() > 0) {
      claimed = ImportRows(client).find(rows.integer(0, 0));
    }
  });
  return claimed;
}

bool ImportStore::take_over(Client& client, const OthersImport& other) {
  return client
             .query(
                 "UPDATE imports SET owner = $2, lease_until = now() + $3::text::interval"
                 " WHERE id = $1 AND state = 1 AND owner = $4 AND lease_until < now()"
                 " RETURNING id",
                 Parameters().add(other.id).add(owner_).add(lease_text).add(other.owner))
             .count() > 0;
}

void ImportStore::interrupt(Client& client, const OthersImport& other, base::Instant now) {
  client.query(
      "UPDATE imports SET owner = NULL, lease_until = NULL, state = 4, finished_ms = $2"
      " WHERE id = $1 AND state = 1 AND owner = $3 AND lease_until < now()",
      Parameters().add(other.id).add(store::to_ms(now)).add(other.owner));
}

// The work of an owner that lived beside this instance is taken over. What was left before this
// instance began is interrupted, as after any crash, once nobody else has taken it.
std::optional<Import> ImportStore::keep_alive(base::Instant now) {
  std::optional<ImportId> taken;
  with_client([&](Client& client) {
    if (began_.empty()) {
      began_ = client.query("SELECT now()::text").text(0, 0);
    }
    client.query(
        "UPDATE imports SET lease_until = now() + $2::text::interval"
        " WHERE state = 1 AND owner = $1",
        Parameters().add(owner_).add(lease_text));
    const Rows others = client.query(
        "SELECT id, owner, lease_until - $2::text::interval >= $3::text::timestamptz,"
        " lease_until + $2::text::interval < now() FROM imports"
        " WHERE state = 1 AND owner <> $1 AND lease_until < now()",
        Parameters().add(owner_).add(lease_text).add(began_));
    for (int row = 0; row < others.count(); ++row) {
      const OthersImport other{others.integer(row, 0), others.integer(row, 1)};
      const bool lived_beside = others.boolean(row, 2);
      const bool is_long_gone = others.boolean(row, 3);
      if (lived_beside) {
        taken = take_over(client, other) ? std::optional(other.id) : taken;
      } else if (is_long_gone) {
        interrupt(client, other, now);
      }
    }
  });
  return taken ? find(*taken) : std::nullopt;
}

std::optional<store::SliceOutcome> ImportStore::carry_out(const store::ImportSlice& slice) {
  std::optional<store::SliceOutcome> outcome;
  const auto begin = steady_clock::now();
  std::optional<store::SliceWork> tried;
  if (slice.policy.simulate == store::Simulate::yes) {
    tried = with_client([&](Client& client) { return slices_.apply_tried(client, slice); });
  }
  in_transaction([&](Client& client) {
    outcome.reset();
    ImportRows rows(client);
    auto import = rows.lock_running(slice.id, owner_);
    if (!import || import->counts.records != slice.records_before) {
      return;
    }
    rows.add_slice(*import, slice, tried ? *tried : slices_.apply_kept(client, slice));
    outcome = store::SliceOutcome{import->counts};
  });
  if (outcome && !tried) {
    outcome->time = {steady_clock::now() - begin, slices_.others_wrote()};
  }
  return outcome;
}

void ImportStore::finish(ImportId id, const store::ImportEnd& end, base::Instant now) {
  in_transaction([&](Client& client) {
    ImportRows rows(client);
    auto import = rows.lock_running(id, owner_);
    if (!import) {
      return;
    }
    rows.add_faults(*import, end.faults);
    if (const auto remark = slices_.trial().remark(id); remark && !store::keeps_file(end.state)) {
      rows.add_faults(*import, {*remark});
    }
    rows.add_refused(id, end.refused_end);
    rows.set_finished(id, end.state, now);
    if (!store::keeps_file(end.state)) {
      rows.remove_file(id);
    }
  });
  slices_.trial().forget();
}

}  // namespace postgres

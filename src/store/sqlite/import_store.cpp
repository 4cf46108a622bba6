#include "store/sqlite/import_store.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <future>
#include <system_error>
#include <utility>

#include "store/sqlite/durable_files.hpp"
#include "store/sqlite/file_lock.hpp"
#include "store/sqlite/import_rows.hpp"
#include "store/sqlite/import_warnings.hpp"

namespace sqlite {
namespace {

using store::Import;
using store::ImportId;
using store::ImportState;

constexpr std::string_view doing = "importacao";

std::filesystem::path folder_beside(const std::filesystem::path& file) {
  return file.string() + ".importacoes";
}

// The import that a file of the folder belongs to; 0: an upload that never ended.
ImportId import_of(const std::filesystem::path& file) {
  const std::string name = file.filename().string();
  ImportId id = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), id);
  return error == std::errc{} && end == name.data() + name.size() ? id : 0;
}

}  // namespace

ImportStore::ImportStore(const ConnectionOptions& reading, WriteQueue& queue)
    : folder_(folder_beside(reading.file)), queue_(queue), reading_(reading) {}

BookStep::Done ImportStore::by_writer(std::string_view what,
                                      std::function<void(const BookStep::Tools&)> run) {
  BookStep step{what, std::move(run), {}};
  std::future<BookStep::Done> done = step.done.get_future();
  if (queue_.push(step) != Admission::accepted) {
    throw StorageError(StorageError::Kind::unavailable, SQLITE_BUSY,
                       "the writer takes no more: " + std::string(what));
  }
  return done.get();
}

// ---- files --------------------------------------------------------------------------------------

std::filesystem::path ImportStore::file_of(ImportId id) const {
  return folder_ / std::to_string(id);
}

void ImportStore::remove_file(ImportId id) const noexcept {
  std::error_code none;
  std::filesystem::remove(file_of(id), none);
}

store::SpoolPlace ImportStore::spool_place() {
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  refuse_environment(folder_, error);
  return {folder_, store::SpoolPlace::Files::named};
}

void ImportStore::recover(base::Instant now) {
  by_writer(doing, [&](const BookStep::Tools& tools) {
    ImportRows rows(tools.connection);
    Statement running =
        tools.connection.prepare("SELECT id FROM imports WHERE state = ?1 ORDER BY id");
    std::vector<ImportId> left;
    {
      Query query(running, static_cast<std::int64_t>(ImportState::running));
      while (query.step()) {
        left.push_back(query->integer(0));
      }
    }
    for (const ImportId id : left) {
      rows.set_finished(id, ImportState::interrupted, now);
    }
  });
  remove_files_of_nothing();
}

void ImportStore::remove_files_of_nothing() {
  std::error_code none;
  std::vector<std::filesystem::path> left;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, none)) {
    const ImportId id = import_of(entry.path());
    const auto import = id == 0 ? std::nullopt : find(id);
    if (!import || !store::keeps_file(import->state)) {
      left.push_back(entry.path());
    }
  }
  for (const auto& file : left) {
    std::filesystem::remove(file, none);
  }
}

std::string ImportStore::read_file(ImportId id, std::int64_t offset, std::size_t bytes) {
  const int descriptor = open(file_of(id).c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0 && errno == ENOENT) {
    return {};
  }
  if (descriptor < 0) {
    throw std::system_error(errno, std::generic_category(), file_of(id).string());
  }
  std::string found(bytes, '\0');
  ssize_t got = -1;
  do {
    got = pread(descriptor, found.data(), found.size(), static_cast<off_t>(offset));
  } while (got < 0 && errno == EINTR);
  const int error = errno;
  close(descriptor);
  if (got < 0) {
    throw std::system_error(error, std::generic_category(), file_of(id).string());
  }
  found.resize(static_cast<std::size_t>(got));
  return found;
}

// ---- for whoever asks ---------------------------------------------------------------------------

store::ImportStore::Added ImportStore::add(const store::NewImport& import, base::Instant now) {
  Added added;
  std::vector<ImportId> forgotten;
  by_writer(doing, [&](const BookStep::Tools& tools) {
    ImportRows rows(tools.connection);
    if (import.idempotency) {
      std::string request;
      if (auto known =
              rows.with_key(import.idempotency->key, now - store::idempotency_lifetime, request)) {
        const bool is_same = std::ranges::equal(
            request, import.idempotency->request,
            [](char left, std::uint8_t right) { return static_cast<std::uint8_t>(left) == right; });
        added = {is_same ? Added::How::replayed : Added::How::mismatch, *std::move(known)};
        return;
      }
    }
    if (rows.count(ImportState::queued) >= store::imports_queued_max) {
      added.how = Added::How::queue_full;
      return;
    }
    const ImportId id = rows.add(import, now);
    // Before the commit: a row never lacks its file. A file without a row goes at the next start.
    rename_durably(import.file.path, file_of(id));
    forgotten = rows.forget_old(id);
    added = {Added::How::added, *rows.find(id)};
  });
  std::ranges::for_each(forgotten, [this](ImportId id) { remove_file(id); });
  return added;
}

std::optional<Import> ImportStore::find(ImportId id) { return ImportRows(reading_).find(id); }

std::vector<Import> ImportStore::list(ImportId before, std::size_t most) {
  return ImportRows(reading_).list(before, most);
}

std::vector<store::ImportFault> ImportStore::faults(ImportId id) {
  return ImportRows(reading_).faults(id);
}

std::vector<store::ImportWarning> ImportStore::warnings(ImportId id) {
  return warnings_of(reading_, id);
}

std::vector<store::KeptBook> ImportStore::kept(ImportId id) {
  return ImportRows(reading_).kept(id);
}

std::string ImportStore::refused(ImportId id, std::int64_t& part, std::size_t bytes) {
  return ImportRows(reading_).refused(id, part, bytes);
}

std::int64_t ImportStore::queued() { return ImportRows(reading_).count(ImportState::queued); }

bool ImportStore::cancel(ImportId id, base::Instant now) {
  bool is_cancelled = false;
  by_writer(doing, [&](const BookStep::Tools& tools) {
    ImportRows rows(tools.connection);
    const auto import = rows.find(id);
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
  by_writer(doing, [&](const BookStep::Tools& tools) {
    ImportRows rows(tools.connection);
    const auto import = rows.find(id);
    if (!import || import->state != ImportState::interrupted || import->undo_begun) {
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
  const BookStep::Done done = by_writer(doing, [&](const BookStep::Tools& tools) {
    ImportRows rows(tools.connection);
    auto import = rows.find(id);
    if (!import || !store::may_be_undone(import->state)) {
      return;
    }
    const auto books = rows.books_to_undo(id, most);
    std::vector<store::Undone> undone;
    for (const store::ImportedBook& book : books) {
      undone.push_back(store::undo_book(id, book, tools.tables, tools.applier, tools.batch));
    }
    rows.note_undone(*import, books, undone);
    outcome = store::UndoOutcome{books.size() == most ? store::End::more : store::End::reached};
    if (outcome->end == store::End::reached) {
      rows.set_undone(id, now);
    }
  });
  if (outcome) {
    outcome->time = {done.took, done.others_wait};
    if (outcome->end == store::End::reached) {
      remove_file(id);
    }
  }
  return outcome;
}

// ---- for whoever runs it ------------------------------------------------------------------------

std::optional<Import> ImportStore::claim(base::Instant now) {
  // Most of the time nothing waits, and the writer need not be asked.
  if (queued() == 0) {
    return std::nullopt;
  }
  std::optional<Import> claimed;
  by_writer(doing, [&](const BookStep::Tools& tools) {
    ImportRows rows(tools.connection);
    const auto first = rows.first_queued();
    if (first && rows.count(ImportState::running) == 0) {
      rows.set_started(first->id, now);
      claimed = rows.find(first->id);
    }
  });
  return claimed;
}

// Over a view of the catalogue that no writer waits for.
store::SliceWork ImportStore::try_slice(const store::ImportSlice& slice) {
  if (!base_) {
    base_.emplace(reading_);
  }
  Controls controls(reading_);
  return trial_.apply(slice, *base_, controls);
}

std::optional<store::SliceOutcome> ImportStore::carry_out(const store::ImportSlice& slice) {
  std::optional<store::SliceWork> tried;
  if (slice.policy.simulate == store::Simulate::yes) {
    tried = try_slice(slice);
  }
  std::optional<store::SliceOutcome> outcome;
  const BookStep::Done done = by_writer(doing, [&](const BookStep::Tools& tools) {
    ImportRows rows(tools.connection);
    auto import = rows.find(slice.id);
    if (!import || import->state != ImportState::running ||
        import->counts.records != slice.records_before) {
      return;
    }
    if (tried) {
      rows.add_slice(*import, slice, *tried);
    } else {
      Controls controls(tools.connection);
      rows.add_slice(*import, slice,
                     store::apply_slice(slice, tools.tables, controls, tools.batch));
    }
    outcome = store::SliceOutcome{import->counts};
  });
  if (outcome) {
    outcome->time = {done.took, done.others_wait};
  }
  return outcome;
}

void ImportStore::finish(ImportId id, const store::ImportEnd& end, base::Instant now) {
  bool is_ours = false;
  by_writer(doing, [&](const BookStep::Tools& tools) {
    ImportRows rows(tools.connection);
    auto import = rows.find(id);
    is_ours = import && import->state == ImportState::running;
    if (is_ours) {
      rows.add_faults(*import, end.faults);
      if (const auto remark = trial_.remark(id); remark && !store::keeps_file(end.state)) {
        rows.add_faults(*import, {*remark});
      }
      rows.add_refused(id, end.refused_end);
      rows.set_finished(id, end.state, now);
    }
  });
  trial_.forget();
  if (is_ours && !store::keeps_file(end.state)) {
    remove_file(id);
  }
}

}  // namespace sqlite

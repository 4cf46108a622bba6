#include "store/sqlite/maintenance.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <random>
#include <system_error>
#include <utility>

#include "store/sqlite/book_rows.hpp"
#include "store/sqlite/catalogue_copy.hpp"
#include "store/sqlite/counters.hpp"
#include "store/sqlite/durable_files.hpp"
#include "store/sqlite/imported_files.hpp"
#include "store/sqlite/index_store.hpp"
#include "store/sqlite/inspection.hpp"
#include "store/sqlite/key_store.hpp"
#include "store/sqlite/loader.hpp"

namespace sqlite {
namespace {

class Scan final : public store::Scan {
 public:
  explicit Scan(const ConnectionOptions& options)
      : connection_(options),
        counters_row_(connection_),
        counters_(counters_row_.open_snapshot()),
        all_(connection_, "SELECT " + std::string(document_columns) + " FROM books ORDER BY id") {}

  std::optional<store::BookDocument> next_document() override {
    // A finished statement would begin anew.
    done_ = done_ || !all_.step();
    return done_ ? std::nullopt : std::optional(read_document(all_));
  }
  catalog::Book parsed(const store::BookDocument& document) const override {
    return sqlite::parsed(document);
  }
  std::uint64_t total() const override { return static_cast<std::uint64_t>(counters_.books); }
  catalog::Sequence as_of() const override { return counters_.sequence; }

 private:
  Connection connection_;
  CountersRow counters_row_;
  Counters counters_;
  Statement all_;
  bool done_ = false;
};

// Moves a catalogue aside with its logs. The file goes first: a log without its file is ignored, a
// file that lost its log would be a different catalogue. Logs that lost their file go as well:
// SQLite would replay them onto whatever file takes its place.
std::filesystem::path move_aside(const std::filesystem::path& file, const base::Clock& clock) {
  const std::string aside = name_aside(file, "restore", clock).string();
  std::error_code error;
  const bool was_there = std::filesystem::exists(file, error);
  for (const char* const suffix : {"", "-wal", "-shm", "-journal"}) {
    if (std::filesystem::exists(file.string() + suffix, error)) {
      rename_durably(file.string() + suffix, aside + suffix);
    }
  }
  return was_there ? aside : std::string();
}

// The files beside a catalogue that was not closed. Without them acknowledged changes are missing,
// or half of an unacknowledged change is there.
constexpr std::array log_suffixes{"-wal", "-journal"};

bool has_logs(const std::filesystem::path& file) {
  std::error_code error;
  return std::any_of(log_suffixes.begin(), log_suffixes.end(), [&](const char* suffix) {
    return std::filesystem::exists(file.string() + suffix, error);
  });
}

// A file and its logs under a new name, where SQLite will recover it.
void copy_whole(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::optional<FileLock> lock;
  if (has_logs(from)) {
    lock.emplace(from);  // whoever has it open would write between one copy and the next
  }
  std::error_code error;
  std::filesystem::copy_file(from, to, error);
  refuse_environment(from, error);
  // SQLite takes an empty file for a new database.
  if (std::filesystem::file_size(to, error) == 0) {
    throw store::CannotOpen(store::CannotOpen::Reason::not_a_catalogue, from.string());
  }
  for (const char* const suffix : log_suffixes) {
    const std::string log = from.string() + suffix;
    if (std::filesystem::exists(log, error)) {
      std::filesystem::copy_file(log, to.string() + suffix, error);
      refuse_environment(log, error);
    }
  }
}

// nullopt: there is no catalogue, or none that can be read.
std::optional<Counters> counters_of(const Options& options) {
  std::error_code error;
  if (!std::filesystem::exists(options.file, error)) {
    return std::nullopt;
  }
  try {
    Connection connection(connection_options(options, Access::read));
    return CountersRow(connection).read();
  } catch (const StorageError&) {
    return std::nullopt;
  }
}

// SQLite's words for damage name a statement: whoever reads them has to know in which file.
void refuse_damaged(const std::filesystem::path& file, const StorageError& error) {
  if ((error.code() & 0xFF) == SQLITE_CORRUPT) {
    throw store::CannotOpen(store::CannotOpen::Reason::damaged, file.string(), error.what());
  }
}

// SQLite takes an empty file as a place for the copy, but tells of none that cannot be made.
void refuse_unwritable(const std::filesystem::path& part, const std::filesystem::path& target) {
  const int descriptor = ::open(part.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) {
    throw store::CannotOpen(store::CannotOpen::Reason::unwritable, target.string(),
                            std::generic_category().message(errno));
  }
  ::close(descriptor);
}

// A random step for the counters when the former catalogue's counters cannot be read.
std::int64_t unlikely_gap() {
  constexpr std::int64_t least = std::int64_t{1} << 20;
  constexpr std::int64_t most = std::int64_t{1} << 24;
  std::random_device random;
  return std::uniform_int_distribution<std::int64_t>(least, most)(random);
}

}  // namespace

Maintenance::Maintenance(const Options& options, const base::Clock& clock) try
    : options_(options), clock_(clock), file_(options, Access::load, clock) {
} catch (const StorageError& error) {
  refuse_damaged(options.file, error);
  throw;
}

std::unique_ptr<store::Loader> Maintenance::loader(store::LoadEffect effect) {
  return std::make_unique<Loader>(file_.connection(), clock_, effect);
}

std::optional<store::ImportedFile> Maintenance::imported_before(const std::string& sha256) {
  return sqlite::imported_before(file_.connection(), sha256);
}

void Maintenance::note_import(const store::ImportedFile& file) {
  sqlite::note_import(file_.connection(), file);
}

std::unique_ptr<store::Scan> Maintenance::scan() {
  return std::make_unique<Scan>(connection_options(options_, Access::read));
}

store::Findings Maintenance::check() {
  try {
    return inspect(file_.connection());
  } catch (const StorageError& error) {
    refuse_damaged(options_.file, error);
    throw;
  }
}

std::unique_ptr<store::IndexStore> Maintenance::index_store() {
  return std::make_unique<IndexStore>(connection_options(options_, Access::read),
                                      directly_on(file_.connection()));
}

std::unique_ptr<store::KeyStore> Maintenance::keys() {
  return std::make_unique<KeyStore>(connection_options(options_, Access::read),
                                    directly_on(file_.connection()));
}

std::unique_ptr<store::CopyReader> Maintenance::copy_reader() {
  return std::make_unique<CopyReader>(file_.connection());
}

std::unique_ptr<store::CopyWriter> Maintenance::copy_writer() {
  const Counters counters = CountersRow(file_.connection()).read();
  if (counters.sequence.value != 0) {
    throw store::CannotOpen(store::CannotOpen::Reason::exists, options_.file.string());
  }
  return std::make_unique<CopyWriter>(file_.connection());
}

void Maintenance::continue_after(const std::optional<Counters>& replaced) {
  CountersRow row(file_.connection());
  Counters counters = row.read();
  const catalog::Sequence known = counters.sequence;
  counters.sequence.value = replaced
                                ? std::max(counters.sequence.value, replaced->sequence.value) + 1
                                : counters.sequence.value + unlikely_gap();
  if (replaced) {
    counters.last_id = std::max(counters.last_id, replaced->last_id);
  }
  Transaction transaction(file_.connection());
  // One that is of these books stays good, because whatever follows has higher numbers. One that is
  // not is known by its mark, and only now.
  forget_index_ahead_of(file_.connection(), known);
  row.write(counters);
  transaction.commit();
}

void Maintenance::backup(const std::filesystem::path& target) {
  std::error_code error;
  if (std::filesystem::exists(target, error)) {
    throw store::CannotOpen(store::CannotOpen::Reason::exists, target.string());
  }
  const TemporaryFile part(target.string() + ".part");
  refuse_unwritable(part.path(), target);
  try {
    const std::string name = part.path().string();
    Statement copy = file_.connection().prepare("VACUUM INTO ?1");
    execute(copy, name);
  } catch (const StorageError& broken) {
    refuse_damaged(options_.file, broken);
    if (broken.kind() == StorageError::Kind::full) {
      throw store::CannotOpen(store::CannotOpen::Reason::unwritable, target.string(),
                              std::generic_category().message(ENOSPC));
    }
    throw;
  }
  sync_path(part.path());
  rename_durably(part.path(), target);
}

std::filesystem::path restore(const std::filesystem::path& backup, const Options& target,
                              const base::Clock& clock) {
  make_folder_of(target.file);
  const FileLock lock(target.file);
  std::error_code error;
  if (std::filesystem::equivalent(backup, target.file, error)) {
    throw store::CannotOpen(store::CannotOpen::Reason::environment, backup.string(),
                            "it would be restored from itself");
  }
  const TemporaryFile part(target.file.string() + ".restoring");
  copy_whole(backup, part.path());
  Options copy = target;
  copy.file = part.path();
  copy.replaced = Options::Replaced::removed;
  try {
    Maintenance checked(copy, clock);
    if (const store::Findings findings = checked.check(); !findings.empty()) {
      throw store::CannotOpen(store::CannotOpen::Reason::unsound, backup.string(),
                              findings.front());
    }
    checked.continue_after(counters_of(target));
  } catch (const store::CannotOpen& refusal) {
    // Names the file that the user named.
    using Reason = store::CannotOpen::Reason;
    const bool is_damaged = refusal.reason() == Reason::damaged;
    throw store::CannotOpen(is_damaged ? Reason::unsound : refusal.reason(), backup.string(),
                            refusal.subject());
  }
  if (std::filesystem::exists(part.path().string() + "-wal", error)) {
    throw store::CannotOpen(store::CannotOpen::Reason::environment, backup.string(),
                            "its log cannot be written back");
  }
  sync_path(part.path());
  std::filesystem::path aside = move_aside(target.file, clock);
  rename_durably(part.path(), target.file);
  return aside;
}

}  // namespace sqlite

#include "store/sqlite/bulk.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include "store/sqlite/book_rows.hpp"
#include "store/sqlite/counters.hpp"
#include "store/sqlite/inspection.hpp"
#include "store/sqlite/loader.hpp"
#include "store/sqlite/records.hpp"

namespace sqlite {
namespace {

class Scan final : public store::Scan {
 public:
  explicit Scan(const ConnectionOptions& options)
      : connection_(options),
        counters_row_(connection_),
        counters_(counters_row_.open_snapshot()),
        all_(connection_, "SELECT " + book_columns() + " FROM books ORDER BY id") {}

  std::optional<catalog::Book> next() override {
    std::optional<catalog::Book> book;
    // A finished statement would begin anew.
    done_ = done_ || !all_.step();
    if (!done_) {
      read_book(all_, book.emplace());
    }
    return book;
  }
  std::uint64_t total() const override { return static_cast<std::uint64_t>(counters_.books); }

 private:
  Connection connection_;
  CountersRow counters_row_;
  Counters counters_;
  Statement all_;
  bool done_ = false;
};

// A file of an unfinished step, gone at the end of the scope unless it was put in its place.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::filesystem::path path) : path_(std::move(path)) { remove(); }
  ~TemporaryFile() { remove(); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  const std::filesystem::path& path() const noexcept { return path_; }

 private:
  void remove() const noexcept {
    std::error_code ignored;
    for (const char* const suffix : {"", "-wal", "-shm", "-journal", ".lock"}) {
      std::filesystem::remove(path_.string() + suffix, ignored);
    }
  }
  std::filesystem::path path_;
};

void refuse_environment(const std::filesystem::path& file, const std::error_code& error) {
  if (error) {
    throw store::CannotOpen(store::CannotOpen::Reason::environment, file.string(), error.message());
  }
}

void rename_durably(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::error_code error;
  std::filesystem::rename(from, to, error);
  refuse_environment(to, error);
  sync_path(folder_of(to));
}

// Moves a catalogue aside with its logs. The file goes first: a log without its file is ignored, a
// file that lost its log would be a different catalogue. Logs that lost their file go as well:
// SQLite would replay them onto whatever file takes its place.
std::filesystem::path move_aside(const std::filesystem::path& file, const base::Clock& clock) {
  std::string moment = base::to_rfc3339(clock.now());
  std::erase_if(moment, [](char c) { return c == ':' || c == '-'; });
  const std::string aside = file.string() + ".before-restore-" + moment;
  std::error_code error;
  const bool was_there = std::filesystem::exists(file, error);
  for (const char* const suffix : {"", "-wal", "-shm", "-journal"}) {
    if (std::filesystem::exists(file.string() + suffix, error)) {
      rename_durably(file.string() + suffix, aside + suffix);
    }
  }
  return was_there ? aside : std::string();
}

}  // namespace

Maintenance::Maintenance(const Options& options, const base::Clock& clock)
    : options_(options), clock_(clock), file_(options, Access::load, clock) {}

std::unique_ptr<store::Loader> Maintenance::loader() {
  return std::make_unique<Loader>(file_.connection(), clock_);
}

std::unique_ptr<store::Scan> Maintenance::scan() {
  return std::make_unique<Scan>(connection_options(options_, Access::read));
}

store::Findings Maintenance::check() { return inspect(file_.connection()); }

std::unique_ptr<store::RecordReader> Maintenance::read_records() {
  return std::make_unique<RecordReader>(file_.connection());
}

std::unique_ptr<store::RecordWriter> Maintenance::write_records() {
  const Counters counters = CountersRow(file_.connection()).read();
  if (counters.sequence.value != 0) {
    throw store::CannotOpen(store::CannotOpen::Reason::exists, options_.file.string());
  }
  return std::make_unique<RecordWriter>(file_.connection());
}

void Maintenance::backup(const std::filesystem::path& target) {
  std::error_code error;
  if (std::filesystem::exists(target, error)) {
    throw store::CannotOpen(store::CannotOpen::Reason::exists, target.string());
  }
  const TemporaryFile part(target.string() + ".part");
  {
    const std::string name = part.path().string();
    Statement copy = file_.connection().prepare("VACUUM INTO ?1");
    execute(copy, name);
  }
  sync_path(part.path());
  rename_durably(part.path(), target);
}

std::filesystem::path restore(const std::filesystem::path& backup, const Options& target,
                              const base::Clock& clock) {
  make_folder_of(target.file);
  const FileLock lock(target.file);
  const TemporaryFile part(target.file.string() + ".restoring");
  std::error_code error;
  std::filesystem::copy_file(backup, part.path(), error);
  refuse_environment(backup, error);
  // SQLite takes an empty file for a new database.
  if (std::filesystem::file_size(part.path(), error) == 0) {
    throw store::CannotOpen(store::CannotOpen::Reason::not_a_catalogue, backup.string());
  }
  Options copy = target;
  copy.file = part.path();
  try {
    Maintenance checked(copy, clock);
    if (const store::Findings findings = checked.check(); !findings.empty()) {
      throw store::CannotOpen(store::CannotOpen::Reason::unsound, backup.string(),
                              findings.front());
    }
  } catch (const store::CannotOpen& refusal) {
    // Names the file that the user named.
    throw store::CannotOpen(refusal.reason(), backup.string(), refusal.subject());
  }
  sync_path(part.path());
  std::filesystem::path aside = move_aside(target.file, clock);
  rename_durably(part.path(), target.file);
  return aside;
}

}  // namespace sqlite

#include "imports/upload.hpp"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <exception>
#include <system_error>
#include <utility>

#include "base/check.hpp"

namespace imports {
namespace {

using catalog::ProblemCode;

// How often it is looked whether there is still room.
constexpr std::int64_t room_checked_every = std::int64_t{16} * 1024 * 1024;

[[noreturn]] void throw_errno(const std::filesystem::path& file) {
  throw std::system_error(errno, std::generic_category(), file.string());
}

}  // namespace

SpooledFile::SpooledFile(const store::SpoolPlace& place) {
  std::string path = (place.folder / "envio-XXXXXX").string();
  file_.descriptor = mkostemp(path.data(), O_CLOEXEC);
  if (file_.descriptor < 0) {
    throw_errno(place.folder);
  }
  if (place.files == store::SpoolPlace::Files::named) {
    file_.path = path;
  } else {
    unlink(path.c_str());
  }
}

SpooledFile::~SpooledFile() {
  close(file_.descriptor);
  if (!file_.path.empty()) {
    // Gone already where it became an import's.
    unlink(file_.path.c_str());
  }
}

void SpooledFile::write(std::string_view bytes) {
  digest_.update(bytes);
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_.descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written < 0) {
      throw_errno(file_.path);
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
    bytes_ += written;
  }
}

std::string SpooledFile::finish() {
  if (fdatasync(file_.descriptor) != 0) {
    throw_errno(file_.path);
  }
  return base::hexadecimal(digest_.finish());
}

// ---- an upload ----------------------------------------------------------------------------------

struct Upload::Shared {
  Shared(base::Executor& home, const store::SpoolPlace& place)
      : executor(home), folder(place.folder) {
    file = std::make_shared<SpooledFile>(place);
  }

  // The writing thread's.
  void write(std::string_view bytes) {
    if (failure) {
      return;
    }
    try {
      const std::int64_t before = file->bytes();
      file->write(bytes);
      if (before / room_checked_every != file->bytes() / room_checked_every &&
          lacks_room(folder, static_cast<std::uint64_t>(file->bytes()) / 2)) {
        failure = catalog::problem::of(ProblemCode::no_room_for_file);
      }
    } catch (const std::system_error& error) {
      failure = catalog::problem::of(error.code() == std::errc::no_space_on_device
                                         ? ProblemCode::no_room_for_file
                                         : ProblemCode::storage_unavailable);
    }
  }

  base::Executor& executor;
  const std::filesystem::path folder;
  std::shared_ptr<SpooledFile> file;
  std::optional<catalog::Problem> failure;

  // The I/O thread's.
  bool is_writing = false;
  bool has_failed = false;
  std::function<void()> ready;
};

Upload::Upload(TaskQueue& writing, base::Executor& executor, const store::SpoolPlace& place)
    : writing_(writing), shared_(std::make_shared<Shared>(executor, place)) {
  piece_.reserve(upload_piece_bytes);
}

Upload::Taken Upload::take(std::string_view bytes, std::function<void()> ready) {
  if (!has_whole_head()) {
    head_.append(bytes.substr(0, upload_head_bytes - head_.size()));
  }
  piece_.append(bytes);
  has_failed_ = has_failed_ || shared_->has_failed;
  if (has_failed_) {
    return Taken::failed;
  }
  if (piece_.size() < upload_piece_bytes) {
    return Taken::more;
  }
  if (shared_->is_writing) {
    shared_->ready = std::move(ready);
    return Taken::wait;
  }
  has_failed_ = !hand_over();
  return has_failed_ ? Taken::failed : Taken::more;
}

// False when the writing thread takes no more.
bool Upload::hand_over() {
  shared_->is_writing = true;
  // Shared because a std::function must be copyable.
  const auto piece = std::make_shared<std::string>(std::exchange(piece_, {}));
  piece_.reserve(upload_piece_bytes);
  return writing_.push([shared = shared_, piece] {
    shared->write(*piece);
    const bool has_failed = shared->failure.has_value();
    shared->executor.post([shared, has_failed] {
      shared->is_writing = false;
      shared->has_failed = has_failed;
      if (const auto go_on = std::exchange(shared->ready, {})) {
        go_on();
      }
    });
  });
}

bool Upload::finish(Finished done) {
  const auto piece = std::make_shared<std::string>(std::move(piece_));
  return writing_.push([shared = std::move(shared_), piece, done = std::move(done)] {
    shared->write(*piece);
    if (shared->failure) {
      done(catalog::fail(*shared->failure));
      return;
    }
    try {
      done(Whole{shared->file, shared->file->finish()});
    } catch (const std::exception&) {
      done(catalog::fail(catalog::problem::of(ProblemCode::storage_unavailable)));
    }
  });
}

bool lacks_room(const std::filesystem::path& folder, std::uint64_t bytes) noexcept {
  struct statvfs status{};
  if (statvfs(folder.c_str(), &status) != 0) {
    return false;
  }
  const std::uint64_t free = std::uint64_t{status.f_bavail} * status.f_frsize;
  return free / 2 < bytes;
}

}  // namespace imports

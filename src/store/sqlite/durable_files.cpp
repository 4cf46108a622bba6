#include "store/sqlite/durable_files.hpp"

#include <array>
#include <string>

#include "store/cannot_open.hpp"
#include "store/sqlite/file_lock.hpp"

namespace sqlite {

void remove_with_logs(const std::filesystem::path& file) noexcept {
  std::error_code ignored;
  for (const char* const suffix : {"", "-wal", "-shm", "-journal", ".lock"}) {
    std::filesystem::remove(file.string() + suffix, ignored);
  }
}

void TemporaryFile::remove() const noexcept { remove_with_logs(path_); }

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

std::filesystem::path name_aside(const std::filesystem::path& file, std::string_view reason,
                                 const base::Clock& clock) {
  std::string moment = base::to_rfc3339(clock.now());
  std::erase_if(moment, [](char c) { return c == ':' || c == '-'; });
  return file.string() + ".before-" + std::string(reason) + "-" + moment;
}

}  // namespace sqlite

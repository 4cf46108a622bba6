// Files put in the place of others so that a power cut leaves the one or the other, never half of
// both. Throws CannotOpen (environment). Any thread.
#pragma once

#include <filesystem>
#include <string_view>
#include <system_error>

#include "base/clock.hpp"

namespace sqlite {

// A file of an unfinished step, with its logs: removed at the end of the scope unless it was put in
// its place.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::filesystem::path path) : path_(std::move(path)) { remove(); }
  ~TemporaryFile() { remove(); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  const std::filesystem::path& path() const noexcept { return path_; }

 private:
  void remove() const noexcept;
  std::filesystem::path path_;
};

// A catalogue's file with its logs and its lock.
void remove_with_logs(const std::filesystem::path& file) noexcept;

void refuse_environment(const std::filesystem::path& file, const std::error_code& error);
void rename_durably(const std::filesystem::path& from, const std::filesystem::path& to);

// "livros.db.before-restore-20261128T221109123Z"
std::filesystem::path name_aside(const std::filesystem::path& file, std::string_view reason,
                                 const base::Clock& clock);

}  // namespace sqlite

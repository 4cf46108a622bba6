// A new folder in memory or in the system's temporary place, removed with all it holds at the end
// of its life. One thread.
#pragma once

#include <filesystem>
#include <string_view>

namespace contract {

class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace contract

#include "contract/temporary_folder.hpp"

#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <system_error>

namespace contract {
namespace {

constexpr std::uintmax_t memory_bytes_min = std::uintmax_t{2} << 30;

// In memory where there is room: thousands of small databases wait for a disk most of their time.
// What happens when the power is cut is asked of FaultyDisk, not of the disk.
std::filesystem::path place() {
  const std::filesystem::path memory = "/dev/shm";
  std::error_code error;
  const auto room = std::filesystem::space(memory, error);
  const bool fits = !error && room.available >= memory_bytes_min;
  return fits && ::access(memory.c_str(), W_OK) == 0 ? memory
                                                     : std::filesystem::temp_directory_path();
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string name = (place() / "livros-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    throw std::runtime_error("cannot make a temporary folder");
  }
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace contract

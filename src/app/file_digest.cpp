#include "app/file_digest.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <vector>

#include "base/sha256.hpp"

namespace app {

std::optional<std::string> sha256_of(const FileDescriptor& file) {
  struct stat status{};
  if (fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    return std::nullopt;
  }
  base::Sha256 digest;
  std::vector<char> buffer(std::size_t{1} << 20);
  for (off_t at = 0;;) {
    const ssize_t got = pread(file.get(), buffer.data(), buffer.size(), at);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      throw std::system_error(errno, std::generic_category(), "import: read");
    }
    if (got == 0) {
      break;
    }
    digest.update({buffer.data(), static_cast<std::size_t>(got)});
    at += got;
  }
  return base::hexadecimal(digest.finish());
}

}  // namespace app

// `import --rejects FILE`: the refused records as they came, in a file that can be mended and
// imported. Made when the first record is refused. One thread; failures throw std::system_error.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/file_descriptor.hpp"
#include "formats/format.hpp"

namespace app {

// Throws when no file can be made there. To be asked before a catalogue is opened, which makes one.
void require_free(const std::string& path);

class RejectsFile {
 public:
  // An empty path: none is wanted.
  RejectsFile(std::string path, const formats::Reader& reader);

  void add(const std::string& bytes);
  // Writes the rest and says what is in it.
  void finish();

 private:
  std::string path_;
  const formats::Reader& reader_;
  std::optional<FileDescriptor> file_;
  std::string text_;
  std::uint64_t written_ = 0;
  std::uint64_t lost_ = 0;  // too large to be kept
};

}  // namespace app

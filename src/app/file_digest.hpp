// The SHA-256 of a file that will be read again, as `sha256sum` prints it. Blocks; failures throw
// std::system_error.
#pragma once

#include <optional>
#include <string>

#include "app/file_descriptor.hpp"

namespace app {

// nullopt: not a regular file. Where the file is read from does not move.
std::optional<std::string> sha256_of(const FileDescriptor& file);

}  // namespace app

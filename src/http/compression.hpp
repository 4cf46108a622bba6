// gzip (RFC 1952) and zstd (RFC 8878) of a whole body. Each thread keeps its two contexts, about
// 1 MiB together, so that a call that compresses allocates nothing but its result. Any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "http/negotiate.hpp"

namespace http {

// The body in `coding`; a plain copy for identity. Throws std::bad_alloc when memory ran out.
std::string compress(Coding coding, std::string_view body);

// What this program had compressed: `zstd` holds exactly `bytes` bytes, or it is a bug.
std::string decompress_zstd(std::string_view zstd, std::size_t bytes);

}  // namespace http

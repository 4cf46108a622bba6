// gzip (RFC 1952) and zstd (RFC 8878) of a whole body. Each thread keeps its two contexts, about
// 1 MiB together, so that a call that compresses allocates nothing but its result. Any thread.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "http/negotiate.hpp"

namespace http {

// The body in `coding`; a plain copy for identity. Throws std::bad_alloc when memory ran out.
std::string compress(Coding coding, std::string_view body);

// A body that comes in pieces. What is added may stay inside for a while.
class Compressor {
 public:
  virtual ~Compressor() = default;
  virtual void add(std::string_view piece, std::string& out) = 0;
  virtual void finish(std::string& out) = 0;
};
// Not for identity. Holds up to 2 MiB. Throws std::bad_alloc when memory ran out, as do its
// functions.
std::unique_ptr<Compressor> make_compressor(Coding coding);

// What this program had compressed: `zstd` holds exactly `bytes` bytes, or it is a bug.
std::string decompress_zstd(std::string_view zstd, std::size_t bytes);

}  // namespace http

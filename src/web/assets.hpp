// Style sheets and scripts of the pages, compressed at build time (tools/embed.py): the files of
// src/web/assets, and what the build fetched. An address holds a hash of the content, so browsers
// keep it for ever. Constants; any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace web {

struct Asset {
  std::string_view name;        // "estilo.css"
  std::string_view file;        // "estilo.0a1b2c3d4e.css", the last part of its address
  std::string_view address;     // "/s/estilo.0a1b2c3d4e.css"
  std::string_view media_type;  // of Content-Type
  std::size_t bytes;            // uncompressed
  std::string_view gzip;        // empty: too large to be embedded twice
  std::string_view zstd;
  std::span<const std::string_view> imports;  // a module: addresses of all it loads, itself not
};

std::span<const Asset> assets() noexcept;
// Changes whenever any of them does.
std::string_view assets_hash() noexcept;

// By the last part of its address; nullptr: there is none.
const Asset* asset_at(std::string_view file) noexcept;
// nullptr: this build has none of that name.
const Asset* asset_named(std::string_view name) noexcept;
// The address of one that is always there.
std::string_view asset_address(std::string_view name) noexcept;

}  // namespace web

// The books for `serve --demo` on an empty catalogue, from demo.yaml: ids 1 to 4 are the original
// demo's. Pure data, any thread.
#pragma once

#include <string_view>
#include <vector>

#include "catalog/new_book.hpp"

namespace app {

std::vector<catalog::NewBook> demo_books();

// demo.yaml as NDJSON, made at build time by tools/embed.py.
std::string_view demo_ndjson() noexcept;

}  // namespace app

// The four books of the original demo, ids 1 to 4, for `serve --demo` on an empty catalogue.
// Pure data, any thread.
#pragma once

#include <vector>

#include "catalog/new_book.hpp"

namespace app {

std::vector<catalog::NewBook> demo_books();

}  // namespace app

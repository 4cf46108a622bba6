#include "base/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace base {

void check_failed(std::source_location where) noexcept {
  std::fprintf(stderr, "check failed: %s:%u in %s\n", where.file_name(), where.line(),
               where.function_name());
  std::abort();
}

}  // namespace base

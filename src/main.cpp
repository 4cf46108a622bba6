// argv -> Config -> command.
#include <malloc.h>

#include <cstdio>
#include <exception>

#include "app/command_line.hpp"
#include "app/commands.hpp"
#include "app/language.hpp"

namespace {

// Larger pieces (columns of the search index, mostly) go back to the system when they are freed. By
// default the allocator learns from each one to keep the next.
constexpr int given_back_bytes = 1024 * 1024;

}  // namespace

int main(int argc, char** argv) {
  mallopt(M_MMAP_THRESHOLD, given_back_bytes);
  const auto parsed = app::parse_command_line(argc, argv);
  if (const auto* code = std::get_if<app::ExitCode>(&parsed)) {
    return static_cast<int>(*code);
  }
  try {
    const auto code = std::visit([](const auto& config) { return app::run(config); },
                                 std::get<app::Config>(parsed));
    return static_cast<int>(code);
  } catch (const std::exception& broken) {
    std::fprintf(stderr, "api-livros: %s\n", app::explain(broken).c_str());
    return static_cast<int>(app::ExitCode::failed);
  }
}

// argv -> Config -> command.
#include <cstdio>
#include <exception>

#include "app/command_line.hpp"
#include "app/commands.hpp"

int main(int argc, char** argv) {
  const auto parsed = app::parse_command_line(argc, argv);
  if (const auto* code = std::get_if<app::ExitCode>(&parsed)) {
    return static_cast<int>(*code);
  }
  try {
    const auto code = std::visit([](const auto& config) { return app::run(config); },
                                 std::get<app::Config>(parsed));
    return static_cast<int>(code);
  } catch (const std::exception& broken) {
    std::fprintf(stderr, "api-livros: %s\n", broken.what());
    return static_cast<int>(app::ExitCode::failed);
  }
}

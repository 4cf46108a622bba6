// argv, environment (API_LIVROS_…) and an optional TOML/INI file -> Config. The command line beats
// the environment, the environment beats the file. A wrong option is refused with the nearest right
// one. Called once, on the main thread.
#pragma once

#include <variant>

#include "app/config.hpp"
#include "app/exit_code.hpp"

namespace app {

// Either what to do, or the exit code after help or an error has been printed.
std::variant<Config, ExitCode> parse_command_line(int argc, const char* const* argv);

}  // namespace app

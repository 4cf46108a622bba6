// The options of `import` and `export`. Used while the commands are described and once they are
// parsed, on the main thread; what is wrong throws CLI::ValidationError.
#pragma once

#include <CLI/App.hpp>

#include "app/options.hpp"

namespace app {

void add_file_commands(CLI::App& root, Options& options);
Config chosen_import(const Options& options);
Config chosen_export(const Options& options);

}  // namespace app

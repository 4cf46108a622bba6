// Options that several commands have: the catalogue that they work on. Used while the commands are
// described, on the main thread; the targets outlive the command.
#pragma once

#include <CLI/App.hpp>
#include <string>

#include "app/config.hpp"

namespace app {

// The word for a file in the usage lines.
std::string file_type();
void add_database(CLI::App& command, DatabaseConfig& database);
void add_index_folder(CLI::App& command, DatabaseConfig& database);

}  // namespace app

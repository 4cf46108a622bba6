// The options that say who this catalogue is in what it gives to others: its public address and
// what MARC 21 wants to know. For `serve` and `export`; used once, on the main thread.
#pragma once

#include <CLI/App.hpp>

#include "app/config.hpp"

namespace app {

void add_identity_options(CLI::App& command, IdentityConfig& identity);

}  // namespace app

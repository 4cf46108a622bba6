// The options that say who this catalogue is in what it gives to others: its public address and
// what MARC 21 wants to know, for `serve` and `export`; for `serve` alone, what harvesters and
// readers of feeds are told. Used once, on the main thread.
#pragma once

#include <CLI/App.hpp>

#include "app/config.hpp"

namespace app {

void add_identity_options(CLI::App& command, IdentityConfig& identity);
void add_repository_options(CLI::App& serve, IdentityConfig& identity);

}  // namespace app

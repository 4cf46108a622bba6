// The options of `serve` that say who may do what, how often and from where, and what they mean
// together. Used once, on the main thread.
#pragma once

#include <CLI/App.hpp>

#include "app/config.hpp"

namespace app {

// The administrator's key itself comes in this variable or in a file, never on the command line,
// where every process of the machine could read it.
inline constexpr const char* admin_key_variable = "API_LIVROS_ADMIN_KEY";

void add_access_options(CLI::App& serve, ServeConfig& config);

// Fills in what was not said and reads the administrator's key; throws CLI::ValidationError when
// options contradict each other or the key is weak.
void complete_access(const CLI::App& serve, ServeConfig& config);

}  // namespace app

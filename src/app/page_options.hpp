// The options that say what the pages may do beside asking this server. For `serve`; used once, on
// the main thread.
#pragma once

#include <CLI/App.hpp>

#include "app/config.hpp"

namespace app {

void add_page_options(CLI::App& serve, ServeConfig& config);

}  // namespace app

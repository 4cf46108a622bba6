// The manual page and the shell completion, made from the options as CLI11 knows them: the hidden
// command `manual` prints them, and packaging installs what it prints. Main thread.
#pragma once

#include <CLI/App.hpp>
#include <cstdint>
#include <string>

namespace app {

enum class ManualForm : std::uint8_t { man, bash };

// roff for man(1), in the language of the command line, or bash code for complete(1).
std::string manual(const CLI::App& root, ManualForm form);

}  // namespace app

// Kinds of files that people take for a catalogue's and that are not read: spreadsheets, archives,
// pages, formats of other programs. Who sends one is told what it is and what to send instead.
// Pure functions, any thread.
#pragma once

#include <optional>
#include <string_view>

#include "catalog/problem.hpp"

namespace formats {

// What these bytes begin, and what to do: "é uma planilha …: salve como CSV (UTF-8)". nullopt: no
// such kind, which says nothing of whether it can be read.
std::optional<catalog::Wording> foreign_file(std::string_view first_bytes);

}  // namespace formats

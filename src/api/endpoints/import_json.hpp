// An import as a client sees it: its row, its report, and why records were refused, in the words of
// the client's language. Pure functions, any thread.
#pragma once

#include <string>

#include "catalog/problem.hpp"
#include "imports/imports.hpp"

namespace api {

// With the reasons why records were refused, and what undoing kept.
void append_import(std::string& out, const imports::Shown& shown, catalog::Language language);
// In a list: without these.
void append_import_summary(std::string& out, const store::Import& import);

}  // namespace api

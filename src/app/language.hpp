// The language that the command line speaks: English when the environment asks for it, Portuguese
// otherwise, as an HTTP client chooses by Accept-Language. LC_ALL decides, else LC_MESSAGES, else
// LANG. Only reads the environment; main thread, and later wherever nothing changes it.
#pragma once

#include <exception>
#include <string>

#include "catalog/problem.hpp"

namespace app {

catalog::Language language();

// The wording in that language.
std::string say(const catalog::Wording& wording);

// What went wrong, in that language as far as the words are this program's or the system's; a
// database's own words stay as they are.
std::string explain(const std::exception& error);

}  // namespace app

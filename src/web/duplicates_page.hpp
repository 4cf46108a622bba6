// The page where likely duplicates are put side by side; duplicados.js fills it from the API. Pure
// function, any thread.
#pragma once

#include <string>

#include "web/layout.hpp"

namespace web {

std::string duplicates_document(const View& view);

}  // namespace web

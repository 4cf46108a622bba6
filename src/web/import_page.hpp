// The page that brings a file in: the choice of it, and the place where importar.js shows what the
// API says of an import. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "web/layout.hpp"

namespace web {

// `shown`: the number of an import, instead of the choice of a file.
std::string import_document(const View& view, std::optional<std::int64_t> shown);

}  // namespace web

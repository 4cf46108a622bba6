// CSL-JSON, the form in which reference managers hand books to citation processors: an array of
// items, also for one book. One thread.
#pragma once

#include <memory>

#include "formats/format.hpp"

namespace formats {

std::unique_ptr<Writer> make_csl_writer();

}  // namespace formats

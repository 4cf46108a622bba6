// A record of a file as an item of a slice: what is added to its book, and why it was refused.
// Pure functions, any thread.
#pragma once

#include <cstddef>

#include "formats/format.hpp"
#include "imports/parameters.hpp"
#include "store/import_slice.hpp"

namespace imports {

// Takes room for each warning that it lists; those that find none are counted only.
store::ImportItem item_of(formats::Record&& record, const Parameters& parameters,
                          std::size_t& warnings_room);
store::ImportFault fault_of(const formats::FileFailure& failure);

}  // namespace imports

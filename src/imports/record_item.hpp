// A record of a file as an item of a slice: what is added to its book, and why it was refused.
// Pure functions, any thread.
#pragma once

#include "formats/format.hpp"
#include "imports/parameters.hpp"
#include "store/import_slice.hpp"

namespace imports {

store::ImportItem item_of(formats::Record&& record, const Parameters& parameters);
store::ImportFault fault_of(const formats::FileFailure& failure);

}  // namespace imports

// What must hold for any input of a formats::Reader; the fuzz targets of the formats call it.
// A broken promise aborts the process, which is what a fuzzer looks for.
#pragma once

#include <string_view>

#include "formats/format.hpp"

namespace support {

// However the input is cut, the outcomes are the same; records are numbered from 1 (0: a refused
// header, alone); every book that is accepted is written and read back equal in NDJSON and CSV.
void fuzz_reader(formats::Format format, std::string_view input);

}  // namespace support

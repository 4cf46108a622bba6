#include "support/fuzz_target.hpp"
#include "support/reader_fuzz.hpp"

FUZZ_TARGET(ndjson) { support::fuzz_reader(formats::Format::ndjson, input); }

#include "support/fuzz_target.hpp"
#include "support/reader_fuzz.hpp"

FUZZ_TARGET(csv) { support::fuzz_reader(formats::Format::csv, input); }

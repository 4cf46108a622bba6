#include "support/fuzz_target.hpp"
#include "support/reader_fuzz.hpp"

FUZZ_TARGET(csl) { support::fuzz_reader(formats::Format::csl, input); }

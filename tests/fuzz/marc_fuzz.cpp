#include "support/fuzz_target.hpp"
#include "support/reader_fuzz.hpp"

FUZZ_TARGET(marc) { support::fuzz_reader(formats::Format::marc, input); }

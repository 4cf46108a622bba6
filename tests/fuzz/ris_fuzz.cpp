#include "support/fuzz_target.hpp"
#include "support/reader_fuzz.hpp"

FUZZ_TARGET(ris) { support::fuzz_reader(formats::Format::ris, input); }

#include "support/fuzz_target.hpp"
#include "support/reader_fuzz.hpp"

FUZZ_TARGET(marcxml) { support::fuzz_reader(formats::Format::marcxml, input); }

#include "support/fuzz_target.hpp"
#include "support/reader_fuzz.hpp"

FUZZ_TARGET(unimarc) { support::fuzz_reader(formats::Format::unimarc, input); }

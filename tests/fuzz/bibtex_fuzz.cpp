#include "support/fuzz_target.hpp"
#include "support/reader_fuzz.hpp"

FUZZ_TARGET(bibtex) { support::fuzz_reader(formats::Format::bibtex, input); }

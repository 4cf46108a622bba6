#include "support/reader_fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  support::fuzz_reader(formats::Format::ris, {.data = data, .size = size});
  return 0;
}

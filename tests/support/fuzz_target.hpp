// FUZZ_TARGET(name) {…}: what is done with one input, a std::string_view named `input`. With the
// preset `fuzz` it is the entry of libFuzzer in a program of its own; otherwise it is one of the
// targets that fuzz_replay runs by name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace support {

struct FuzzTarget {
  std::string_view name;
  void (*run)(std::string_view input);
};

// Those of this program; each enters before main().
inline std::vector<FuzzTarget>& fuzz_targets() {
  static std::vector<FuzzTarget> targets;
  return targets;
}
inline bool add_fuzz_target(FuzzTarget target) {
  fuzz_targets().push_back(target);
  return true;
}

}  // namespace support

#ifdef API_LIVROS_LIBFUZZER
#define FUZZ_ENTRY(name)                                                              \
  extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) { \
    fuzz_##name(std::string_view(reinterpret_cast<const char*>(data), size));         \
    return 0;                                                                         \
  }
#else
#define FUZZ_ENTRY(name) \
  static const bool name##_is_a_target = support::add_fuzz_target({#name, &fuzz_##name});
#endif

#define FUZZ_TARGET(name)                          \
  static void fuzz_##name(std::string_view input); \
  FUZZ_ENTRY(name)                                 \
  static void fuzz_##name(std::string_view input)

// fuzz_replay NAME CORPUS: stands in for libFuzzer where the compiler has none. It feeds a target
// every file of its corpus and a fixed number of mutants of them. The same corpus gives the same
// inputs on every machine. An input that kills the process is left in the working folder as
// fuzz-crash.bin.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <span>
#include <string_view>
#include <vector>

#include "support/fuzz_target.hpp"

namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t mutants_per_file = 200;
constexpr std::size_t edits_max = 8;
constexpr std::size_t input_bytes_max = 64 * 1024;

Bytes read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// In the order of their names: directory order differs between machines.
std::vector<Bytes> read_corpus(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.is_regular_file()) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<Bytes> inputs;
  inputs.reserve(paths.size());
  for (const auto& path : paths) inputs.push_back(read_file(path));
  return inputs;
}

// What runs now, for the signal handler, which may only make system calls.
std::span<const std::uint8_t> running;

void keep_running_input(int signal_number) {
  const int file = ::open("fuzz-crash.bin", O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (file >= 0 && ::write(file, running.data(), running.size()) >= 0) ::close(file);
  std::signal(signal_number, SIG_DFL);
  std::raise(signal_number);
}

void run_on(const support::FuzzTarget& target, const Bytes& input) {
  running = input;
  target.run({reinterpret_cast<const char*>(input.data()), input.size()});
}

class Mutator {
 public:
  explicit Mutator(const std::vector<Bytes>& corpus) : corpus_(corpus) {}

  Bytes mutant_of(Bytes input) {
    for (std::size_t edits = 1 + below(edits_max); edits > 0; --edits) edit(input);
    if (input.size() > input_bytes_max) input.resize(input_bytes_max);
    return input;
  }

 private:
  // Not uniform_int_distribution: its results differ between standard libraries.
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }

  std::ptrdiff_t place_in(const Bytes& input) {
    return static_cast<std::ptrdiff_t>(below(input.size() + 1));
  }

  void edit(Bytes& input) {
    const auto kind = below(input.empty() ? 2 : 5);
    if (kind == 0) {
      input.insert(input.begin() + place_in(input), static_cast<std::uint8_t>(below(256)));
    } else if (kind == 1) {
      splice_into(input);
    } else if (kind == 2) {
      input[below(input.size())] ^= static_cast<std::uint8_t>(1U << below(8));
    } else if (kind == 3) {
      input[below(input.size())] = interesting[below(interesting.size())];
    } else {
      cut(input);
    }
  }

  void splice_into(Bytes& input) {
    const Bytes& other = corpus_[below(corpus_.size())];
    const auto first = place_in(other);
    const auto length = static_cast<std::ptrdiff_t>(
        below(std::min<std::size_t>(64, other.size() - static_cast<std::size_t>(first)) + 1));
    // A copy: the vectors differ, but `other` must not move while it is read.
    const Bytes piece(other.begin() + first, other.begin() + first + length);
    input.insert(input.begin() + place_in(input), piece.begin(), piece.end());
  }

  void cut(Bytes& input) {
    const auto first = below(input.size());
    const auto length = 1 + below(std::min<std::size_t>(64, input.size() - first));
    const auto begin = input.begin() + static_cast<std::ptrdiff_t>(first);
    input.erase(begin, begin + static_cast<std::ptrdiff_t>(length));
  }

  static constexpr std::uint8_t interesting_bytes[] = {0,    '\t', '\n', '\r', ' ',  '"',  ',',
                                                       ':',  ';',  '\\', '{',  '}',  0x1d, 0x1e,
                                                       0x1f, 0x7f, 0x80, 0xc3, 0xed, 0xff};
  static constexpr std::span<const std::uint8_t> interesting{interesting_bytes};

  const std::vector<Bytes>& corpus_;
  std::mt19937_64 random_{20240229};
};

}  // namespace

int main(int argc, char** argv) {
  const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
  const auto& targets = support::fuzz_targets();
  const auto target =
      arguments.size() == 3
          ? std::ranges::find(targets, std::string_view(arguments[1]), &support::FuzzTarget::name)
          : targets.end();
  if (target == targets.end() || !std::filesystem::is_directory(arguments[2])) {
    std::fprintf(stderr, "usage: fuzz_replay NAME CORPUS: a target of tests/fuzz and a folder\n");
    return 2;
  }
  const std::vector<Bytes> corpus = read_corpus(arguments[2]);
  if (corpus.empty()) {
    std::fprintf(stderr, "no corpus in %s: nothing was tested\n", arguments[2]);
    return 1;
  }
  // Under AddressSanitizer every report ends in SIGABRT (abort_on_error).
  std::signal(SIGABRT, keep_running_input);
  Mutator mutator(corpus);
  std::size_t runs = 0;
  for (const Bytes& input : corpus) {
    run_on(*target, input);
    for (std::size_t made = 0; made < mutants_per_file; ++made) {
      run_on(*target, mutator.mutant_of(input));
    }
    runs += 1 + mutants_per_file;
  }
  std::printf("%zu files, %zu runs\n", corpus.size(), runs);
  return 0;
}

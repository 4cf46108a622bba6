// Progress of long work on stderr: a bar with rate and time left on a terminal, one line per tenth
// elsewhere. One thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace app {

// Where the work stands. Bytes drive the bar, records are what people count.
struct Step {
  std::uint64_t bytes = 0;
  std::uint64_t records = 0;
};

class Progress {
 public:
  // `total` in the unit of Step::bytes; nullopt when it is not known (standard input).
  Progress(std::string what, std::optional<std::uint64_t> total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void show(Step step);
  // A line of its own above the bar.
  void say(const std::string& line);

 private:
  using Clock = std::chrono::steady_clock;

  std::string line(Step step) const;
  void show_on_terminal(Step step);
  void show_in_log(Step step);

  std::string what_;
  std::optional<std::uint64_t> total_;
  enum class Shown : std::uint8_t { on_terminal, in_log } shown_;
  Clock::time_point started_;
  Clock::time_point last_shown_;
  std::uint64_t tenths_shown_ = 0;
};

}  // namespace app

#include "app/progress.hpp"

#include <spdlog/fmt/fmt.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "app/language.hpp"

namespace app {
namespace {

constexpr std::size_t bar_width = 24;
constexpr std::chrono::milliseconds redraw_every{100};

std::string bar(double share) {
  const auto full = static_cast<std::size_t>(share * static_cast<double>(bar_width));
  std::string out;
  for (std::size_t i = 0; i < bar_width; ++i) {
    out += i < full ? "█" : "░";
  }
  return out;
}

}  // namespace

Progress::Progress(std::string what, std::optional<std::uint64_t> total)
    : what_(std::move(what)),
      total_(total),
      shown_(isatty(STDERR_FILENO) == 1 ? Shown::on_terminal : Shown::in_log),
      started_(Clock::now()),
      last_shown_(started_) {}

Progress::~Progress() {
  if (shown_ == Shown::on_terminal) {
    std::fputs("\r\x1b[K", stderr);
  }
}

std::string Progress::line(Step step) const {
  const double seconds = std::chrono::duration<double>(Clock::now() - started_).count();
  const double rate = seconds > 0 ? static_cast<double>(step.records) / seconds : 0;
  const std::string records = app::say({"registros", "records"});
  if (!total_ || *total_ == 0) {
    return fmt::format("{}: {} {}, {:.0f}/s", what_, step.records, records, rate);
  }
  const double share =
      std::min(1.0, static_cast<double>(step.bytes) / static_cast<double>(*total_));
  const double left = share > 0 ? seconds * (1 - share) / share : 0;
  return fmt::format("{}: {:3.0f} %  {} {}  {:.0f}/s  {} {:.0f} s", what_, share * 100,
                     step.records, records, rate, app::say({"faltam", "left"}), left);
}

void Progress::show(Step step) {
  if (shown_ == Shown::on_terminal) {
    show_on_terminal(step);
    return;
  }
  show_in_log(step);
}

void Progress::show_on_terminal(Step step) {
  const auto now = Clock::now();
  if (now - last_shown_ < redraw_every) {
    return;
  }
  last_shown_ = now;
  const double share =
      total_ && *total_ > 0 ? static_cast<double>(step.bytes) / static_cast<double>(*total_) : 0;
  std::fprintf(stderr, "\r\x1b[K%s %s", bar(std::min(1.0, share)).c_str(), line(step).c_str());
  std::fflush(stderr);
}

void Progress::show_in_log(Step step) {
  if (!total_ || *total_ == 0) {
    return;
  }
  const std::uint64_t tenths = std::min<std::uint64_t>(10, step.bytes * 10 / *total_);
  if (tenths <= tenths_shown_) {
    return;
  }
  tenths_shown_ = tenths;
  std::fprintf(stderr, "%s\n", line(step).c_str());
}

void Progress::say(const std::string& text) {
  std::fprintf(stderr, shown_ == Shown::on_terminal ? "\r\x1b[K%s\n" : "%s\n", text.c_str());
}

}  // namespace app

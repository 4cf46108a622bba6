// Kinds of options that CLI11 does not know, or knows in English only: one of a few words, numbers
// within bounds, seconds. Used while the commands are described, on the main thread; the target
// outlives the command.
#pragma once

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "app/language.hpp"

namespace app {

// In place of CLI::Range, whose messages are English.
template <class Number>
CLI::Validator between(Number least, Number most) {
  const auto refuse = [least, most](const std::string& given) -> std::string {
    Number number{};
    if (CLI::detail::lexical_cast(given, number) && number >= least && number <= most) {
      return {};
    }
    std::ostringstream wanted;
    wanted << given << say({": um número de ", ": a number from "}) << least << say({" a ", " to "})
           << most;
    return wanted.str();
  };
  return {refuse, "", "number"};
}

template <class Enum>
using Words = std::vector<std::pair<std::string, Enum>>;

// An option whose value is one of a few words.
template <class Enum>
CLI::Option* add_word(CLI::App& command, const std::string& name, Enum& target,
                      const Words<Enum>& words) {
  std::string allowed;
  for (const auto& [word, value] : words) {
    allowed += (allowed.empty() ? "" : "|") + word;
  }
  const auto choose = [name, words, allowed, &target](const std::string& given) {
    const auto found = std::find_if(words.begin(), words.end(),
                                    [&](const auto& entry) { return entry.first == given; });
    if (found == words.end()) {
      throw CLI::ValidationError(name, given + say({": um destes: ", ": one of "}) + allowed);
    }
    target = found->second;
  };
  return command.add_option_function<std::string>(name, choose)->type_name(allowed);
}

template <class Duration>
CLI::Option* add_duration(CLI::App& command, const std::string& name, Duration& target,
                          const std::string& help, double seconds_min = 0) {
  std::ostringstream preset;
  preset << std::chrono::duration<double>(target).count();
  return command
      .add_option_function<double>(
          name,
          [&target](const double& seconds) {
            target = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
          },
          help)
      ->check(between(seconds_min, 86400.0))
      ->type_name(say({"SEGUNDOS", "SECONDS"}))
      ->default_str(preset.str());
}

}  // namespace app

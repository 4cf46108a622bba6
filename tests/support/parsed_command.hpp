// A command line parsed as the program does, with what it printed. Nothing else may write to stdout
// and stderr meanwhile; one thread.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

#include "app/command_line.hpp"

namespace support {

struct ParsedCommand {
  std::variant<app::Config, app::ExitCode> result;
  std::string out;
  std::string err;

  bool is(app::ExitCode code) const {
    const auto* exit = std::get_if<app::ExitCode>(&result);
    return exit != nullptr && *exit == code;
  }
  template <class Command>
  Command as() const {
    const auto* config = std::get_if<app::Config>(&result);
    const auto* command = config == nullptr ? nullptr : std::get_if<Command>(config);
    EXPECT_NE(command, nullptr) << err;
    return command == nullptr ? Command{} : *command;
  }
};

inline ParsedCommand parse_command(const std::vector<std::string>& words) {
  std::vector<const char*> argv{"api-livros"};
  for (const std::string& word : words) {
    argv.push_back(word.c_str());
  }
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  auto result = app::parse_command_line(static_cast<int>(argv.size()), argv.data());
  std::string err = testing::internal::GetCapturedStderr();
  return {std::move(result), testing::internal::GetCapturedStdout(), std::move(err)};
}

}  // namespace support

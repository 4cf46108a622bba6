#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

#include "base/log.hpp"
#include "support/answer.hpp"

namespace base_log_test {
namespace {

using base::Log;
using base::LogLevel;
using support::json_at;

template <class Write>
std::string events(LogLevel least, Write write) {
  testing::internal::CaptureStderr();
  Log log(least);
  write(log);
  return testing::internal::GetCapturedStderr();
}

template <class Write>
std::string event(Write write) {
  return events(LogLevel::debug, write);
}

std::size_t lines_in(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST(Log, AnEventIsOneJsonLineWithItsFieldsInOrder) {
  const std::string line = event([](Log& log) {
    log.info("ouvindo", {{"endereco", "127.0.0.1:80"}, {"n", std::int64_t{-7}}, {"razao", 0.25}});
  });
  static const std::regex shape(
      R"(\{"em":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z","nivel":"info","evento":"ouvindo",)"
      R"("endereco":"127\.0\.0\.1:80","n":-7,"razao":0\.25\}\n)");
  EXPECT_TRUE(std::regex_match(line, shape)) << line;
}

TEST(Log, EveryLevelHasItsName) {
  EXPECT_EQ(json_at(event([](Log& log) { log.write(LogLevel::debug, "x"); }), "/nivel"), "debug");
  EXPECT_EQ(json_at(event([](Log& log) { log.info("x"); }), "/nivel"), "info");
  EXPECT_EQ(json_at(event([](Log& log) { log.warning("x"); }), "/nivel"), "warning");
  EXPECT_EQ(json_at(event([](Log& log) { log.error("x"); }), "/nivel"), "error");
}

TEST(Log, WhatIsBelowTheLeastLevelIsNotWritten) {
  const auto all = [](Log& log) {
    log.write(LogLevel::debug, "d");
    log.info("i");
    log.warning("w");
    log.error("e");
  };
  EXPECT_EQ(lines_in(events(LogLevel::debug, all)), 4U);
  EXPECT_EQ(lines_in(events(LogLevel::info, all)), 3U);
  EXPECT_EQ(lines_in(events(LogLevel::warning, all)), 2U);
  const std::string errors = events(LogLevel::error, all);
  EXPECT_EQ(lines_in(errors), 1U);
  EXPECT_EQ(json_at(errors, "/evento"), "e");
}

TEST(Log, NothingThatAClientSendsBreaksALine) {
  const std::string nasty("a\"b\\c\nd\re\tf\x01g\x7fh{}\0i", 19);
  const std::string line = event([&](Log& log) { log.info("x", {{"texto", nasty}}); });
  EXPECT_EQ(lines_in(line), 1U);
  EXPECT_EQ(json_at(line, "/texto"), nasty) << line;
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  EXPECT_EQ(std::count_if(line.begin(), line.end(), control), 1) << "the newline at the end";
}

TEST(Log, Utf8IsKeptAndOtherBytesAreReplaced) {
  EXPECT_EQ(json_at(event([](Log& log) { log.info("x", {{"t", "ação 📚"}}); }), "/t"), "ação 📚");
  EXPECT_EQ(json_at(event([](Log& log) { log.info("x", {{"t", "a\xff\xc3z"}}); }), "/t"), "a??z");
}

TEST(Log, AccessLinesGoToStdoutWhateverTheLeastLevel) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Log log(LogLevel::error);
  log.access({{"metodo", "GET"}, {"status", std::int64_t{200}}});
  log.flush();
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  const std::string line = testing::internal::GetCapturedStdout();
  EXPECT_EQ(lines_in(line), 1U);
  EXPECT_EQ(json_at(line, "/evento"), "pedido");
  EXPECT_EQ(json_at(line, "/nivel"), "info");
  EXPECT_EQ(json_at(line, "/metodo"), "GET");
  EXPECT_EQ(json_at(line, "/status"), "200");
}

}  // namespace
}  // namespace base_log_test

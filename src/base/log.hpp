// One JSON object per line on stdout (access log) or stderr (events), over spdlog's sinks, which
// buffer and lock. Any thread. A line holds "em" (RFC 3339), "nivel", "evento" and the fields
// given.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <variant>

namespace base {

enum class LogLevel : std::uint8_t { debug, info, warning, error };

struct LogField {
  std::string_view key;
  std::variant<std::string_view, std::int64_t, double> value;
};

class Log {
 public:
  explicit Log(LogLevel least = LogLevel::info);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});
  void info(std::string_view event, std::initializer_list<LogField> fields = {}) {
    write(LogLevel::info, event, fields);
  }
  void warning(std::string_view event, std::initializer_list<LogField> fields = {}) {
    write(LogLevel::warning, event, fields);
  }
  void error(std::string_view event, std::initializer_list<LogField> fields = {}) {
    write(LogLevel::error, event, fields);
  }
  // An access-log line: `fields` as one JSON line on stdout, buffered until flush().
  void access(std::initializer_list<LogField> fields);
  void flush();

 private:
  struct Sinks;
  std::unique_ptr<Sinks> sinks_;
  LogLevel least_;
};

}  // namespace base

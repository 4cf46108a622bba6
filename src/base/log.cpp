#include "base/log.hpp"

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <charconv>
#include <iostream>
#include <string>

#include "base/clock.hpp"
#include "base/text.hpp"

namespace base {
namespace {

std::string_view name_of(LogLevel level) noexcept {
  switch (level) {
    case LogLevel::debug:
      return "debug";
    case LogLevel::info:
      return "info";
    case LogLevel::warning:
      return "warning";
    case LogLevel::error:
      return "error";
  }
  return "";
}

// A log line must stay one line of JSON whatever a client put into it: controls are escaped and
// bytes that are not UTF-8 are replaced.
void append_quoted(std::string& out, std::string_view text) {
  static constexpr std::string_view hex = "0123456789abcdef";
  const bool valid = is_valid_utf8(text);
  out += '"';
  for (const char raw : text) {
    const auto byte = static_cast<unsigned char>(raw);
    if (raw == '"' || raw == '\\') {
      out += '\\';
      out += raw;
    } else if (byte < 0x20 || byte == 0x7f) {
      out.append("\\u00");
      out += hex[byte >> 4];
      out += hex[byte & 15];
    } else if (byte >= 0x80 && !valid) {
      out += '?';
    } else {
      out += raw;
    }
  }
  out += '"';
}

template <class Number>
void append_number(std::string& out, Number value) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  out.append(text.data(), end);
}

void append_field(std::string& out, const LogField& field) {
  out += ',';
  append_quoted(out, field.key);
  out += ':';
  if (const auto* text = std::get_if<std::string_view>(&field.value)) {
    append_quoted(out, *text);
  } else if (const auto* integer = std::get_if<std::int64_t>(&field.value)) {
    append_number(out, *integer);
  } else {
    append_number(out, std::get<double>(field.value));
  }
}

std::string line_of(std::string_view level, std::string_view event,
                    std::initializer_list<LogField> fields) {
  std::string line = R"({"em":")";
  line.reserve(256);
  append_rfc3339(line, SystemClock().now());
  line.append(R"(","nivel":)");
  append_quoted(line, level);
  line.append(R"(,"evento":)");
  append_quoted(line, event);
  for (const LogField& field : fields) {
    append_field(line, field);
  }
  line += '}';
  return line;
}

std::shared_ptr<spdlog::logger> raw_logger(const char* name, spdlog::sink_ptr sink) {
  auto logger = std::make_shared<spdlog::logger>(name, std::move(sink));
  logger->set_pattern("%v");
  logger->set_level(spdlog::level::trace);
  return logger;
}

}  // namespace

// The stdout sink of spdlog would flush every line: one system call a request. The ostream sink
// leaves buffering to stdio, and whoever owns the Log flushes it once a second.
struct Log::Sinks {
  std::shared_ptr<spdlog::logger> access =
      raw_logger("access", std::make_shared<spdlog::sinks::ostream_sink_mt>(std::cout));
  std::shared_ptr<spdlog::logger> events =
      raw_logger("events", std::make_shared<spdlog::sinks::stderr_sink_mt>());
};

Log::Log(LogLevel least) : sinks_(std::make_unique<Sinks>()), least_(least) {}
Log::~Log() { flush(); }

void Log::write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  if (level < least_) {
    return;
  }
  // Where both go to one file, no event may stand inside a line that is written half.
  sinks_->access->flush();
  sinks_->events->info(line_of(name_of(level), event, fields));
  sinks_->events->flush();
}

void Log::access(std::initializer_list<LogField> fields) {
  sinks_->access->info(line_of("info", "pedido", fields));
}

void Log::flush() { sinks_->access->flush(); }

}  // namespace base

// Decoding of a request target's path and query: strict percent-decoding (RFC 3986 section 2.1) and
// the fields of a form-encoded query. Pure functions, any thread.
// A bad escape, NUL or invalid UTF-8 is a failure, never passed on: it could mean two things to two
// readers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace http {

// One path segment or parameter; '+' stays '+'.
std::optional<std::string> decode_path_part(std::string_view raw);
// One key or value of a query; '+' is a space (WHATWG URL, application/x-www-form-urlencoded).
std::optional<std::string> decode_query_part(std::string_view raw);

// The fields of a query in order, still encoded: "a=1&&b" -> {a, 1}, {b, ""}; empty ones skipped.
class QueryReader {
 public:
  struct Field {
    std::string_view key;
    std::string_view value;
  };
  explicit QueryReader(std::string_view query) noexcept : rest_(query) {}
  std::optional<Field> next() noexcept;

 private:
  std::string_view rest_;
};

}  // namespace http

// Rows of COPY … FROM STDIN (FORMAT binary), gathered in one buffer (PostgreSQL documentation,
// COPY, "Binary Format"). One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace postgres {

class CopyRows {
 public:
  CopyRows();
  void begin_row(std::int16_t columns);
  void big(std::int64_t value) { number(static_cast<std::uint64_t>(value), 8); }
  void small(std::int64_t value) { number(static_cast<std::uint64_t>(value), 2); }
  void text(std::string_view value);  // or JSON
  void finish();

  const std::string& bytes() const noexcept { return bytes_; }

 private:
  void number(std::uint64_t value, std::size_t width);
  std::string bytes_;
};

}  // namespace postgres

// The first bytes of an answer, "HTTP/1.1 200 OK\r\nDate: …\r\n", made once a second instead of
// once a request (RFC 9110 section 6.6.1). One per I/O thread, its thread only.
#pragma once

#include <array>
#include <cstddef>
#include <ctime>
#include <string_view>

namespace http {

class DateLine {
 public:
  // Status line and Date of a 200.
  std::string_view ok_head() noexcept;
  // "Date: Tue, 24 Nov 2026 09:05:00 GMT\r\n"
  std::string_view date() noexcept { return ok_head().substr(status_size); }

 private:
  static constexpr std::string_view status = "HTTP/1.1 200 OK\r\n";
  static constexpr std::size_t status_size = status.size();
  static constexpr std::size_t date_size = sizeof("Date: Tue, 24 Nov 2026 09:05:00 GMT\r\n") - 1;
  void rebuild() noexcept;

  std::array<char, status_size + date_size> text_{};
  std::time_t made_at_ = -1;
};

}  // namespace http

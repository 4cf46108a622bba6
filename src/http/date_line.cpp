#include "http/date_line.hpp"

#include <algorithm>

namespace http {
namespace {

constexpr std::string_view days = "SunMonTueWedThuFriSat";
constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";

class Pen {
 public:
  explicit Pen(char* at) noexcept : at_(at) {}
  Pen& text(std::string_view text) noexcept {
    at_ = std::copy(text.begin(), text.end(), at_);
    return *this;
  }
  Pen& name(std::string_view names, int index) noexcept {
    return text(names.substr(static_cast<std::size_t>(index) * 3, 3));
  }
  Pen& two_digits(int number) noexcept {
    *at_++ = static_cast<char>('0' + number / 10 % 10);
    *at_++ = static_cast<char>('0' + number % 10);
    return *this;
  }

 private:
  char* at_;
};

}  // namespace

std::string_view DateLine::ok_head() noexcept {
  // Coarse: a kernel tick old at most, and a third of the price.
  timespec now{};
  clock_gettime(CLOCK_REALTIME_COARSE, &now);
  if (now.tv_sec != made_at_) {
    made_at_ = now.tv_sec;
    rebuild();
  }
  return {text_.data(), text_.size()};
}

// Not strftime: its names follow the process's locale.
void DateLine::rebuild() noexcept {
  std::tm utc{};
  gmtime_r(&made_at_, &utc);
  const int year = utc.tm_year + 1900;
  Pen(text_.data())
      .text(status)
      .text("Date: ")
      .name(days, utc.tm_wday)
      .text(", ")
      .two_digits(utc.tm_mday)
      .text(" ")
      .name(months, utc.tm_mon)
      .text(" ")
      .two_digits(year / 100)
      .two_digits(year)
      .text(" ")
      .two_digits(utc.tm_hour)
      .text(":")
      .two_digits(utc.tm_min)
      .text(":")
      .two_digits(utc.tm_sec)
      .text(" GMT\r\n");
}

}  // namespace http

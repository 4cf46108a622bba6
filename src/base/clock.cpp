#include "base/clock.hpp"

#include <array>
#include <cstddef>
#include <ctime>

#include "base/check.hpp"

namespace base {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// Two or more digits of `value`, padded with zeros, at `at`.
template <std::size_t width>
char* put_digits(char* at, unsigned value) noexcept {
  for (std::size_t i = width; i > 0; --i) {
    at[i - 1] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  return at + width;
}

char* put(char* at, char c) noexcept {
  *at = c;
  return at + 1;
}

// Reads a text from left to right; after the first mismatch every step fails.
class Cursor {
 public:
  explicit Cursor(std::string_view text) noexcept : rest_(text) {}

  bool ok() const noexcept { return ok_; }
  bool at_end() const noexcept { return rest_.empty(); }
  char next() noexcept {
    const char c = rest_.empty() ? '\0' : rest_.front();
    rest_.remove_prefix(rest_.empty() ? 0 : 1);
    return c;
  }
  bool skip(char c) noexcept {
    if (rest_.empty() || rest_.front() != c) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char c) noexcept { ok_ = skip(c) && ok_; }
  bool at_digit() const noexcept {
    return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9';
  }
  int digits(int count) noexcept {
    int value = 0;
    for (int i = 0; i < count; ++i) {
      ok_ = ok_ && at_digit();
      value = ok_ ? value * 10 + (next() - '0') : 0;
    }
    return value;
  }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

// ".1234" as milliseconds, further digits cut off; 0 without a fraction.
milliseconds read_fraction(Cursor& cursor) noexcept {
  constexpr int digits_max = 9;
  if (!cursor.skip('.')) {
    return milliseconds{0};
  }
  int value = cursor.digits(1) * 100;
  int place = 10;
  for (int i = 1; i < digits_max && cursor.at_digit(); ++i) {
    value += cursor.digits(1) * place;
    place /= 10;
  }
  return milliseconds{value};
}

// "Z", "+02:00", "-03:00": what to subtract to reach UTC; nullopt when malformed.
std::optional<minutes> read_offset(Cursor& cursor) noexcept {
  const char sign = cursor.next();
  if (sign == 'Z' || sign == 'z') {
    return minutes{0};
  }
  const int hour = cursor.digits(2);
  cursor.expect(':');
  const int minute = cursor.digits(2);
  if ((sign != '+' && sign != '-') || hour > 23 || minute > 59) {
    return std::nullopt;
  }
  const minutes offset{hour * 60 + minute};
  return sign == '-' ? -offset : offset;
}

bool is_representable(Instant instant) noexcept {
  const int year = year_of(instant);
  return year >= 0 && year <= 9999;
}

}  // namespace

Instant SystemClock::now() const noexcept {
  return std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
}

std::chrono::nanoseconds SystemClock::worked() const noexcept {
  timespec used{};
  check(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used) == 0);
  return seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

int year_of(Instant instant) noexcept {
  const std::chrono::year_month_day date(std::chrono::floor<days>(instant));
  return static_cast<int>(date.year());
}

void append_rfc3339(std::string& out, Instant instant) {
  const auto day = std::chrono::floor<days>(instant);
  const std::chrono::year_month_day date(day);
  const int year = static_cast<int>(date.year());
  check(year >= 0 && year <= 9999);
  const auto in_day = static_cast<unsigned>((instant - day).count());
  std::array<char, 24> text{};
  char* at = put_digits<4>(text.data(), static_cast<unsigned>(year));
  at = put_digits<2>(put(at, '-'), static_cast<unsigned>(date.month()));
  at = put_digits<2>(put(at, '-'), static_cast<unsigned>(date.day()));
  at = put_digits<2>(put(at, 'T'), in_day / 3'600'000);
  at = put_digits<2>(put(at, ':'), in_day / 60'000 % 60);
  at = put_digits<2>(put(at, ':'), in_day / 1000 % 60);
  at = put_digits<3>(put(at, '.'), in_day % 1000);
  put(at, 'Z');
  out.append(text.data(), text.size());
}

std::string to_rfc3339(Instant instant) {
  std::string out;
  append_rfc3339(out, instant);
  return out;
}

std::optional<Instant> parse_rfc3339(std::string_view text) noexcept {
  Cursor cursor(text);
  const std::chrono::year year(cursor.digits(4));
  cursor.expect('-');
  const std::chrono::month month(static_cast<unsigned>(cursor.digits(2)));
  cursor.expect('-');
  const std::chrono::day day(static_cast<unsigned>(cursor.digits(2)));
  const std::chrono::year_month_day date(year, month, day);
  if (!cursor.ok() || !date.ok()) {
    return std::nullopt;
  }
  const Instant midnight{std::chrono::sys_days(date)};
  if (cursor.at_end()) {
    return midnight;
  }
  const char separator = cursor.next();
  const int hour = cursor.digits(2);
  cursor.expect(':');
  const int minute = cursor.digits(2);
  cursor.expect(':');
  // 60 is a leap second (RFC 3339 section 5.6): the second after it, since UTC here has none.
  const int second = cursor.digits(2);
  const milliseconds fraction = read_fraction(cursor);
  const auto offset = read_offset(cursor);
  const bool whole = cursor.ok() && cursor.at_end() && (separator == 'T' || separator == 't');
  if (!whole || !offset || hour > 23 || minute > 59 || second > 60) {
    return std::nullopt;
  }
  const Instant instant =
      midnight + hours{hour} + minutes{minute} + seconds{second} + fraction - *offset;
  return is_representable(instant) ? std::optional(instant) : std::nullopt;
}

}  // namespace base

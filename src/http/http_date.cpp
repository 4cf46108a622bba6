#include "http/http_date.hpp"

#include <array>
#include <charconv>

#include "http/syntax.hpp"

namespace http {
namespace {

constexpr std::array<std::string_view, 7> weekday_names{
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> month_names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::size_t short_name_bytes = 3;

// Takes the date apart from its front; what does not fit is remembered until the end.
class DateReader {
 public:
  explicit DateReader(std::string_view text) noexcept : rest_(text) {}

  bool skip(std::string_view expected) noexcept {
    const bool is_there = rest_.starts_with(expected);
    rest_.remove_prefix(is_there ? expected.size() : 0);
    return is_there;
  }
  void expect(std::string_view expected) noexcept { is_fine_ = skip(expected) && is_fine_; }
  // So many digits; asctime writes a blank for the first of a day below 10.
  int number(std::size_t digits) noexcept {
    std::string_view text = rest_.substr(0, digits);
    rest_.remove_prefix(text.size());
    if (text.starts_with(' ')) {
      text.remove_prefix(1);
    }
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    is_fine_ = is_fine_ && error == std::errc{} && end == text.data() + text.size() && value >= 0;
    return value;
  }
  unsigned month() noexcept {
    for (unsigned i = 0; i < month_names.size(); ++i) {
      if (skip(month_names[i])) {
        return i + 1;
      }
    }
    is_fine_ = false;
    return 1;
  }
  std::chrono::seconds time() noexcept {
    const int hours = number(2);
    expect(":");
    const int minutes = number(2);
    expect(":");
    const int seconds = number(2);
    is_fine_ = is_fine_ && hours < 24 && minutes < 60 && seconds <= 60;
    return std::chrono::hours(hours) + std::chrono::minutes(minutes) +
           std::chrono::seconds(seconds);
  }
  bool is_done() const noexcept { return is_fine_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool is_fine_ = true;
};

enum class Form : std::uint8_t { fixdate, rfc850, asctime };

std::optional<Form> skip_weekday(DateReader& reader) noexcept {
  for (const std::string_view day : weekday_names) {
    if (reader.skip(day)) {
      return reader.skip(", ") ? std::optional(Form::rfc850) : std::nullopt;
    }
  }
  for (const std::string_view day : weekday_names) {
    if (reader.skip(day.substr(0, short_name_bytes))) {
      return reader.skip(", ")  ? std::optional(Form::fixdate)
             : reader.skip(" ") ? std::optional(Form::asctime)
                                : std::nullopt;
    }
  }
  return std::nullopt;
}

int whole_year(int two_digits, std::chrono::sys_seconds now) noexcept {
  const std::chrono::year_month_day today(std::chrono::floor<std::chrono::days>(now));
  const int this_year = int{today.year()};
  const int year = this_year / 100 * 100 + two_digits;
  return year > this_year + 50 ? year - 100 : year;
}

}  // namespace

std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text,
                                                        std::chrono::sys_seconds now) noexcept {
  DateReader reader(trim_blanks(text));
  const auto form = skip_weekday(reader);
  if (!form) {
    return std::nullopt;
  }
  unsigned month = 0;
  int day = 0;
  int year = 0;
  std::chrono::seconds time{0};
  if (*form == Form::asctime) {
    month = reader.month();
    reader.expect(" ");
    day = reader.number(2);
    reader.expect(" ");
    time = reader.time();
    reader.expect(" ");
    year = reader.number(4);
  } else {
    const std::string_view separator = *form == Form::rfc850 ? "-" : " ";
    day = reader.number(2);
    reader.expect(separator);
    month = reader.month();
    reader.expect(separator);
    year = *form == Form::rfc850 ? whole_year(reader.number(2), now) : reader.number(4);
    reader.expect(" ");
    time = reader.time();
    reader.expect(" GMT");
  }
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!reader.is_done() || !date.ok()) {
    return std::nullopt;
  }
  return std::chrono::sys_days(date) + time;
}

}  // namespace http

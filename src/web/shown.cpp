#include "web/shown.hpp"

#include <array>
#include <chrono>

namespace web {
namespace {

constexpr std::array<catalog::Wording, 12> months{{
    {"jan.", "Jan"},
    {"fev.", "Feb"},
    {"mar.", "Mar"},
    {"abr.", "Apr"},
    {"mai.", "May"},
    {"jun.", "Jun"},
    {"jul.", "Jul"},
    {"ago.", "Aug"},
    {"set.", "Sep"},
    {"out.", "Oct"},
    {"nov.", "Nov"},
    {"dez.", "Dec"},
}};

std::string two_digits(std::int64_t number) {
  const std::string text = std::to_string(number);
  return text.size() < 2 ? '0' + text : text;
}

}  // namespace

std::string grouped(std::uint64_t number, catalog::Language language) {
  std::string text = std::to_string(number);
  const char separator = language == catalog::Language::english ? ',' : '.';
  for (std::size_t at = text.size(); at > 3; at -= 3) {
    text.insert(at - 3, 1, separator);
  }
  return text;
}

void write_time(Html& html, base::Instant at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::minutes>(at - day));
  html.raw("<time").attr("datetime", base::to_rfc3339(at)).raw(">");
  html.number(static_cast<unsigned>(date.day())).raw(" ");
  html.say(months[static_cast<unsigned>(date.month()) - 1]).raw(" ");
  html.number(static_cast<int>(date.year())).raw(", ");
  html.text(two_digits(clock.hours().count())).raw(":");
  html.text(two_digits(clock.minutes().count())).raw(" UTC</time>");
}

std::string subject_text(std::string_view subject) {
  constexpr std::string_view written = " -- ";
  std::string text;
  for (std::size_t at = subject.find(written); at != std::string_view::npos;
       at = subject.find(written)) {
    text.append(subject.substr(0, at)).append(" › ");
    subject.remove_prefix(at + written.size());
  }
  return text.append(subject);
}

}  // namespace web

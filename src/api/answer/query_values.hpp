// Values of query parameters: numbers within bounds, comma lists. Whatever is not wholly what it
// should be is refused. Pure functions, any thread.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>

#include "api/answer/query.hpp"
#include "base/text.hpp"
#include "catalog/problem.hpp"

namespace api {

inline constexpr std::string_view limit_name = "limite";

template <class Number>
bool read_number(std::string_view text, Number& number) noexcept {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

// A parameter that is a whole number, and what it is when nobody sent it.
template <class Number>
struct NumberParameter {
  std::string_view name;
  Number otherwise;
  Number least;
  Number most;
};

// Failure: bad_parameter naming the bounds.
template <class Number>
catalog::Result<Number> number_in(const Query& query, const NumberParameter<Number>& parameter) {
  const auto text = query.value(parameter.name);
  if (!text) {
    return parameter.otherwise;
  }
  Number number{};
  if (!read_number(*text, number) || number < parameter.least || number > parameter.most) {
    return catalog::fail(catalog::problem::bad_parameter(
        parameter.name, std::to_string(parameter.least) + "…" + std::to_string(parameter.most),
        *text));
  }
  return number;
}

// Calls each(part) for every part of a comma list; false as soon as one is refused or empty.
template <class Each>
bool each_part(std::string_view list, Each each) {
  while (true) {
    const std::size_t comma = std::min(list.find(','), list.size());
    const std::string_view part = base::trim(list.substr(0, comma));
    if (part.empty() || !each(part)) {
      return false;
    }
    if (comma == list.size()) {
      return true;
    }
    list.remove_prefix(comma + 1);
  }
}

}  // namespace api

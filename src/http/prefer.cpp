#include "http/prefer.hpp"

#include <algorithm>

#include "http/syntax.hpp"

namespace http {

bool prefers_minimal(std::string_view prefer) noexcept {
  ListReader preferences(prefer);
  while (const auto preference = preferences.next()) {
    const std::string_view pair = preference->substr(0, preference->find(';'));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    if (!equal_ignoring_case(trim_blanks(pair.substr(0, equals)), "return")) {
      continue;
    }
    const std::string_view value = trim_blanks(pair.substr(std::min(equals + 1, pair.size())));
    return equal_ignoring_case(value, "minimal") || equal_ignoring_case(value, "\"minimal\"");
  }
  return false;
}

}  // namespace http

#include "http/media_type.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "http/syntax.hpp"

namespace http {
namespace {

// A token, or what a quoted string stands for (RFC 9110 section 5.6.4).
std::optional<std::string> parameter_value(std::string_view text) {
  if (is_token(text)) {
    return std::string(text);
  }
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') {
    return std::nullopt;
  }
  text = text.substr(1, text.size() - 2);
  std::string value;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"' || (text[i] == '\\' && ++i == text.size())) {
      return std::nullopt;
    }
    value += text[i];
  }
  return value;
}

}  // namespace

std::optional<MediaType> parse_media_type(std::string_view text) {
  const std::size_t end = std::min(text.find(';'), text.size());
  const std::string_view essence = trim_blanks(text.substr(0, end));
  const std::size_t slash = std::min(essence.find('/'), essence.size());
  if (!is_token(essence.substr(0, slash)) || slash == essence.size() ||
      !is_token(essence.substr(slash + 1))) {
    return std::nullopt;
  }
  MediaType media{base::lower_case(essence), {}};
  ListReader parameters(text.substr(std::min(end + 1, text.size())), ';');
  while (const auto parameter = parameters.next()) {
    const std::size_t equals = parameter->find('=');
    if (equals == std::string_view::npos || !is_token(parameter->substr(0, equals))) {
      return std::nullopt;
    }
    const auto value = parameter_value(parameter->substr(equals + 1));
    if (!value) {
      return std::nullopt;
    }
    if (equal_ignoring_case(parameter->substr(0, equals), "charset")) {
      if (!media.charset.empty()) {
        return std::nullopt;
      }
      media.charset = base::lower_case(*value);
    }
  }
  return media;
}

}  // namespace http

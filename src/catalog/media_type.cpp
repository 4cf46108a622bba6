#include "catalog/media_type.hpp"

#include <algorithm>
#include <cstddef>

#include "base/ascii.hpp"

namespace catalog {
namespace {

bool is_token_byte(char c) noexcept {
  return base::is_letter_or_digit(c) ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) noexcept {
  return !text.empty() && std::ranges::all_of(text, is_token_byte);
}

// name=value, where the value is a token or a quoted one without a quote inside.
bool is_parameter(std::string_view text) noexcept {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || !is_token(text.substr(0, equals))) {
    return false;
  }
  std::string_view value = text.substr(equals + 1);
  if (value.size() < 2 || !value.starts_with('"') || !value.ends_with('"')) {
    return is_token(value);
  }
  value = value.substr(1, value.size() - 2);
  return std::ranges::all_of(
      value, [](char c) { return c > 0x20 && c < 0x7F && c != '"' && c != '\\' && c != ';'; });
}

// Blanks stand around separators; a quoted value keeps its own, which is_parameter() refuses.
std::string without_blanks(std::string_view text) {
  std::string out;
  bool is_quoted = false;
  for (const char c : text) {
    is_quoted = is_quoted != (c == '"');
    if (is_quoted || (c != ' ' && c != '\t')) {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::optional<std::string> canonical_media_type(std::string_view text) {
  std::string type = without_blanks(text);
  const std::size_t essence_size = std::min(type.find(';'), type.size());
  const std::string_view all = type;
  const std::string_view essence = all.substr(0, essence_size);
  const std::size_t slash = std::min(essence.find('/'), essence.size());
  if (!is_token(essence.substr(0, slash)) || slash == essence.size() ||
      !is_token(essence.substr(slash + 1))) {
    return std::nullopt;
  }
  for (std::size_t at = essence_size; at < all.size();) {
    const std::size_t end = std::min(all.find(';', at + 1), all.size());
    if (!is_parameter(all.substr(at + 1, end - at - 1))) {
      return std::nullopt;
    }
    at = end;
  }
  std::transform(type.begin(), type.begin() + static_cast<std::ptrdiff_t>(essence_size),
                 type.begin(), base::to_lower);
  return type;
}

}  // namespace catalog

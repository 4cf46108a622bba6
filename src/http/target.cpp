#include "http/target.hpp"

#include <algorithm>
#include <cstdint>

#include "base/text.hpp"
#include "http/syntax.hpp"

namespace http {
namespace {

enum class Plus : std::uint8_t { itself, space };

std::optional<std::string> decode(std::string_view raw, Plus plus) {
  std::string text(raw.size(), '\0');
  char* end = text.data();
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '%') {
      if (raw.size() - i < 3) {
        return std::nullopt;
      }
      const int high = hex_value(raw[i + 1]);
      const int low = hex_value(raw[i + 2]);
      if (high < 0 || low < 0) {
        return std::nullopt;
      }
      *end++ = static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      *end++ = raw[i] == '+' && plus == Plus::space ? ' ' : raw[i];
    }
  }
  text.resize(static_cast<std::size_t>(end - text.data()));
  if (text.find('\0') != std::string::npos || !base::is_valid_utf8(text)) {
    return std::nullopt;
  }
  return text;
}

}  // namespace

std::optional<std::string> decode_path_part(std::string_view raw) {
  return decode(raw, Plus::itself);
}

std::optional<std::string> decode_query_part(std::string_view raw) {
  return decode(raw, Plus::space);
}

std::optional<QueryReader::Field> QueryReader::next() noexcept {
  while (!rest_.empty()) {
    const std::string_view field = rest_.substr(0, rest_.find('&'));
    rest_.remove_prefix(std::min(field.size() + 1, rest_.size()));
    if (!field.empty()) {
      const std::size_t equals = std::min(field.find('='), field.size());
      return Field{field.substr(0, equals), field.substr(std::min(equals + 1, field.size()))};
    }
  }
  return std::nullopt;
}

}  // namespace http

#include "http/syntax.hpp"

#include <algorithm>

namespace http {

bool is_token(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

std::string_view trim_blanks(std::string_view text) noexcept {
  while (!text.empty() && is_blank(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && is_blank(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

std::optional<std::string_view> ListReader::next() noexcept {
  while (!rest_.empty()) {
    std::size_t end = 0;
    for (bool quoted = false; end < rest_.size(); ++end) {
      const char c = rest_[end];
      if (c == '"') {
        quoted = !quoted;
      } else if (quoted && c == '\\' && end + 1 < rest_.size()) {
        ++end;
      } else if (!quoted && c == separator_) {
        break;
      }
    }
    const std::string_view member = trim_blanks(rest_.substr(0, end));
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    if (!member.empty()) {
      return member;
    }
  }
  return std::nullopt;
}

std::optional<unsigned> parse_weight(std::string_view text) noexcept {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) {
    return std::nullopt;
  }
  if (text.size() > 1 && text[1] != '.') {
    return std::nullopt;
  }
  unsigned weight = text[0] == '1' ? 1000 : 0;
  unsigned place = 100;
  for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (!is_digit(c)) {
      return std::nullopt;
    }
    weight += static_cast<unsigned>(c - '0') * place;
    place /= 10;
  }
  return weight <= 1000 ? std::optional(weight) : std::nullopt;
}

std::optional<WeightedItem> parse_weighted(std::string_view member) noexcept {
  const std::size_t end = std::min(member.find(';'), member.size());
  WeightedItem result{.item = trim_blanks(member.substr(0, end)), .parameters = {}};
  if (result.item.empty()) {
    return std::nullopt;
  }
  const std::string_view parameters = member.substr(std::min(end + 1, member.size()));
  ListReader reader(parameters, ';');
  while (const auto parameter = reader.next()) {
    const bool is_weight =
        parameter->size() >= 2 && to_lower((*parameter)[0]) == 'q' && (*parameter)[1] == '=';
    if (!is_weight) {
      continue;
    }
    const auto weight = parse_weight(parameter->substr(2));
    if (!weight) {
      return std::nullopt;
    }
    result.weight = *weight;
    const auto before = static_cast<std::size_t>(parameter->data() - parameters.data());
    result.parameters = trim_blanks(parameters.substr(0, before));
    return result;
  }
  result.parameters = trim_blanks(parameters);
  return result;
}

}  // namespace http

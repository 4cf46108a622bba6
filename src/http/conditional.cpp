#include "http/conditional.hpp"

#include <algorithm>

#include "http/syntax.hpp"

namespace http {
namespace {

// Takes one entity tag off the front of `text`. etagc is any visible character but the quote, and
// obs-text: no escapes, so a backslash is itself (RFC 9110 section 8.8.3).
std::optional<EntityTag> take_tag(std::string_view& text) noexcept {
  EntityTag tag;
  tag.is_weak = text.starts_with("W/");
  std::string_view rest = text.substr(tag.is_weak ? 2 : 0);
  if (!rest.starts_with('"')) {
    return std::nullopt;
  }
  const std::size_t close = rest.find('"', 1);
  if (close == std::string_view::npos) {
    return std::nullopt;
  }
  tag.opaque = rest.substr(0, close + 1);
  const bool legal = std::none_of(tag.opaque.begin(), tag.opaque.end(),
                                  [](char c) { return is_control(c) || c == ' '; });
  if (!legal) {
    return std::nullopt;
  }
  text = rest.substr(close + 1);
  return tag;
}

bool is_any(std::string_view field) noexcept { return trim_blanks(field) == "*"; }

}  // namespace

std::optional<EntityTag> EntityTagReader::next() noexcept {
  while (!rest_.empty() && (is_blank(rest_.front()) || rest_.front() == ',')) {
    rest_.remove_prefix(1);
  }
  if (rest_.empty()) {
    return std::nullopt;
  }
  const auto tag = take_tag(rest_);
  while (!rest_.empty() && is_blank(rest_.front())) {
    rest_.remove_prefix(1);
  }
  if (!tag || !(rest_.empty() || rest_.front() == ',')) {
    is_malformed_ = true;
    rest_ = {};
    return std::nullopt;
  }
  return tag;
}

std::optional<TagCondition> parse_tag_condition(std::string_view field) {
  TagCondition condition;
  condition.is_any = is_any(field);
  if (condition.is_any) {
    return condition;
  }
  EntityTagReader reader(field);
  while (const auto tag = reader.next()) {
    condition.tags.push_back(*tag);
  }
  if (reader.is_malformed() || condition.tags.empty()) {
    return std::nullopt;
  }
  return condition;
}

}  // namespace http

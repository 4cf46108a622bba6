#include "api/protocols/oai_token.hpp"

#include <algorithm>
#include <array>

#include "api/answer/query_values.hpp"
#include "api/protocols/oai_sets.hpp"
#include "catalog/identity.hpp"

namespace api::oai {
namespace {

constexpr std::string_view token_version = "1";
constexpr std::string_view sets_token_begin = "1.sets.";
constexpr std::size_t token_bytes_max = 8192;
constexpr std::size_t token_parts = 8;
using Parts = std::array<std::string_view, token_parts>;

void append_part(std::string& out, std::string_view part) { out.append(".").append(part); }

std::string digits_of(const std::optional<std::int64_t>& number) {
  return number ? std::to_string(*number) : std::string();
}

// The parts of a token; the last one is the set, in which no full stop is.
std::optional<Parts> split_token(std::string_view token) {
  Parts parts;
  for (std::size_t i = 0; i < token_parts; ++i) {
    const std::size_t stop = token.find('.');
    if ((stop == std::string_view::npos) != (i + 1 == token_parts)) {
      return std::nullopt;
    }
    parts[i] = token.substr(0, stop);
    token.remove_prefix(std::min(parts[i].size() + 1, token.size()));
  }
  return parts;
}

bool read_bound(std::string_view text, std::optional<std::int64_t>& bound) noexcept {
  return text.empty() || read_number(text, bound.emplace());
}

}  // namespace

std::string encode_token(const Selection& selection) {
  std::string token(token_version);
  append_part(token, selection.format->prefix);
  append_part(token, std::to_string(selection.after.at_ms));
  append_part(token, std::to_string(selection.after.id));
  append_part(token, std::to_string(selection.seen));
  append_part(token, digits_of(selection.from_ms));
  append_part(token, digits_of(selection.until_ms));
  append_part(token, selection.set);
  return token;
}

std::optional<Selection> decode_token(std::string_view token) {
  const auto parts = token.size() > token_bytes_max ? std::nullopt : split_token(token);
  if (!parts || parts->front() != token_version) {
    return std::nullopt;
  }
  Selection selection;
  const auto [version, prefix, at, id, seen, from, until, set] = *parts;
  selection.format = format_of_prefix(prefix);
  const bool is_read = selection.format != nullptr && read_number(at, selection.after.at_ms) &&
                       read_number(id, selection.after.id) && read_number(seen, selection.seen) &&
                       read_bound(from, selection.from_ms) && read_bound(until, selection.until_ms);
  if (!is_read || selection.after.id < 0 || selection.after.id > catalog::book_id_max ||
      selection.seen < 1 || selection.seen > catalog::book_id_max) {
    return std::nullopt;
  }
  const std::int64_t at_ms = selection.after.at_ms;
  if (at_ms < selection.from_ms.value_or(at_ms) || at_ms > selection.until_ms.value_or(at_ms)) {
    return std::nullopt;
  }
  if (!set.empty()) {
    auto words = words_of_set(set);
    if (!words) {
      return std::nullopt;
    }
    selection.set = set;
    selection.words = *std::move(words);
  }
  // A number has one way to be written, a page one token.
  return encode_token(selection) == token ? std::optional(std::move(selection)) : std::nullopt;
}

std::string encode_sets_token(const SetsPlace& after) {
  std::string token(sets_token_begin);
  token += std::to_string(after.seen);
  append_part(token, after.set);
  return token;
}

std::optional<SetsPlace> decode_sets_token(std::string_view token) {
  const std::size_t stop = token.find('.', std::min(sets_token_begin.size(), token.size()));
  if (token.size() > token_bytes_max || !token.starts_with(sets_token_begin) ||
      stop == std::string_view::npos) {
    return std::nullopt;
  }
  SetsPlace after{std::string(token.substr(stop + 1)), 0};
  const bool is_read = read_number(
      token.substr(sets_token_begin.size(), stop - sets_token_begin.size()), after.seen);
  if (!is_read || after.seen < 1 || after.seen > catalog::book_id_max || !words_of_set(after.set) ||
      encode_sets_token(after) != token) {
    return std::nullopt;
  }
  return after;
}

}  // namespace api::oai

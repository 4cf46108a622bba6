#include "api/answer/etag.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "formats/format_names.hpp"
#include "http/conditional.hpp"
#include "http/http_date.hpp"

namespace api {
namespace {

constexpr std::array codings{http::Coding::gzip, http::Coding::zstd};

// `"7-3-gzip"` -> `"7-3`: the tag without its closing quote and coding.
std::string_view stem_of(std::string_view opaque) noexcept {
  opaque.remove_suffix(1);
  for (const http::Coding coding : codings) {
    const std::string_view name = http::to_string(coding);
    if (opaque.ends_with(name) && opaque.size() > name.size() &&
        opaque[opaque.size() - name.size() - 1] == '-') {
      return opaque.substr(0, opaque.size() - name.size() - 1);
    }
  }
  return opaque;
}

// `"7-3.marc-gzip"` -> `"7-3`: the state of the target, in whichever format and for whichever
// reader it was seen.
std::string_view state_of(std::string_view opaque) noexcept {
  std::string_view stem = stem_of(opaque);
  stem = stem.substr(0, stem.find('~'));
  const std::size_t dot = stem.rfind('.');
  const bool is_form =
      dot != std::string_view::npos && formats::format_named(stem.substr(dot + 1)).has_value();
  return stem.substr(0, is_form ? dot : stem.size());
}

std::optional<std::int64_t> whole_number(std::string_view text) noexcept {
  std::int64_t number = 0;
  // A tag is compared octet by octet: "5-03" was never given.
  if (text.size() > 1 && text.front() == '0') {
    return std::nullopt;
  }
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_whole = error == std::errc{} && end == text.data() + text.size();
  return is_whole ? std::optional(number) : std::nullopt;
}

// The number that a tag names of the target: the version of a book, or the sequence of the
// catalogue; nullopt for tags of anything else.
std::optional<std::int64_t> number_in(std::string_view opaque,
                                      std::optional<catalog::BookId> book) noexcept {
  std::string_view stem = state_of(opaque);
  stem.remove_prefix(1);  // the opening quote
  if (!book) {
    return stem.starts_with('s') ? whole_number(stem.substr(1)) : std::nullopt;
  }
  const std::size_t dash = stem.find('-', 1);
  if (dash == std::string_view::npos || whole_number(stem.substr(0, dash)) != book->value) {
    return std::nullopt;
  }
  return whole_number(stem.substr(dash + 1));
}

std::string in_format(std::string tag, std::string_view name) {
  if (!name.empty()) {
    tag.append(".").append(name);
  }
  return tag += '"';
}

catalog::Problem malformed(std::string_view name, std::string_view value) {
  return catalog::problem::bad_parameter(name, R"(*, "7-3", W/"7-3", "s42")", value);
}

}  // namespace

std::string_view tag_name(formats::Format format) noexcept {
  return format == formats::Format::json ? std::string_view{} : formats::name_of(format);
}

std::string etag_of(catalog::problem::VersionOf book, std::string_view name) {
  std::array<char, 48> place{'"'};
  char* const end = place.data() + place.size();
  char* at = std::to_chars(place.data() + 1, end, book.id.value).ptr;
  *at++ = '-';
  at = std::to_chars(at, end, book.version.value).ptr;
  return in_format({place.data(), at}, name);
}

std::string etag_of(catalog::Sequence sequence, std::string_view name) {
  return in_format("\"s" + std::to_string(sequence.value), name);
}

std::optional<std::string> matched_none(const http::Request& request, std::string_view etag) {
  const std::string_view field = request.header(http::Header::if_none_match);
  if (field.empty()) {
    return std::nullopt;
  }
  if (field == "*") {
    return std::string(etag);
  }
  http::EntityTagReader tags(field);
  const std::string_view stem = etag.substr(0, etag.size() - 1);
  while (const auto tag = tags.next()) {
    if (stem_of(tag->opaque) == stem) {
      return std::string(tag->opaque);
    }
  }
  return std::nullopt;
}

catalog::Result<store::Condition> condition_in(const http::Request& request, TagField field,
                                               std::optional<catalog::BookId> book) {
  const bool is_match = field == TagField::if_match;
  const std::string_view value =
      request.header(is_match ? http::Header::if_match : http::Header::if_none_match);
  store::Condition condition;
  if (value.data() == nullptr) {
    return condition;
  }
  const auto tags = http::parse_tag_condition(value);
  if (!tags) {
    return catalog::fail(malformed(is_match ? "If-Match" : "If-None-Match", value));
  }
  condition.kind = tags->is_any ? store::Condition::Kind::any : store::Condition::Kind::one_of;
  for (const http::EntityTag& tag : tags->tags) {
    const auto number = number_in(tag.opaque, book);
    if (number && !(is_match && tag.is_weak)) {
      condition.numbers.push_back(*number);
    }
  }
  return condition;
}

catalog::Result<Matches> matches_any(const http::Request& request, std::string_view etag) {
  const std::string_view value = request.header(http::Header::if_match);
  const auto tags = http::parse_tag_condition(value);
  if (!tags) {
    return catalog::fail(malformed("If-Match", value));
  }
  const auto is_meant = [&](const http::EntityTag& tag) {
    return !tag.is_weak && !etag.empty() && state_of(tag.opaque) == state_of(etag);
  };
  return tags->is_any || std::any_of(tags->tags.begin(), tags->tags.end(), is_meant) ? Matches::yes
                                                                                     : Matches::no;
}

std::optional<base::Instant> unmodified_since(const http::Request& request, base::Instant now) {
  if (!request.has(http::Header::if_unmodified_since) || request.has(http::Header::if_match)) {
    return std::nullopt;
  }
  return http::parse_http_date(request.header(http::Header::if_unmodified_since),
                               std::chrono::floor<std::chrono::seconds>(now));
}

std::string_view etag_in(std::string_view headers) noexcept {
  constexpr std::string_view field = "ETag: ";
  const std::size_t at = headers.find(field);
  if (at == std::string_view::npos) {
    return {};
  }
  const std::string_view value = headers.substr(at + field.size());
  return value.substr(0, value.find('\r'));
}

bool renew_tag(std::string& headers, catalog::Sequence sequence) {
  constexpr std::string_view opening = "\"s";
  const std::string_view tag = etag_in(headers);
  const std::size_t end = tag.find_first_not_of("0123456789", opening.size());
  if (!tag.starts_with(opening) || end == std::string_view::npos || end == opening.size()) {
    return false;
  }
  const auto begin = static_cast<std::size_t>(tag.data() - headers.data());
  headers.replace(begin + opening.size(), end - opening.size(), std::to_string(sequence.value));
  return true;
}

std::string with_coding(std::string_view etag, http::Coding coding) {
  std::string out(etag.substr(0, etag.size() - 1));
  out.append("-").append(http::to_string(coding)).append("\"");
  return out;
}

}  // namespace api

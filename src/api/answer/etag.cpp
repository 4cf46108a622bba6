#include "api/answer/etag.hpp"

#include <array>
#include <charconv>

#include "http/conditional.hpp"

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

// The version a tag names of book `id`; nullopt for tags of anything else.
std::optional<catalog::Version> version_in(std::string_view opaque, catalog::BookId id) noexcept {
  std::string_view stem = stem_of(opaque);
  stem.remove_prefix(1);  // the opening quote
  const char* const end = stem.data() + stem.size();
  catalog::BookId named;
  const auto first = std::from_chars(stem.data(), end, named.value);
  if (first.ec != std::errc{} || first.ptr == end || *first.ptr != '-' || named != id) {
    return std::nullopt;
  }
  catalog::Version version;
  const auto second = std::from_chars(first.ptr + 1, end, version.value);
  if (second.ec != std::errc{} || second.ptr != end) {
    return std::nullopt;
  }
  return version;
}

}  // namespace

std::string etag_of(catalog::problem::VersionOf book) {
  return '"' + std::to_string(book.id.value) + '-' + std::to_string(book.version.value) + '"';
}

std::string etag_of(catalog::Sequence sequence) {
  return "\"s" + std::to_string(sequence.value) + '"';
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

catalog::Result<store::Precondition> if_match(const http::Request& request, catalog::BookId id) {
  store::Precondition precondition;
  if (!request.has(http::Header::if_match)) {
    return precondition;
  }
  const auto condition = http::parse_tag_condition(request.header(http::Header::if_match));
  if (!condition) {
    return catalog::fail(catalog::problem::bad_parameter("If-Match", "*, \"7-3\""));
  }
  if (condition->is_any) {
    precondition.kind = store::Precondition::Kind::any;
    return precondition;
  }
  precondition.kind = store::Precondition::Kind::one_of;
  for (const http::EntityTag& tag : condition->tags) {
    const auto version = version_in(tag.opaque, id);
    if (version && !tag.is_weak) {
      precondition.versions.push_back(*version);
    }
  }
  return precondition;
}

std::string with_coding(std::string_view etag, http::Coding coding) {
  std::string out(etag.substr(0, etag.size() - 1));
  out.append("-").append(http::to_string(coding)).append("\"");
  return out;
}

}  // namespace api

#include "api/answer/media.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "api/answer/problem_json.hpp"
#include "catalog/own_cover.hpp"
#include "http/media_type.hpp"

namespace api {
namespace {

constexpr std::string_view json_type = "application/json";
constexpr std::string_view form_type = "application/x-www-form-urlencoded";
constexpr std::string_view json_and_form = "application/json, application/x-www-form-urlencoded";
constexpr std::string_view json_and_merge_patch = "application/json, application/merge-patch+json";

std::string_view accepted_types(Takes takes) noexcept {
  switch (takes) {
    case Takes::nothing:
      return {};
    case Takes::json:
      return json_type;
    case Takes::merge_patch:
      return json_and_merge_patch;
    case Takes::form:
      return json_and_form;
    case Takes::query_form:
      return form_type;
    case Takes::file:
      return "application/octet-stream, text/csv, application/marc, …";
    case Takes::image:
      return catalog::image_types;
  }
  return {};
}

bool is_accepted(Takes takes, std::string_view content_type) {
  // As nearly all write it.
  if (content_type == json_type && takes != Takes::query_form) [[likely]] {
    return true;
  }
  const auto media = http::parse_media_type(content_type);
  if (!media || (!media->charset.empty() && media->charset != "utf-8")) {
    return false;
  }
  if (takes == Takes::query_form) {
    return media->essence == form_type;
  }
  return media->essence == json_type ||
         (takes == Takes::merge_patch && media->essence == "application/merge-patch+json") ||
         (takes == Takes::form && media->essence == form_type);
}

http::Response unsupported(const AnswerContext& context, Takes takes,
                           const catalog::problem::SentBody& sent) {
  const std::string_view types = accepted_types(takes);
  http::Response response =
      to_response(context, catalog::problem::unsupported_media_type(sent, types));
  if (!types.empty()) {
    response.add("Accept", types);
  }
  if (takes == Takes::merge_patch) {
    response.add("Accept-Patch", types);
  }
  return response;
}

}  // namespace

std::optional<http::Response> wrong_media_type(const AnswerContext& context, Takes takes,
                                               BodyIs body) {
  using http::Header;
  const http::Request& request = context.http;
  if (takes != Takes::nothing && request.has(Header::content_encoding)) {
    http::Response response =
        unsupported(context, takes, {{}, request.header(Header::content_encoding)});
    response.add("Accept-Encoding", "identity");
    return response;
  }
  const std::string_view type = request.header(Header::content_type);
  if (!request.has(Header::content_type)) {
    return body == BodyIs::sent ? std::optional(unsupported(context, takes, {})) : std::nullopt;
  }
  return takes == Takes::nothing || takes == Takes::file || takes == Takes::image ||
                 is_accepted(takes, type)
             ? std::nullopt
             : std::optional(unsupported(context, takes, {type, {}}));
}

std::string_view patch_types() noexcept { return json_and_merge_patch; }

}  // namespace api

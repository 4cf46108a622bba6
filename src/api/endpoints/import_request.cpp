#include "api/endpoints/import_request.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "api/answer/query.hpp"
#include "formats/foreign_file.hpp"
#include "http/media_type.hpp"

namespace api {
namespace {

namespace problem = catalog::problem;

// What programs send when they do not know what a file is.
constexpr std::array<std::string_view, 2> unspecific_types{"application/octet-stream",
                                                           "text/plain"};

// nullopt: it tells nothing.
catalog::Result<std::optional<formats::Format>> format_of_type(const http::Request& head) {
  const std::string_view type = head.header(http::Header::content_type);
  const auto media = http::parse_media_type(type);
  if (!media) {
    return catalog::fail(problem::unsupported_format({type, type}));
  }
  if (std::ranges::find(unspecific_types, media->essence) != unspecific_types.end()) {
    return std::optional<formats::Format>();
  }
  const auto format = formats::format_of_media_type(media->essence, formats::Use::read);
  if (!format || !formats::has_reader(*format)) {
    return catalog::fail(problem::unsupported_format({type, type}));
  }
  return format;
}

bool is_form(const http::Request& head) {
  const auto media = http::parse_media_type(head.header(http::Header::content_type));
  return media && (media->essence.starts_with("multipart/") ||
                   media->essence == "application/x-www-form-urlencoded");
}

// A charset that Content-Type names, unless the query says another.
void take_charset(imports::Parameters& parameters, const http::Request& head) {
  const auto media = http::parse_media_type(head.header(http::Header::content_type));
  if (!media || media->charset.empty() || parameters.encoding != formats::Encoding::automatic) {
    return;
  }
  if (const auto encoding = formats::encoding_named(media->charset)) {
    parameters.encoding = *encoding;
    parameters.said.emplace_back("codificacao", media->charset);
  }
}

}  // namespace

catalog::Result<imports::Parameters> import_parameters(const Request& request) {
  const auto query = Query::read(request.http.query, imports::parameter_names);
  if (!query) {
    return catalog::fail(query.error());
  }
  auto parameters =
      imports::read_parameters([&](std::string_view name) { return query->value(name); });
  if (!parameters) {
    return parameters;
  }
  if (is_form(request.http)) {
    const std::string_view type = request.http.header(http::Header::content_type);
    return catalog::fail(problem::unsupported_format({type, type}));
  }
  if (!parameters->format) {
    const auto format = format_of_type(request.http);
    if (!format) {
      return catalog::fail(format.error());
    }
    if (*format) {
      imports::set_format(*parameters, **format);
    }
  }
  take_charset(*parameters, request.http);
  if (const auto wrong = wrong_encoding(*parameters)) {
    return catalog::fail(*wrong);
  }
  return parameters;
}

std::optional<catalog::Problem> wrong_encoding(const imports::Parameters& parameters) {
  const bool is_right =
      !parameters.format || formats::can_be_in(*parameters.format, parameters.encoding);
  return is_right ? std::nullopt
                  : std::optional(problem::bad_parameter("codificacao", formats::other_than_marc8,
                                                         formats::name_of(parameters.encoding)));
}

bool tells_format(const http::Request& head) {
  const auto query = Query::read(head.query, imports::parameter_names);
  if (query && query->value("formato")) {
    return true;
  }
  const auto format = format_of_type(head);
  return format && format->has_value();
}

catalog::Result<formats::Format> format_of_file(std::string_view first_bytes,
                                                std::optional<formats::Format> said) {
  if (const auto foreign = formats::foreign_file(first_bytes)) {
    return catalog::fail(problem::unsupported_format(*foreign));
  }
  const auto format = said ? said : formats::guess_format({{}, first_bytes});
  if (!format || !formats::has_reader(*format)) {
    return catalog::fail(problem::unsupported_format(
        {"os primeiros bytes não dizem qual é", "its first bytes do not tell which it is"}));
  }
  return *format;
}

}  // namespace api

#include "api/pages/view.hpp"

#include <array>

#include "api/answer/problem_json.hpp"
#include "http/cookie.hpp"
#include "http/target.hpp"

namespace api {
namespace {

using catalog::Language;
using http::Header;

constexpr std::string_view language_name = "lang";
constexpr std::string_view theme_name = "tema";

// The raw value of a parameter; what is not plain is no choice.
std::string_view parameter(std::string_view query, std::string_view name) noexcept {
  http::QueryReader fields(query);
  while (const auto field = fields.next()) {
    if (field->key == name) {
      return field->value;
    }
  }
  return {};
}

std::optional<Language> language_named(std::string_view name) noexcept {
  if (name == "pt-BR" || name == "pt") {
    return Language::portuguese;
  }
  return name == "en" ? std::optional(Language::english) : std::nullopt;
}

std::optional<web::Theme> theme_named(std::string_view name) noexcept {
  if (name == "claro") {
    return web::Theme::light;
  }
  if (name == "escuro") {
    return web::Theme::dark;
  }
  return name == "sistema" ? std::optional(web::Theme::system) : std::nullopt;
}

Language language_for(const http::Request& request) {
  if (const auto asked = language_named(parameter(request.query, language_name))) {
    return *asked;
  }
  const std::string_view cookies = request.header(Header::cookie);
  const auto kept = language_named(http::cookie_value(cookies, language_cookie));
  return kept ? *kept : language_of(request);
}

web::Theme theme_for(const http::Request& request) {
  if (const auto asked = theme_named(parameter(request.query, theme_name))) {
    return *asked;
  }
  const std::string_view cookies = request.header(Header::cookie);
  return theme_named(http::cookie_value(cookies, theme_cookie)).value_or(web::Theme::system);
}

web::Entry entry_of(const Visitor& visitor) noexcept {
  if (visitor.keys == Keys::unused) {
    return web::Entry::open;
  }
  return visitor.is_signed_in ? web::Entry::signed_in : web::Entry::signed_out;
}

}  // namespace

web::View view_of(const http::Request& request, const Visitor& visitor) {
  return {language_for(request), theme_for(request), entry_of(visitor), own_query(request.query)};
}

PageVariant variant_of(const web::View& view) noexcept {
  constexpr unsigned is_page = 0x80;
  const unsigned language = view.language == Language::english ? 1 : 0;
  const auto theme = static_cast<unsigned>(view.theme);
  const auto entry = static_cast<unsigned>(view.entry);
  return static_cast<PageVariant>(is_page | language | theme << 1 | entry << 3);
}

std::string choice_lines(const http::Request& request) {
  constexpr std::string_view lasts = "; Path=/; Max-Age=31536000; SameSite=Lax\r\n";
  std::string lines;
  if (const auto language = language_named(parameter(request.query, language_name))) {
    lines.append("Set-Cookie: ").append(language_cookie).append("=");
    lines.append(*language == Language::english ? "en" : "pt-BR").append(lasts);
  }
  const std::string_view theme = parameter(request.query, theme_name);
  if (theme_named(theme)) {
    lines.append("Set-Cookie: ").append(theme_cookie).append("=").append(theme).append(lasts);
  }
  return lines;
}

std::string own_query(std::string_view query) {
  std::string own;
  http::QueryReader fields(query);
  while (const auto field = fields.next()) {
    if (field->key == language_name || field->key == theme_name) {
      continue;
    }
    own.append(field->key);
    if (field->value.data() != field->key.data() + field->key.size()) {
      own.append("=").append(field->value);
    }
    own += '&';
  }
  return own;
}

}  // namespace api

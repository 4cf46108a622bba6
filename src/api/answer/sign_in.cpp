#include "api/answer/sign_in.hpp"

#include <algorithm>

#include "base/percent.hpp"
#include "formats/book_json.hpp"
#include "http/cookie.hpp"
#include "http/media_type.hpp"
#include "http/target.hpp"
#include "json/reader.hpp"

namespace api {
namespace {

using catalog::Rule;
using http::Header;

constexpr std::string_view key_name = "chave";
constexpr std::string_view lasts_name = "lembrar";

constexpr std::string_view plain_name = "livros_chave";
constexpr std::string_view host_name = "__Host-livros_chave";
constexpr std::string_view lasting = "; Max-Age=2592000";

SignIn read_form(std::string_view body) {
  SignIn sign_in;
  http::QueryReader fields(body);
  while (const auto field = fields.next()) {
    auto value = http::decode_query_part(field->value);
    if (!value) {
      continue;
    }
    if (field->key == key_name) {
      sign_in.key = *std::move(value);
    } else if (field->key == lasts_name) {
      sign_in.lasts = *value == "1";
    } else if (field->key == "volta") {
      sign_in.back_to = path_of_this_host(*value);
    } else if (field->key == "sair") {
      sign_in.wish = SignIn::Wish::sign_out;
    }
  }
  return sign_in;
}

void expect(std::vector<catalog::FieldError>& errors, const json::Member& member, json::Kind kind,
            std::string_view name) {
  if (member.value.kind() != kind) {
    errors.push_back({'/' + std::string(member.key), Rule::wrong_type, {std::string(name)}});
  }
}

catalog::Result<SignIn> read_json(std::string_view body) {
  json::Document document;
  const auto root = document.parse(body);
  if (!root) {
    return catalog::fail(formats::to_problem(root.error()));
  }
  if (root->kind() != json::Kind::object) {
    return catalog::fail(catalog::problem::invalid_book({{"", Rule::wrong_type, {"object"}}}));
  }
  SignIn sign_in;
  std::vector<catalog::FieldError> errors;
  for (const json::Member member : root->members()) {
    if (member.key == key_name) {
      sign_in.key = member.value.text();
      expect(errors, member, json::Kind::string, "string");
    } else if (member.key == lasts_name) {
      sign_in.lasts = member.value.is_true();
      expect(errors, member, json::Kind::boolean, "boolean");
    } else {
      std::string pointer;
      json::append_pointer(pointer, member.key);
      errors.push_back(
          {std::move(pointer), Rule::unknown_key, {std::string(key_name), "of sessao"}});
    }
  }
  if (!root->member(key_name)) {
    errors.push_back({"/chave", Rule::required, {}});
  }
  if (!errors.empty()) {
    return catalog::fail(catalog::problem::invalid_book(std::move(errors)));
  }
  return sign_in;
}

void append_cookie(std::string& lines, bool is_secure, std::string_view value,
                   std::string_view lifetime) {
  lines.append("Set-Cookie: ").append(is_secure ? host_name : plain_name).append("=");
  lines.append(value).append("; HttpOnly; SameSite=Lax; Path=/").append(lifetime);
  lines.append(is_secure ? "; Secure\r\n" : "\r\n");
}

}  // namespace

bool is_form(const http::Request& request) {
  const auto media = http::parse_media_type(request.header(Header::content_type));
  return media && media->essence == "application/x-www-form-urlencoded";
}

catalog::Result<SignIn> read_sign_in(const http::Request& request) {
  return is_form(request) ? read_form(request.body) : read_json(request.body);
}

std::string_view session_key_in(const http::Request& request) noexcept {
  const std::string_view cookies = request.header(Header::cookie);
  const std::string_view value = http::cookie_value(cookies, host_name);
  return value.empty() ? http::cookie_value(cookies, plain_name) : value;
}

std::string session_lines(const http::Request& request, const SignIn& sign_in) {
  std::string lines;
  append_cookie(lines, request.is_secure, sign_in.key, sign_in.lasts ? lasting : "");
  return lines;
}

// Both: whoever came by TLS once may come without it now.
std::string no_session_lines(const http::Request& request) {
  std::string lines;
  append_cookie(lines, false, "", "; Max-Age=0");
  if (request.is_secure) {
    append_cookie(lines, true, "", "; Max-Age=0");
  }
  return lines;
}

std::string path_of_this_host(std::string_view target) {
  // "//host" and "/\host" are other hosts to a browser.
  const bool is_path = target.starts_with('/') && !target.starts_with("//") &&
                       !target.starts_with("/\\") && !target.starts_with(session_path);
  std::string path = is_path ? "" : "/";
  for (const char c : is_path ? target : std::string_view{}) {
    const bool is_plain = c > ' ' && c < 0x7f && c != '\\' && c != '"' && c != '<' && c != '>';
    path += is_plain ? std::string(1, c) : base::percent_encode({&c, 1});
  }
  return path;
}

}  // namespace api

#include "api/endpoints/write_request.hpp"

#include <openssl/evp.h>

#include <algorithm>

#include "api/answer/etag.hpp"
#include "api/answer/problem_json.hpp"
#include "http/media_type.hpp"

namespace api {
namespace {

inline constexpr std::size_t idempotency_key_bytes_max = 255;

std::array<std::uint8_t, 32> fingerprint(const http::Request& request) {
  std::string text;
  text.reserve(request.target.size() + request.body.size() + 16);
  text.append(request.method_token).append(" ").append(request.target).append("\n");
  text.append(request.body);
  std::array<std::uint8_t, 32> digest{};
  unsigned length = 0;
  check(EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha256(), nullptr) == 1);
  return digest;
}

struct Wanted {
  std::string_view field;
  std::string_view value;
};

// RFC 9110 section 15.5.16: a 415 says what would have been taken.
http::Response unsupported(const Request& request, const Wanted& wanted) {
  http::Response response =
      to_response(request, catalog::problem::of(catalog::ProblemCode::unsupported_media_type));
  response.add(wanted.field, wanted.value);
  return response;
}

}  // namespace

std::optional<http::Response> wrong_media_type(const Request& request,
                                               std::initializer_list<std::string_view> allowed) {
  if (request.http.has(http::Header::content_encoding)) {
    return unsupported(request, {"Accept-Encoding", "identity"});
  }
  if (!request.http.has(http::Header::content_type)) {
    return std::nullopt;
  }
  const auto media = http::parse_media_type(request.http.header(http::Header::content_type));
  const bool known =
      media && std::find(allowed.begin(), allowed.end(), media->essence) != allowed.end();
  if (known && (media->charset.empty() || media->charset == "utf-8")) {
    return std::nullopt;
  }
  std::string accepted;
  for (const std::string_view type : allowed) {
    accepted.append(accepted.empty() ? "" : ", ").append(type);
  }
  return unsupported(request, {"Accept", accepted});
}

catalog::Result<base::Done> refuse_if_none_match(const Request& request) {
  // RFC 9110 section 13.1.2 gives it a meaning for every method; nobody changes a book on the
  // condition that it is not there, and ignoring it would overwrite what was to be protected.
  if (request.http.has(http::Header::if_none_match)) {
    return catalog::fail(catalog::problem::bad_parameter("If-None-Match", "If-Match"));
  }
  return base::Done{};
}

catalog::Result<store::Precondition> precondition_of(const Request& request, catalog::BookId id) {
  if (const auto absent = refuse_if_none_match(request); !absent) {
    return catalog::fail(absent.error());
  }
  const bool given = request.http.has(http::Header::if_match);
  if (!given && request.settings.if_match == IfMatch::required) {
    return catalog::fail(catalog::problem::of(catalog::ProblemCode::precondition_required));
  }
  return if_match(request.http, id);
}

catalog::Result<std::optional<store::IdempotencyKey>> idempotency_of(const Request& request) {
  if (!request.http.has(http::Header::idempotency_key)) {
    return std::optional<store::IdempotencyKey>{};
  }
  const std::string_view key = request.http.header(http::Header::idempotency_key);
  const bool printable =
      std::all_of(key.begin(), key.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
  if (key.empty() || key.size() > idempotency_key_bytes_max || !printable) {
    return catalog::fail(
        catalog::problem::bad_parameter("Idempotency-Key", "1…255 ASCII (0x20…0x7E)"));
  }
  return std::optional(store::IdempotencyKey{std::string(key), fingerprint(request.http)});
}

int current_year(const Request& request) { return base::year_of(request.settings.clock.now()); }

}  // namespace api

#include "api/endpoints/write_request.hpp"

#include <algorithm>

#include "api/answer/book_answer.hpp"
#include "api/answer/etag.hpp"
#include "api/answer/query.hpp"
#include "base/sha256.hpp"

namespace api {
namespace {

inline constexpr std::size_t idempotency_key_bytes_max = 255;

base::Sha256Digest fingerprint(const http::Request& request) {
  std::string text;
  text.reserve(request.target.size() + request.body.size() + 16);
  text.append(request.method_token).append(" ").append(request.target).append("\n");
  text.append(request.body);
  return base::sha256(text);
}

}  // namespace

catalog::Result<store::Precondition> precondition_of(const Request& request,
                                                     std::optional<catalog::BookId> book) {
  auto match = condition_in(request.http, TagField::if_match, book);
  if (!match) {
    return catalog::fail(match.error());
  }
  auto none_match = condition_in(request.http, TagField::if_none_match, book);
  if (!none_match) {
    return catalog::fail(none_match.error());
  }
  return store::Precondition{*std::move(match), *std::move(none_match),
                             unmodified_since(request.http, request.settings.clock.now())};
}

catalog::Result<WriteHead> read_book_head(const Request& request) {
  if (const auto query = no_parameters(request); !query) {
    return catalog::fail(query.error());
  }
  const auto id = book_id_in(request.first_parameter);
  if (!id) {
    return catalog::fail(id.error());
  }
  auto precondition = precondition_of(request, *id);
  if (!precondition) {
    return catalog::fail(precondition.error());
  }
  auto idempotency = idempotency_of(request);
  if (!idempotency) {
    return catalog::fail(idempotency.error());
  }
  return WriteHead{*id, *std::move(precondition), *std::move(idempotency)};
}

catalog::Result<WriteHead> read_write_head(const Request& request, MayCreate may_create) {
  auto head = read_book_head(request);
  if (!head) {
    return head;
  }
  const bool creates = may_create == MayCreate::yes &&
                       head->precondition.none_match.kind == store::Condition::Kind::any;
  if (request.settings.if_match == IfMatch::required && !creates &&
      !request.http.has(http::Header::if_match)) {
    return catalog::fail(catalog::problem::of(catalog::ProblemCode::precondition_required));
  }
  return head;
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
        catalog::problem::bad_parameter("Idempotency-Key", "1…255 ASCII (0x20…0x7E)", key));
  }
  return std::optional(store::IdempotencyKey{std::string(key), fingerprint(request.http)});
}

catalog::Result<store::Duplicates> duplicates_in(const Query& query) {
  const std::string_view wanted = query.value("duplicado").value_or("criar");
  if (wanted != "criar" && wanted != "recusar") {
    return catalog::fail(catalog::problem::bad_parameter("duplicado", "criar, recusar", wanted));
  }
  return wanted == "recusar" ? store::Duplicates::refused : store::Duplicates::allowed;
}

int current_year(const Request& request) { return base::year_of(request.settings.clock.now()); }

}  // namespace api

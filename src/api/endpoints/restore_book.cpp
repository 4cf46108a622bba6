#include "api/answer/book_answer.hpp"
#include "api/answer/etag.hpp"
#include "api/answer/query.hpp"
#include "api/endpoints/handlers.hpp"
#include "api/endpoints/write_request.hpp"
#include "formats/book_json.hpp"
#include "json/reader.hpp"

namespace api {
namespace {

constexpr std::string_view version_key = "versao";

// {"versao": n}
catalog::Result<catalog::Version> version_in_body(std::string_view body) {
  using catalog::Rule;
  json::Document document;
  const auto root = document.parse(body);
  if (!root) {
    return catalog::fail(formats::to_problem(root.error()));
  }
  std::vector<catalog::FieldError> errors;
  if (root->kind() != json::Kind::object) {
    errors.push_back({"", Rule::wrong_type, {"object"}});
    return catalog::fail(catalog::problem::invalid_book(std::move(errors)));
  }
  for (const json::Member member : root->members()) {
    if (member.key != version_key) {
      std::string pointer;
      json::append_pointer(pointer, member.key);
      errors.push_back({std::move(pointer), Rule::unknown_key, {std::string(version_key)}});
    }
  }
  const auto value = root->member(version_key);
  const auto number = value ? value->integer() : std::nullopt;
  if (!value) {
    errors.push_back({"/versao", Rule::required, {}});
  } else if (!number) {
    errors.push_back({"/versao", Rule::wrong_type, {"integer"}});
  } else if (*number < 1) {
    errors.push_back({"/versao", Rule::unknown_version, {}});
  }
  if (!errors.empty()) {
    return catalog::fail(catalog::problem::invalid_book(std::move(errors)));
  }
  return catalog::Version{*number};
}

// The version number came in the body: a wrong one is a wrong body, not a missing resource.
http::Response not_restored(const AnswerContext& context, const store::Refused& why) {
  if (why.problem.code == catalog::ProblemCode::version_not_found) {
    return to_response(
        context, catalog::problem::invalid_book({{"/versao", catalog::Rule::unknown_version, {}}}));
  }
  return refused(context, why);
}

}  // namespace

Plan restore_book(const Request& request) {
  if (const auto query = no_parameters(request); !query) {
    return to_response(request, query.error());
  }
  const auto id = book_id_in(request.first_parameter);
  if (!id) {
    return to_response(request, id.error());
  }
  if (auto wrong = wrong_media_type(request, {"application/json"})) {
    return *std::move(wrong);
  }
  if (const auto absent = refuse_if_none_match(request); !absent) {
    return to_response(request, absent.error());
  }
  auto precondition = if_match(request.http, *id);
  if (!precondition) {
    return to_response(request, precondition.error());
  }
  auto idempotency = idempotency_of(request);
  if (!idempotency) {
    return to_response(request, idempotency.error());
  }
  const auto version = version_in_body(request.http.body);
  if (!version) {
    return to_response(request, version.error());
  }
  store::Write write{
      store::Restore{*id, *version}, *std::move(precondition), *std::move(idempotency), {}};
  return WritePlan{std::move(write), [](const AnswerContext& context, store::WriteOutcome outcome) {
                     return outcome ? book_response(std::move(outcome->book))
                                    : not_restored(context, outcome.error());
                   }};
}

}  // namespace api

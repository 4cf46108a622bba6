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
    errors.push_back({"", Rule::wrong_type, {"object"}, catalog::shown(json::spelling_of(*root))});
    return catalog::fail(catalog::problem::invalid_book(std::move(errors)));
  }
  for (const json::Member member : root->members()) {
    if (member.key != version_key) {
      std::string pointer;
      json::append_pointer(pointer, member.key);
      errors.push_back(
          {std::move(pointer), Rule::unknown_key, {std::string(version_key), "of restaurar"}});
    }
  }
  const auto value = root->member(version_key);
  const auto number = value ? value->integer() : std::nullopt;
  const std::string sent = value ? catalog::shown(json::spelling_of(*value)) : std::string{};
  if (!value || value->kind() == json::Kind::null) {
    errors.push_back({"/versao", Rule::required, {}});
  } else if (!value->is_integer()) {
    errors.push_back({"/versao", Rule::wrong_type, {"integer"}, sent});
  } else if (!number || *number < 1) {
    errors.push_back({"/versao", Rule::unknown_version, {}, sent});
  }
  if (!errors.empty()) {
    return catalog::fail(catalog::problem::invalid_book(std::move(errors)));
  }
  return catalog::Version{*number};
}

}  // namespace

catalog::Result<base::Done> check_restore(const Request& request) {
  return only_checked(read_book_head(request));
}

Plan restore_book(const Request& request) {
  auto head = read_book_head(request);
  if (!head) {
    return to_response(request, head.error());
  }
  const auto version = version_in_body(request.http.body);
  if (!version) {
    return to_response(request, version.error());
  }
  store::Write write{store::Restore{head->id, *version},
                     std::move(head->precondition),
                     std::move(head->idempotency),
                     {}};
  return WritePlan{std::move(write), [](const AnswerContext& context, store::WriteOutcome outcome) {
                     return outcome ? book_response(std::move(outcome->book))
                                    : not_restored(context, outcome.error());
                   }};
}

}  // namespace api

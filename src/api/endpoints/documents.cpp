#include "api/answer/document.hpp"
#include "api/answer/problem_json.hpp"
#include "api/endpoints/handlers.hpp"
#include "api/endpoints/openapi_document.hpp"
#include "json/writer.hpp"

namespace api {

Plan openapi_as_json(const Request&) {
  return document("application/vnd.oai.openapi+json;version=3.1", openapi_json());
}

Plan openapi_as_yaml(const Request&) {
  return document("application/vnd.oai.openapi;version=3.1", openapi_yaml());
}

Plan list_problems(const Request&) {
  std::string body;
  json::Array array(body);
  for (const catalog::ProblemKind& kind : catalog::problem_kinds()) {
    array.item();
    body += describe(kind);
  }
  array.end();
  return document("application/json; charset=utf-8", body);
}

Plan get_problem(const Request& request) {
  const catalog::ProblemKind* kind = catalog::problem_kind_named(request.first_parameter);
  if (kind == nullptr) {
    return to_response(request, catalog::problem::unknown_path(request.http.path));
  }
  return document("application/json; charset=utf-8", describe(*kind));
}

}  // namespace api

#include "api/answer/book_answer.hpp"
#include "api/endpoints/handlers.hpp"
#include "api/endpoints/openapi_document.hpp"
#include "base/version.hpp"
#include "json/writer.hpp"

namespace api {
namespace {

http::Response document(std::string_view content_type, std::string_view body) {
  http::Response response;
  response.add("Content-Type", content_type);
  response.add("Cache-Control", "no-cache");
  response.add("Vary", "Accept-Encoding");
  response.body = body;
  return response;
}

}  // namespace

Plan home(const Request&) {
  std::string body;
  json::Object object(body);
  object.string("nome", "API Livros");
  object.string("versao", base::version());
  object.member(R"(,"links":{"livros":"/livros","facetas":"/facetas?por=autor",)"
                R"("sugestoes":"/sugestoes?q=a","mudancas":"/mudancas","openapi":"/openapi.json",)"
                R"("openapi_yaml":"/openapi.yaml","problemas":"/problemas","vivo":"/healthz",)"
                R"("pronto":"/readyz","metricas":"/metrics"})");
  object.end();
  return document("application/json; charset=utf-8", body);
}

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

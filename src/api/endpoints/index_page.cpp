#include "api/answer/document.hpp"
#include "api/endpoints/handlers.hpp"
#include "base/version.hpp"
#include "json/writer.hpp"

namespace api {

Plan index_page(const Request&) {
  std::string body;
  json::Object object(body);
  object.string("nome", "API Livros");
  object.string("versao", base::version());
  object.member(
      R"(,"links":{"livros":"/livros","facetas":"/facetas?por=autor",)"
      R"("sugestoes":"/sugestoes?q=a","mudancas":"/mudancas","openapi":"/openapi.json",)"
      R"("openapi_yaml":"/openapi.yaml","docs":"/docs","problemas":"/problemas","vivo":"/healthz",)"
      R"("pronto":"/readyz","metricas":"/metrics"})");
  object.end();
  // A browser gets a page here.
  return document("application/json; charset=utf-8", body, "Accept, Accept-Encoding");
}

}  // namespace api

#include <array>
#include <optional>

#include "api/answer/problem_json.hpp"
#include "api/answer/query.hpp"
#include "api/endpoints/handlers.hpp"

namespace api {
namespace {

constexpr std::string_view reading_name = "leitura";
constexpr std::array ready_parameters{reading_name};

http::Response state(unsigned status, std::string_view word) {
  http::Response response;
  response.status = status;
  response.add("Content-Type", "application/json; charset=utf-8");
  response.add("Cache-Control", "no-store");
  if (status == 503) {
    response.add("Retry-After", "1");
  }
  response.body.append(R"({"estado":")").append(word).append("\"}");
  return response;
}

}  // namespace

Plan alive(const Request&) { return state(200, "vivo"); }

Plan ready(const Request& request) {
  const auto query = Query::read(request.http.query, ready_parameters);
  if (!query) {
    return to_response(request, query.error());
  }
  const std::optional<std::string_view> reading = query->value(reading_name);
  if (reading && *reading != "0" && *reading != "1") {
    return to_response(request, catalog::problem::bad_parameter(reading_name, "0, 1", *reading));
  }
  if (request.settings.draining.load(std::memory_order_relaxed)) {
    return state(503, "encerrando");
  }
  switch (request.settings.store.health()) {
    case search::Health::ready:
      return state(200, "pronto");
    case search::Health::preparing:
      return state(503, "preparando");
    case search::Health::read_only:
      return state(reading == "1" ? 200 : 503, "somente-leitura");
    case search::Health::unavailable:
      return state(503, "armazenamento-indisponivel");
  }
  return state(503, "armazenamento-indisponivel");
}

Plan metrics(const Request& request) {
  http::Response response;
  response.add("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
  response.add("Cache-Control", "no-store");
  response.body = request.settings.metrics.render();
  return response;
}

}  // namespace api

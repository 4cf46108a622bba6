// The dispatcher's refusals: in the shape of their route, and where there is none, of what the
// connection refuses and what breaks on the way.
#include "api/answer/media.hpp"
#include "api/answer/problem_json.hpp"
#include "api/dispatch.hpp"
#include "api/pages/problem_page.hpp"
#include "api/pages/view.hpp"
#include "api/protocols/opds_handlers.hpp"

namespace api {
namespace {

using catalog::ProblemCode;
using http::Method;

catalog::Problem problem_of(http::Refusal refusal, std::size_t body_bytes_max) {
  using enum http::Refusal;
  switch (refusal) {
    case malformed:
      return catalog::problem::of(ProblemCode::malformed_request);
    case slow:
      return catalog::problem::of(ProblemCode::slow_request);
    case body_too_large:
      return catalog::problem::body_too_large(body_bytes_max);
    case target_too_long:
      return catalog::problem::of(ProblemCode::target_too_long);
    case expectation_failed:
      return catalog::problem::of(ProblemCode::expectation_failed);
    case header_too_large:
      return catalog::problem::of(ProblemCode::header_too_large);
    case unknown_coding:
      return catalog::problem::of(ProblemCode::unknown_coding);
    case version_unsupported:
      return catalog::problem::of(ProblemCode::http_version);
    case too_many_connections:
    case too_many_bodies:
      return catalog::problem::of(ProblemCode::overloaded);
  }
  return catalog::problem::of(ProblemCode::internal_error);
}

}  // namespace

http::Response Dispatcher::problem_answer(const Exchange& exchange,
                                          const catalog::Problem& problem) const {
  const AnswerContext context = context_of(exchange);
  if (exchange.shape == Shape::opds && problem.code == ProblemCode::unauthorized) {
    return opds_unauthorized(context, dependencies_.settings);
  }
  if (exchange.shape != Shape::page) {
    return to_response(context, problem);
  }
  const Visitor visitor{dependencies_.settings.keys, exchange.is_signed_in};
  return problem_page(context, view_of(context.http, visitor), problem);
}

http::Response Dispatcher::refuse(http::Refusal refusal, const http::Request& partial) {
  const std::size_t body_most = body_bytes_max(partial);
  if (refusal == http::Refusal::body_too_large && body_most == 0) {
    return turned_away(partial);
  }
  return plain(partial, request_ids_.id_of(partial), problem_of(refusal, body_most),
               dependencies_.access_state.cors.lines_for(partial));
}

// A client that may not write gets the refusal before its body is read.
http::Response Dispatcher::turned_away(http::Request head) {
  name_client(head);
  const AccessDecision decision = access_.decide(head, Access::by_method);
  return plain(head, request_ids_.id_of(head),
               decision.refusal.value_or(catalog::problem::of(ProblemCode::unauthorized)),
               decision.lines);
}

http::Response Dispatcher::unavailable(const http::Request& request, const std::exception& reason) {
  const std::string_view id = request_ids_.id_of(request);
  dependencies_.log.error("falha", {{"pedido", id}, {"motivo", reason.what()}});
  return plain(request, id, catalog::problem::of(ProblemCode::storage_unavailable),
               dependencies_.access_state.cors.lines_for(request));
}

// A problem of no route, as it is: neither encoded nor kept. `lines`: further header lines.
http::Response Dispatcher::plain(const http::Request& request, std::string_view id,
                                 const catalog::Problem& problem, std::string_view lines) {
  http::Response response = to_response({request, language_of(request), id}, problem);
  response.add("X-Request-Id", id);
  response.headers.append(dependencies_.access_state.cors.common_lines()).append(lines);
  request_log_.enter(request, {{routes().size()}, response.status, response.body.size(), id});
  return response;
}

// The path is known: OPTIONS says what it takes, anything else is refused with the same list.
http::Response Dispatcher::other_method(const AnswerContext& context) const {
  const std::string allow = router_.allow(context.http.path);
  http::Response response;
  response.status = 204;
  if (context.http.method != Method::options) {
    const bool unknown = context.http.method == Method::unknown;
    response = to_response(context, unknown ? catalog::problem::of(ProblemCode::unknown_method)
                                            : catalog::problem::method_not_allowed(
                                                  {context.http.method_token, allow}));
  }
  response.add("Allow", allow);
  // RFC 5789 section 3.1.
  if (allow.find(http::to_string(Method::patch)) != std::string::npos && context.http.path != "*") {
    response.add("Accept-Patch", patch_types());
  }
  if (dependencies_.access_state.cors.is_preflight(context.http)) {
    response.headers.append(dependencies_.access_state.cors.preflight_lines(allow));
  }
  return response;
}

}  // namespace api

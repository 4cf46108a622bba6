// What belongs to the feeds: how to show a key, and the picture of a book without a cover.
#include "api/answer/problem_json.hpp"
#include "api/protocols/opds_answer.hpp"
#include "api/protocols/opds_handlers.hpp"
#include "api/protocols/opds_json.hpp"
#include "api/protocols/opds_request.hpp"
#include "api/protocols/placeholder_cover.hpp"

namespace api {

Plan opds_authentication_document(const Request& request) {
  http::Response response;
  add_opds_lines(response, opds_authentication_type, request.language);
  response.body = opds_authentication(opds_places(request));
  return response;
}

http::Response opds_unauthorized(const AnswerContext& context, const Settings& settings) {
  http::Response response;
  response.status = 401;
  response.add("Content-Type", opds_authentication_type);
  response.add("Content-Language", context.language == catalog::Language::english ? "en" : "pt-BR");
  response.add("Cache-Control", "no-store");
  response.add("Vary", "Accept, Accept-Encoding, Accept-Language");
  response.body = opds_authentication(opds_places(context.http, settings, context.language));
  return response;
}

Plan opds_placeholder_cover(const Request&) {
  http::Response response;
  response.add("Content-Type", "image/png");
  response.add("Cache-Control", "public, max-age=86400");
  response.add("X-Content-Type-Options", "nosniff");
  response.body = placeholder_cover();
  return response;
}

}  // namespace api

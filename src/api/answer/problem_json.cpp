#include "api/answer/problem_json.hpp"

#include <array>

#include "base/text.hpp"
#include "http/negotiate.hpp"
#include "json/writer.hpp"

namespace api {
namespace {

void append_errors(std::string& out, const catalog::Problem& problem, catalog::Language language) {
  json::Array errors(out);
  for (const catalog::FieldError& error : problem.errors) {
    const catalog::RuleKind& rule = kind_of(error.rule);
    errors.item();
    json::Object entry(out);
    entry.string("ponteiro", error.pointer);
    entry.string("codigo", rule.slug);
    entry.string("mensagem", message_of(error, language));
    entry.end();
  }
  errors.end();
}

constexpr std::size_t instance_bytes_max = 256;

// Path only: a query may hold what should not be repeated into logs and pages. Of a longer path the
// begin, so that an answer is not as long as its request.
std::string_view instance_of(const http::Request& request) noexcept {
  return request.path.empty() ? std::string_view{"/"}
                              : base::clip_bytes(request.path, instance_bytes_max);
}

}  // namespace

void add_retry_after(http::Response& response, catalog::ProblemCode code) {
  using enum catalog::ProblemCode;
  if (code == overloaded || code == storage_unavailable || code == write_uncertain ||
      code == book_busy || code == draining) {
    response.add("Retry-After", "1");
  }
  if (code == storage_full || code == import_queue_full || code == no_room_for_file) {
    response.add("Retry-After", "30");
  }
}

catalog::Language language_of(const http::Request& request) {
  static constexpr std::array<std::string_view, 2> offered{"pt", "en"};
  const std::size_t chosen =
      http::choose_language(request.header(http::Header::accept_language), offered);
  return chosen == 1 ? catalog::Language::english : catalog::Language::portuguese;
}

http::Response to_response(const AnswerContext& context, const catalog::Problem& problem,
                           const ExtraMembers& extra) {
  const catalog::ProblemKind& kind = kind_of(problem.code);
  const bool english = context.language == catalog::Language::english;
  http::Response response;
  response.status = kind.status;
  response.add("Content-Type", "application/problem+json");
  response.add("Content-Language", english ? "en" : "pt-BR");
  response.add("Cache-Control", "no-store");
  response.add("Vary", "Accept, Accept-Encoding, Accept-Language");
  add_retry_after(response, problem.code);

  std::string& out = response.body;
  json::Object object(out);
  object.string("type", "/problemas/" + std::string(kind.slug));
  object.string("title", kind.title.in(context.language));
  object.integer("status", kind.status);
  object.string("detail", detail_of(problem, context.language));
  object.string("instance", instance_of(context.http));
  object.string("codigo", kind.slug);
  object.string("pedido", context.id);
  object.key("erros");
  append_errors(out, problem, context.language);
  if (problem.errors_left_out > 0) {
    object.integer("erros_omitidos", static_cast<std::int64_t>(problem.errors_left_out));
  }
  object.member(extra.json);
  object.end();
  return response;
}

http::Response to_response(const Request& request, const catalog::Problem& problem) {
  return to_response(AnswerContext{request.http, request.language, request.id}, problem);
}

std::string describe(const catalog::ProblemKind& kind) {
  std::string out;
  json::Object object(out);
  object.string("codigo", kind.slug);
  object.integer("status", kind.status);
  object.string("title", kind.title.portuguese);
  object.string("title_en", kind.title.english);
  object.string("o_que_fazer", kind.remedy.portuguese);
  object.string("what_to_do", kind.remedy.english);
  object.end();
  return out;
}

}  // namespace api

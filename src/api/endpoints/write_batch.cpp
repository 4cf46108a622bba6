#include <array>
#include <string_view>
#include <utility>

#include "api/answer/book_answer.hpp"
#include "api/answer/query.hpp"
#include "api/endpoints/batch_body.hpp"
#include "api/endpoints/handlers.hpp"
#include "api/endpoints/write_request.hpp"
#include "http/prefer.hpp"
#include "json/writer.hpp"

namespace api {
namespace {

struct BatchHead {
  store::Duplicates duplicates;
  store::WriteGroup::IfRefused if_refused;
  std::optional<store::IdempotencyKey> idempotency;
};

catalog::Result<BatchHead> read_batch_head(const Request& request) {
  const auto query =
      Query::read(request.http.query, std::array<std::string_view, 2>{"atomico", "duplicado"});
  if (!query) {
    return catalog::fail(query.error());
  }
  const auto duplicates = duplicates_in(*query);
  if (!duplicates) {
    return catalog::fail(duplicates.error());
  }
  const std::string_view atomic = query->value("atomico").value_or("0");
  if (atomic != "0" && atomic != "1") {
    return catalog::fail(catalog::problem::bad_parameter("atomico", "0, 1", atomic));
  }
  auto idempotency = idempotency_of(request);
  if (!idempotency) {
    return catalog::fail(idempotency.error());
  }
  return BatchHead{
      *duplicates,
      atomic == "1" ? store::WriteGroup::IfRefused::undo_all : store::WriteGroup::IfRefused::go_on,
      *std::move(idempotency)};
}

// As the single request would have been refused.
http::Response refusal_of(const AnswerContext& context, const BatchOperation& operation,
                          store::Refused refused) {
  if (refused.current && refused.current->json.empty()) {
    refused.current.reset();
  }
  return operation.kind == BatchOperation::Kind::restore
             ? not_restored(context, refused)
             : api::refused(context, refused, operation.touched);
}

unsigned status_of(BatchOperation::Kind kind) noexcept {
  switch (kind) {
    case BatchOperation::Kind::create:
      return 201;
    case BatchOperation::Kind::remove:
      return 204;
    case BatchOperation::Kind::replace:
    case BatchOperation::Kind::alter:
    case BatchOperation::Kind::restore:
      break;
  }
  return 200;
}

void append_done(std::string& out, const BatchOperation& operation, const store::Written& done) {
  json::Object result(out);
  result.string("op", name_of(operation.kind));
  result.integer("status", status_of(operation.kind));
  result.integer("id", done.book.id.value);
  result.integer("versao", done.book.version.value);
  if (!done.book.json.empty() && operation.kind != BatchOperation::Kind::remove) {
    result.member(R"(,"livro":)");
    out += done.book.json;
  }
  if (!done.duplicates.empty()) {
    result.member(R"(,"duplicados":)");
    append_ids(out, done.duplicates);
  }
  result.end();
}

void append_refused(std::string& out, const BatchOperation& operation,
                    const http::Response& refusal) {
  json::Object result(out);
  result.string("op", name_of(operation.kind));
  result.integer("status", refusal.status);
  if (operation.id) {
    result.integer("id", *operation.id);
  }
  result.member(R"(,"problema":)");
  out += refusal.body;
  result.end();
}

http::Response done_batch(const AnswerContext& context,
                          const std::vector<BatchOperation>& operations,
                          store::GroupWritten written) {
  http::Response response;
  add_data_headers(response);
  if (http::prefers_minimal(context.http.header(http::Header::prefer))) {
    response.add("Preference-Applied", "return=minimal");
  }
  json::Array results(response.body);
  for (std::size_t i = 0; i < operations.size(); ++i) {
    results.item();
    store::WriteOutcome& outcome = written.outcomes[i];
    if (outcome) {
      append_done(response.body, operations[i], *outcome);
    } else {
      append_refused(response.body, operations[i],
                     refusal_of(context, operations[i], std::move(outcome).error()));
    }
    outcome = base::Unexpected<store::Refused>{store::Refused{}};  // its document is in the answer
  }
  results.end();
  return response;
}

// `erros` names the operation first, then what is wrong within its book.
http::Response undone_batch(const AnswerContext& context,
                            const std::vector<BatchOperation>& operations,
                            store::GroupRefused why) {
  if (!why.write) {
    return refused(context, why.refused);
  }
  const std::size_t place = *why.write;
  const catalog::Problem problem = catalog::problem::batch_refused(place, why.refused.problem);
  ExtraMembers extra;
  extra.json = R"(,"problema":)";
  extra.json += refusal_of(context, operations.at(place), std::move(why.refused)).body;
  return to_response(context, problem, extra);
}

}  // namespace

catalog::Result<base::Done> check_batch(const Request& request) {
  return only_checked(read_batch_head(request));
}

Plan write_batch(const Request& request) {
  auto head = read_batch_head(request);
  if (!head) {
    return to_response(request, head.error());
  }
  auto body =
      read_batch(request.http.body, {current_year(request), request.settings.if_match,
                                     head->duplicates, request.settings.json_body_bytes_max});
  if (!body) {
    return to_response(request, body.error());
  }
  const bool is_minimal = http::prefers_minimal(request.http.header(http::Header::prefer));
  store::WriteGroup group{.writes = std::move(body->writes),
                          .if_refused = head->if_refused,
                          .documents = is_minimal ? store::WriteGroup::Documents::unwanted
                                                  : store::WriteGroup::Documents::wanted,
                          .idempotency = std::move(head->idempotency),
                          .actor = {}};
  return GroupPlan{std::move(group),
                   [operations = std::move(body->operations)](const AnswerContext& context,
                                                              store::GroupOutcome outcome) {
                     return outcome ? done_batch(context, operations, *std::move(outcome))
                                    : undone_batch(context, operations, std::move(outcome).error());
                   }};
}

}  // namespace api

#include <array>
#include <string_view>

#include "api/answer/book_answer.hpp"
#include "api/answer/query.hpp"
#include "api/endpoints/handlers.hpp"
#include "api/endpoints/write_request.hpp"
#include "formats/book_json.hpp"
#include "http/prefer.hpp"

namespace api {
namespace {

http::Response created(const AnswerContext& context, store::Written written) {
  const std::string path = "/livros/" + std::to_string(written.book.id.value);
  http::Response response = book_response(std::move(written.book), 201);
  response.add("Location", path);
  for (const catalog::BookId duplicate : written.duplicates) {
    response.add("Link", "</livros/" + std::to_string(duplicate.value) + ">; rel=\"duplicate\"");
  }
  if (http::prefers_minimal(context.http.header(http::Header::prefer))) {
    response.add("Preference-Applied", "return=minimal");
    response.body.clear();
  }
  return response;
}

struct CreateHead {
  store::Duplicates duplicates;
  store::Precondition precondition;
  std::optional<store::IdempotencyKey> idempotency;
};

catalog::Result<CreateHead> read_create_head(const Request& request) {
  const auto query = Query::read(request.http.query, std::array<std::string_view, 1>{"duplicado"});
  if (!query) {
    return catalog::fail(query.error());
  }
  const auto duplicates = duplicates_in(*query);
  if (!duplicates) {
    return catalog::fail(duplicates.error());
  }
  auto precondition = precondition_of(request);
  if (!precondition) {
    return catalog::fail(precondition.error());
  }
  auto idempotency = idempotency_of(request);
  if (!idempotency) {
    return catalog::fail(idempotency.error());
  }
  return CreateHead{*duplicates, *std::move(precondition), *std::move(idempotency)};
}

}  // namespace

catalog::Result<base::Done> check_create(const Request& request) {
  return only_checked(read_create_head(request));
}

Plan create_book(const Request& request) {
  auto head = read_create_head(request);
  if (!head) {
    return to_response(request, head.error());
  }
  auto book = formats::read_book(request.http.body, current_year(request));
  if (!book) {
    return to_response(request, book.error());
  }
  store::Write write{.action = store::Create{*std::move(book), head->duplicates},
                     .precondition = std::move(head->precondition),
                     .idempotency = std::move(head->idempotency),
                     .actor = {}};
  return WritePlan{std::move(write), [](const AnswerContext& context, store::WriteOutcome outcome) {
                     return outcome ? created(context, *std::move(outcome))
                                    : refused(context, outcome.error());
                   }};
}

}  // namespace api

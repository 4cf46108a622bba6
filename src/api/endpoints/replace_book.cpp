#include "api/answer/book_answer.hpp"
#include "api/answer/query.hpp"
#include "api/endpoints/handlers.hpp"
#include "api/endpoints/write_request.hpp"
#include "formats/book_json.hpp"

namespace api {
namespace {

Plan create_at(WriteHead&& head, catalog::NewBook book) {
  store::Write write{
      store::CreateAt{head.id, std::move(book)}, {}, std::move(head.idempotency), {}};
  return WritePlan{std::move(write), [](const AnswerContext& context, store::WriteOutcome outcome) {
                     if (!outcome) {
                       return refused(context, outcome.error());
                     }
                     const catalog::BookId made = outcome->book.id;
                     http::Response response = book_response(std::move(outcome->book), 201);
                     response.add("Location", "/livros/" + std::to_string(made.value));
                     return response;
                   }};
}

// If-None-Match: * asks that nothing be there yet: the book is made.
bool asks_for_absence(const store::Precondition& precondition) {
  return precondition.none_match.kind == store::Condition::Kind::any;
}

catalog::Result<WriteHead> read_replace_head(const Request& request) {
  auto head = read_write_head(request, MayCreate::yes);
  // A book that is there and is not there: no state meets both (RFC 9110 section 13.2.2).
  if (head && asks_for_absence(head->precondition) &&
      head->precondition.match.kind != store::Condition::Kind::none) {
    return catalog::fail(catalog::problem::of(catalog::ProblemCode::version_conflict));
  }
  return head;
}

}  // namespace

catalog::Result<base::Done> check_replace(const Request& request) {
  return only_checked(read_replace_head(request));
}

Plan replace_book(const Request& request) {
  auto head = read_replace_head(request);
  if (!head) {
    return to_response(request, head.error());
  }
  const catalog::BookId id = head->id;
  auto book = formats::read_book(request.http.body, current_year(request));
  if (!book) {
    return to_response(request, book.error());
  }
  if (book->id && *book->id != id) {
    return to_response(request, catalog::foreign_id(*book->id));
  }
  if (asks_for_absence(head->precondition)) {
    return create_at(*std::move(head), *std::move(book));
  }
  store::Write write{store::Replace{id, *std::move(book)},
                     std::move(head->precondition),
                     std::move(head->idempotency),
                     {}};
  return WritePlan{std::move(write), [](const AnswerContext& context, store::WriteOutcome outcome) {
                     return outcome ? book_response(std::move(outcome->book))
                                    : refused(context, outcome.error());
                   }};
}

}  // namespace api

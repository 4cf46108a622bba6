#include "api/answer/book_answer.hpp"
#include "api/answer/query.hpp"
#include "api/endpoints/handlers.hpp"
#include "api/endpoints/write_request.hpp"

namespace api {

Plan remove_book(const Request& request) {
  auto head = read_write_head(request);
  if (!head) {
    return to_response(request, head.error());
  }
  store::Write write{
      store::Remove{head->id}, std::move(head->precondition), std::move(head->idempotency), {}};
  return WritePlan{std::move(write), [](const AnswerContext& context, store::WriteOutcome outcome) {
                     if (!outcome) {
                       return refused(context, outcome.error());
                     }
                     http::Response response;
                     response.status = 204;
                     return response;
                   }};
}

}  // namespace api

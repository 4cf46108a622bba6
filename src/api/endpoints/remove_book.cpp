#include "api/answer/book_answer.hpp"
#include "api/answer/query.hpp"
#include "api/endpoints/handlers.hpp"
#include "api/endpoints/write_request.hpp"

namespace api {

Plan remove_book(const Request& request) {
  if (const auto query = no_parameters(request); !query) {
    return to_response(request, query.error());
  }
  const auto id = book_id_in(request.first_parameter);
  if (!id) {
    return to_response(request, id.error());
  }
  auto precondition = precondition_of(request, *id);
  if (!precondition) {
    return to_response(request, precondition.error());
  }
  store::Write write{store::Remove{*id}, *std::move(precondition), {}, {}};
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

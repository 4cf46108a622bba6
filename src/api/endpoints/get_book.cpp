#include "api/answer/book_answer.hpp"
#include "api/answer/query.hpp"
#include "api/endpoints/handlers.hpp"

namespace api {

Plan get_book(const Request& request) {
  if (auto query = no_parameters(request); !query) {
    return to_response(request, query.error());
  }
  const auto id = book_id_in(request.first_parameter);
  if (!id) {
    return to_response(request, id.error());
  }
  return ReadPlan{store::GetBook{*id},
                  [](const AnswerContext& context, search::ReadOutcome outcome) {
                    if (!outcome) {
                      return to_response(context, outcome.error());
                    }
                    return found_book(context,
                                      std::get<store::BookDocument>(std::move(outcome->value)));
                  },
                  CachePolicy::book};
}

}  // namespace api

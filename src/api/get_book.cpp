#include "api/book_answer.hpp"
#include "api/handlers.hpp"
#include "api/query.hpp"

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
                  [](const Answering& answering, search::ReadOutcome outcome) {
                    if (!outcome) {
                      return to_response(answering, outcome.error());
                    }
                    return found_book(answering,
                                      std::get<store::BookDocument>(std::move(outcome->value)));
                  },
                  Keep::book};
}

}  // namespace api

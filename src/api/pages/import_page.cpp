#include "web/import_page.hpp"

#include "api/answer/book_answer.hpp"
#include "api/answer/query.hpp"
#include "api/pages/page_answer.hpp"
#include "api/pages/page_handlers.hpp"
#include "api/pages/problem_page.hpp"

namespace api {

Plan import_page(const Request& request) {
  const web::View view = view_of(request.http, visitor_of(request));
  if (const auto query = Query::read(view.query, {}); !query) {
    return problem_page(context_of(request), view, query.error());
  }
  if (request.first_parameter.empty()) {
    return private_page(request.http, web::import_document(view, std::nullopt));
  }
  const auto id = ordinal_in(request.first_parameter);
  if (!id) {
    return problem_page(context_of(request), view,
                        catalog::problem::import_not_found(request.first_parameter));
  }
  return ImportPlan{
      imports::Get{*id}, [view](const AnswerContext& context, const imports::Outcome& outcome) {
        if (!outcome) {
          return problem_page(context, view, outcome.error());
        }
        const auto& shown = std::get<imports::Shown>(*outcome);
        return private_page(context.http, web::import_document(view, shown.import.id));
      }};
}

}  // namespace api

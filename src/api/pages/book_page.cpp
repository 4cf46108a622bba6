#include "web/book_page.hpp"

#include "api/answer/book_answer.hpp"
#include "api/answer/query.hpp"
#include "api/pages/page_answer.hpp"
#include "api/pages/page_handlers.hpp"
#include "api/pages/problem_page.hpp"
#include "formats/book_document.hpp"

namespace api {

Plan book_page(const Request& request) {
  const web::View view = view_of(request.http, visitor_of(request));
  if (const auto query = Query::read(view.query, {}); !query) {
    return problem_page(context_of(request), view, query.error());
  }
  const auto id = book_id_in(request.first_parameter);
  if (!id) {
    return problem_page(context_of(request), view, id.error());
  }
  return ChainPlan{store::GetBook{*id},
                   [view](const AnswerContext& context, search::ReadOutcome outcome) -> Plan {
                     if (!outcome) {
                       return problem_page(context, view, outcome.error());
                     }
                     const auto& document = std::get<store::BookDocument>(outcome->value);
                     const catalog::Book book = formats::read_stored_document(document.json);
                     return page_answer(context.http, {web::book_document(view, book),
                                                       variant_of(view), moment_of(*outcome)});
                   },
                   CachePolicy::page, variant_of(view)};
}

}  // namespace api

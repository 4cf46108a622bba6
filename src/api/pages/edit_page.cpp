#include "api/answer/book_answer.hpp"
#include "api/answer/query.hpp"
#include "api/pages/page_answer.hpp"
#include "api/pages/page_handlers.hpp"
#include "api/pages/problem_page.hpp"
#include "formats/book_document.hpp"
#include "web/book_form.hpp"

namespace api {

Plan new_book_page(const Request& request) {
  const web::View view = view_of(request.http, visitor_of(request));
  if (const auto query = Query::read(view.query, {}); !query) {
    return problem_page(context_of(request), view, query.error());
  }
  const IsbnSources& sources = request.settings.isbn_sources;
  return private_page(request.http, web::new_document(view, sources.names), web::Policy::scanner,
                      sources.origins);
}

// Never kept: it shows the very version that is changed.
Plan edit_page(const Request& request) {
  const web::View view = view_of(request.http, visitor_of(request));
  const auto query = Query::read(view.query, {});
  const auto id = book_id_in(request.first_parameter);
  if (!query || !id) {
    return problem_page(context_of(request), view, query ? id.error() : query.error());
  }
  return ChainPlan{store::GetBook{*id},
                   [view](const AnswerContext& context, search::ReadOutcome outcome) -> Plan {
                     if (!outcome) {
                       return problem_page(context, view, outcome.error());
                     }
                     const auto& document = std::get<store::BookDocument>(outcome->value);
                     const catalog::Book book = formats::read_stored_document(document.json);
                     return private_page(context.http, web::edit_document(view, book));
                   }};
}

}  // namespace api

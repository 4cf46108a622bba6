#include "web/duplicates_page.hpp"

#include "api/answer/query.hpp"
#include "api/endpoints/handlers.hpp"
#include "api/pages/page_answer.hpp"
#include "api/pages/page_handlers.hpp"
#include "api/pages/problem_page.hpp"
#include "http/negotiate.hpp"

namespace api {

// Programs are given the groups, people the page that asks for them.
Plan duplicates_page(const Request& request) {
  if (!http::asks_for_html(request.http.header(http::Header::accept))) {
    return list_duplicates(request);
  }
  const web::View view = view_of(request.http, visitor_of(request));
  if (const auto query = Query::read(view.query, {}); !query) {
    return problem_page(context_of(request), view, query.error());
  }
  return private_page(request.http, web::duplicates_document(view));
}

}  // namespace api

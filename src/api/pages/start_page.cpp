#include "api/answer/problem_json.hpp"
#include "api/endpoints/handlers.hpp"
#include "api/pages/page_answer.hpp"
#include "api/pages/page_handlers.hpp"
#include "api/pages/problem_page.hpp"
#include "http/negotiate.hpp"

namespace api {

// Programs are given the links without a key; people see the catalogue, which may need one.
Plan start_page(const Request& request) {
  if (!http::asks_for_html(request.http.header(http::Header::accept))) {
    return index_page(request);
  }
  if (request.settings.keys == Keys::for_all && request.sender == nullptr) {
    return problem_page(context_of(request), view_of(request.http, visitor_of(request)),
                        catalog::problem::of(catalog::ProblemCode::unauthorized));
  }
  return search_page(request);
}

}  // namespace api

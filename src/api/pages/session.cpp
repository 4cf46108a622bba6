#include "api/answer/problem_json.hpp"
#include "api/answer/query.hpp"
#include "api/answer/sign_in.hpp"
#include "api/pages/page_answer.hpp"
#include "api/pages/page_handlers.hpp"
#include "api/pages/problem_page.hpp"
#include "base/clock.hpp"
#include "json/writer.hpp"
#include "web/sign_in_page.hpp"

namespace api {
namespace {

constexpr std::string_view never_kept = "Cache-Control: no-store\r\nVary: Cookie\r\n";

http::Response see(std::string_view path, std::string_view lines) {
  http::Response response;
  response.status = 303;
  response.add("Location", path);
  response.headers.append(never_kept).append(lines);
  return response;
}

http::Response nothing_more(std::string_view lines) {
  http::Response response;
  response.status = 204;
  response.headers.append(never_kept).append(lines);
  return response;
}

}  // namespace

// The key has been judged already, as any key that is sent (api/access).
Plan open_session(const Request& request) {
  if (request.settings.keys == Keys::unused) {
    return to_response(request, catalog::problem::unknown_path(request.http.path));
  }
  const auto sign_in = read_sign_in(request.http);
  if (!sign_in) {
    return to_response(request, sign_in.error());
  }
  const bool is_out = sign_in->wish == SignIn::Wish::sign_out;
  const std::string lines =
      is_out ? no_session_lines(request.http) : session_lines(request.http, *sign_in);
  if (!is_form(request.http)) {
    return nothing_more(lines);
  }
  return see(sign_in->back_to.empty() ? "/" : sign_in->back_to, lines);
}

Plan close_session(const Request& request) { return nothing_more(no_session_lines(request.http)); }

Plan show_session(const Request& request) {
  if (const auto query = no_parameters(request); !query) {
    return to_response(request, query.error());
  }
  http::Response response;
  response.add("Content-Type", "application/json; charset=utf-8");
  response.headers += never_kept;
  json::Object object(response.body);
  const catalog::AccessKey* const sender = request.sender;
  object.member(sender == nullptr ? R"(,"entrou":false)" : R"(,"entrou":true)");
  if (sender != nullptr) {
    object.string("nome", sender->name);
    object.string("escopo", catalog::to_string(sender->scope));
    if (sender->expires_at) {
      object.string("expira_em", base::to_rfc3339(*sender->expires_at));
    }
  }
  object.end();
  return response;
}

Plan sign_in_page(const Request& request) {
  static constexpr std::array<std::string_view, 1> parameters{"volta"};
  const web::View view = view_of(request.http, visitor_of(request));
  if (request.settings.keys == Keys::unused) {
    return problem_page(context_of(request), view,
                        catalog::problem::unknown_path(request.http.path));
  }
  const auto query = Query::read(view.query, parameters);
  if (!query) {
    return problem_page(context_of(request), view, query.error());
  }
  web::SignInPage page;
  page.back_to = path_of_this_host(query->value("volta").value_or("/"));
  if (request.sender != nullptr) {
    page.name = request.sender->name;
    page.scope = catalog::to_string(request.sender->scope);
  }
  return private_page(request.http, web::sign_in_document(view, page));
}

}  // namespace api

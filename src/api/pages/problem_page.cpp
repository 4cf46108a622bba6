#include "api/pages/problem_page.hpp"

#include "api/answer/book_answer.hpp"
#include "api/answer/problem_json.hpp"
#include "api/answer/sign_in.hpp"
#include "api/pages/page_answer.hpp"
#include "web/problem_page.hpp"
#include "web/sign_in_page.hpp"

namespace api {
namespace {

// The book of "/livro/7" and of what lies below it.
std::optional<catalog::BookId> book_of(std::string_view path) {
  constexpr std::string_view prefix = "/livro/";
  if (!path.starts_with(prefix)) {
    return std::nullopt;
  }
  path.remove_prefix(prefix.size());
  const auto id = book_id_in(path.substr(0, path.find('/')));
  return id ? std::optional(*id) : std::nullopt;
}

// A reader who is not known is asked for a key, and goes on from there.
std::optional<web::SignInPage> sign_in_for(const http::Request& request,
                                           const catalog::Problem& problem) {
  const bool is_sign_in = request.path == session_path;
  const bool is_limit = problem.code == catalog::ProblemCode::rate_limited;
  if (problem.code != catalog::ProblemCode::unauthorized && !(is_sign_in && is_limit)) {
    return std::nullopt;
  }
  web::SignInPage page;
  page.why = is_limit     ? web::SignInPage::Why::too_often
             : is_sign_in ? web::SignInPage::Why::wrong_key
                          : web::SignInPage::Why::needed;
  const auto sent = is_sign_in ? read_sign_in(request) : SignIn{};
  page.back_to = is_sign_in ? (sent ? sent->back_to : "/") : path_of_this_host(request.target);
  return page;
}

std::string document_for(const AnswerContext& context, const web::View& view,
                         const catalog::Problem& problem) {
  if (const auto page = sign_in_for(context.http, problem)) {
    return web::sign_in_document(view, *page);
  }
  web::ProblemPage page{std::string(context.id)};
  if (problem.code == catalog::ProblemCode::book_deleted) {
    page.book = book_of(context.http.path);
  }
  return web::problem_document(view, problem, page);
}

}  // namespace

http::Response problem_page(const AnswerContext& context, const web::View& view,
                            const catalog::Problem& problem) {
  http::Response response = private_page(context.http, document_for(context, view, problem));
  response.status = kind_of(problem.code).status;
  add_retry_after(response, problem.code);
  return response;
}

}  // namespace api

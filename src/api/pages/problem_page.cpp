#include "api/pages/problem_page.hpp"

#include "api/answer/book_answer.hpp"
#include "api/answer/problem_json.hpp"
#include "api/pages/page_answer.hpp"
#include "web/problem_page.hpp"

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

}  // namespace

http::Response problem_page(const AnswerContext& context, const web::View& view,
                            const catalog::Problem& problem) {
  web::ProblemPage page{std::string(context.id)};
  if (problem.code == catalog::ProblemCode::book_deleted) {
    page.book = book_of(context.http.path);
  }
  http::Response response = private_page(context.http, web::problem_document(view, problem, page));
  response.status = kind_of(problem.code).status;
  add_retry_after(response, problem.code);
  return response;
}

}  // namespace api

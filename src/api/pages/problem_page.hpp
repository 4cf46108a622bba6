// What goes wrong under a page, as a page: the status of the problem, its words, a way on. Pure
// function.
#pragma once

#include "api/answer/plan.hpp"
#include "api/pages/view.hpp"
#include "catalog/problem.hpp"

namespace api {

http::Response problem_page(const AnswerContext& context, const web::View& view,
                            const catalog::Problem& problem);

}  // namespace api

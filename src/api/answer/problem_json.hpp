// RFC 9457 problem details: a Problem as the answer a client sees, in its language. A 5xx shows a
// request id and nothing of the inside. Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

#include "api/answer/plan.hpp"
#include "catalog/problem.hpp"
#include "http/message.hpp"

namespace api {

// The language that Accept-Language chooses.
catalog::Language language_of(const http::Request& request);

// Finished extra members, each `,"name":value`, appended to the problem object as they are.
struct ExtraMembers {
  std::string json;
};

http::Response to_response(const AnswerContext& context, const catalog::Problem& problem,
                           const ExtraMembers& extra = {});
http::Response to_response(const Request& request, const catalog::Problem& problem);

// When to come again, of what passes by itself.
void add_retry_after(http::Response& response, catalog::ProblemCode code);

// GET /problemas and /problemas/{codigo}: what a code means and what to do, in both languages.
std::string describe(const catalog::ProblemKind& kind);

}  // namespace api

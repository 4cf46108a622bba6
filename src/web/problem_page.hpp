// A page that says what went wrong and shows a way on. Pure functions, any thread.
// Its words are those of the problem table, but where a person needs others than a program.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "catalog/problem.hpp"
#include "web/layout.hpp"

namespace web {

struct ProblemPage {
  std::string request_id;
  std::optional<catalog::BookId> book = std::nullopt;  // a deleted one, whose history is there
};

std::string problem_document(const View& view, const catalog::Problem& problem,
                             const ProblemPage& page);

}  // namespace web

// The feeds of books: one list, what narrows it, page by page, with its facets. A plain function;
// it decides and never waits.
#pragma once

#include "api/answer/plan.hpp"
#include "api/protocols/opds_request.hpp"

namespace api {

Plan opds_books_plan(OpdsAsked asked);

}  // namespace api

// ListSets: one set for each label in use, a page at a time. A token names the last set of the page
// before it and holds all that the next one needs, so nothing is kept for it. Pure functions, any
// thread.
#pragma once

#include "api/protocols/oai_answer.hpp"
#include "api/protocols/oai_question.hpp"

namespace api::oai {

Plan list_sets(ExchangePtr exchange, const SetsPlace& after);

}  // namespace api::oai

// What both forms of suggestions ask the catalogue for, and what they find in its answer. Pure
// functions, any thread.
#pragma once

#include "search/query/reads.hpp"

namespace api {

// Nothing is suggested for nothing; asking for no book tells as of which sequence.
search::Read suggest_command(search::Suggest asked);
const search::Suggestions& suggestions_in(const search::ReadAnswer& answer) noexcept;

}  // namespace api

// The catalogue as a table, where books are selected. Pure functions, any thread.
// What works on a selection without a script is nothing: the boxes and their bar are for acervo.js.
#pragma once

#include <string>

#include "web/layout.hpp"
#include "web/search_page.hpp"

namespace web {

std::string holdings_document(const View& view, const SearchPage& page);
// The part that is written anew after many books were changed at once.
std::string holdings_fragment(const View& view, const SearchPage& page);

}  // namespace web

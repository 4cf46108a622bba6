// A search in an order that only the store knows (title, author, year, instants): few hits are
// given to the store to be sorted; for many the store's order is walked and each book is asked
// whether it is one. Used on the session's thread; `backend` must outlive the answer.
#pragma once

#include <memory>

#include "search/search.hpp"
#include "store/store.hpp"

namespace search {

void list_sorted(store::Session& backend, const std::shared_ptr<Search>& search,
                 catalog::Listing listing, store::ReadDone done);

}  // namespace search

// The books of a page that the index has found: read from the store a few at a time, until the page
// has no room for more; then it ends early and says where it goes on. Used on the session's thread;
// `backend` must outlive the answer.
#pragma once

#include <memory>

#include "catalog/listing.hpp"
#include "search/search.hpp"
#include "store/store.hpp"

namespace search {

struct FoundBy {
  std::shared_ptr<const Search> search;
  Search::Found page;
};
void read_books(store::Session& backend, FoundBy found, const catalog::Listing& listing,
                store::ReadDone done);

}  // namespace search

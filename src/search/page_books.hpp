// The books of a page that the index has found: read from the store a few at a time, until the page
// has no room for more; then it ends early and says where it goes on. Used on the session's thread;
// `backend` must outlive the answer.
#pragma once

#include <functional>
#include <memory>

#include "catalog/listing.hpp"
#include "search/query/search_request.hpp"
#include "store/store.hpp"

namespace search {

struct FoundBy {
  std::shared_ptr<const SearchRequest> search;
  SearchRequest::Found page;
  // Set while nobody has compared the snapshot with the store: the first books read are the proof,
  // or a question for none where nothing was found. Called in place of `done` when the store is in
  // another state.
  std::function<void()> outdated = nullptr;
};
void read_books(store::Session& backend, FoundBy found, const catalog::Listing& listing,
                ReadDone done);

}  // namespace search

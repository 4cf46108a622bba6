// Reads the books of a page that the index has found, a few at a time, until the page has no room
// for more. Such a page ends early and says where to continue. Used on the session's thread;
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
  // Set when the snapshot has not been compared with the store. The first read of books compares
  // them; where nothing was found, a read of no books does. Called in place of `done` when the
  // store's sequence is another one.
  std::function<void()> outdated = nullptr;
  store::AtLeast at_least = std::nullopt;
};
void read_books(store::Session& backend, FoundBy found, const catalog::Listing& listing,
                ReadDone done);

}  // namespace search

// What the search suite stands on: the search index above each kind of store, and searches that are
// asked and answered in one call. One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "contract/store_fixture.hpp"
#include "search/follow/index_follower.hpp"
#include "search/store.hpp"

namespace contract {

using Ids = std::vector<std::int64_t>;

catalog::Listing by_relevance(std::string_view q, std::size_t limit = 100);
catalog::Filter with_text(catalog::TextField field, std::string word);

using SearchClient = ClientOf<search::Store, search::Session, search::Read, search::ReadOutcome>;

// The answer of a read that must not fail.
template <class T>
T answer_of(SearchClient& client, search::Read command) {
  search::ReadOutcome outcome = client.read(std::move(command));
  if (!outcome) {
    throw std::runtime_error("a read failed");
  }
  return std::get<T>(std::move(outcome->value));
}

Ids found(SearchClient& client, std::string_view q);
// What a follower of the client's store knows when asked now.
catalog::Result<search::CaughtUp> caught_up(WritingClient& client, search::IndexFollower& follower);
// Every page of a listing, one after the other, to the end on that side.
Ids walked(SearchClient& client, catalog::Listing listing, catalog::PageSide side);
// All that a search answers, cursors, notes and totals included, as text to compare.
std::string told(SearchClient& client, const catalog::Listing& listing);
std::string told(const search::Facets& facets);
std::string told(const search::Suggestions& suggestions);

class SearchTest : public StoreTest {
 protected:
  void keep_open(std::unique_ptr<store::Store> store, base::Metrics& metrics,
                 base::Log& log) override;
  void close_kept() override;

  // Above the store of StoreTest, whose client writes to it.
  search::Store& searching() { return *searching_; }
  SearchClient& client() { return *searcher_; }

  Ids found(std::string_view q) { return contract::found(client(), q); }
  Ids found(std::string_view q, const catalog::Filter& filter);
  Page page(const catalog::Listing& listing) {
    return contract::read(answer_of<search::Page>(client(), search::ListBooks{listing}));
  }
  Page list(const catalog::Listing& listing) { return page(listing); }
  search::Facets facets(search::CountFacets command) {
    return answer_of<search::Facets>(client(), std::move(command));
  }
  search::Suggestions suggestions(std::string_view q, std::size_t limit = 10) {
    return answer_of<search::Suggestions>(client(),
                                          search::Suggest{catalog::parse_search(q), limit});
  }

 private:
  std::unique_ptr<search::Store> searching_;
  std::unique_ptr<SearchClient> searcher_;
};

// A small library; its ids count from 1 in this order.
namespace shelf {
enum Book : std::int64_t {
  ensaios = 1,
  capitu,
  enigma,
  ilustrado,
  casmurro,
  com_artigo,
  memorias,
  quincas,
  pharmacia,
  accao,
  acao,
  volume,
  china,
  escrita,
  book_count = escrita,
};
std::vector<catalog::BookFields> books();
}  // namespace shelf

}  // namespace contract

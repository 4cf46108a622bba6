// What the search suite stands on: the search index above each kind of store, and searches that are
// asked and answered in one call. One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "contract/store_fixture.hpp"
#include "search/follower.hpp"

namespace contract {

using Ids = std::vector<std::int64_t>;

catalog::Listing by_relevance(std::string_view q, std::size_t limit = 100);
catalog::Filter with_text(catalog::TextField field, std::string word);

// The answer of a read that must not fail.
template <class T>
T answer_of(Client& client, store::Read command) {
  store::ReadOutcome outcome = client.read(std::move(command));
  if (!outcome) {
    throw std::runtime_error("a read failed");
  }
  return std::get<T>(std::move(outcome->value));
}

Ids found(Client& client, std::string_view q);
// What a follower of the client's store knows when asked now.
catalog::Result<search::CaughtUp> caught_up(Client& client, search::Follower& follower);
// Every page of a listing, one after the other, to the end on that side.
Ids walked(Client& client, catalog::Listing listing, catalog::PageSide side);
// All that a search answers, cursors, notes and totals included, as text to compare.
std::string told(Client& client, const catalog::Listing& listing);
std::string told(const store::Facets& facets);
std::string told(const store::Suggestions& suggestions);

class SearchTest : public StoreTest {
 protected:
  std::unique_ptr<store::Store> covered(std::unique_ptr<store::Store> store, base::Metrics& metrics,
                                        base::Log& log) override;

  Ids found(std::string_view q) { return contract::found(client(), q); }
  Ids found(std::string_view q, const catalog::Filter& filter);
  store::Page page(const catalog::Listing& listing) {
    return answer_of<store::Page>(client(), store::ListBooks{listing});
  }
  store::Facets facets(store::CountFacets command) {
    return answer_of<store::Facets>(client(), std::move(command));
  }
  store::Suggestions suggestions(std::string_view q, std::size_t limit = 10) {
    return answer_of<store::Suggestions>(client(), store::Suggest{catalog::parse_search(q), limit});
  }
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

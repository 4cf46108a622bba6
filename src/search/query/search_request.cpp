#include "search/query/search_request.hpp"

#include <algorithm>
#include <utility>

#include "search/index/segment_writer.hpp"
#include "search/query/ordered_list.hpp"

namespace search {
namespace {

using catalog::Cursor;
using catalog::Direction;
using catalog::Listing;
using catalog::PageSide;
using catalog::SortKey;

bool is_by_relevance(const Listing& listing) noexcept {
  return listing.order.front().key == SortKey::relevance;
}

bool runs_down(const Listing& listing) noexcept {
  return !is_by_relevance(listing) && listing.order.front().direction == Direction::descending;
}

// Where nothing ranks, every hit stands in the same tier.
Hit unranked(std::int64_t id) noexcept { return {rank_of(SearchStage::exact, Tier::anywhere), id}; }

Hit position(const Cursor& cursor, bool by_relevance) {
  const std::int64_t id = std::get<std::int64_t>(cursor.values.back());
  if (!by_relevance) {
    return {0, id};
  }
  // A forged cursor gets a page from an arbitrary place.
  const std::int64_t rank = std::get<std::int64_t>(cursor.values.front());
  return {std::clamp(rank, std::int64_t{0}, rank_of(SearchStage::approximate, Tier::anywhere)), id};
}

}  // namespace

SearchRequest::SearchRequest(SnapshotPtr snapshot, const std::optional<catalog::SearchQuery>& asked,
                             const catalog::Filter& filter, const WorkBudgets& budgets)
    : snapshot_(std::move(snapshot)),
      asked_(asked),
      query_(bind_query(asked, filter)),
      searcher_(*snapshot_, query_, budgets) {}

bool SearchRequest::finds_any(SearchStage stage) {
  return !searcher_.by_id({.stage = stage, .from = {}, .most = 1}).ids.empty();
}

bool SearchRequest::finds_as_spelled() {
  const bool found = finds_any(SearchStage::exact);
  if (found) {
    stage_ = SearchStage::exact;
  }
  return found;
}

void SearchRequest::count(Page& page) {
  if (counted_) {
    page.total = counted_;
    page.total_is = Page::Total::exact;
    return;
  }
  const Searcher::Count count = searcher_.count(stage());
  page.total = count.books;
  page.total_is = count.seen == Searcher::Extent::all ? Page::Total::exact : Page::Total::at_least;
}

// Called when the search finds nothing as spelled. First the words that the catalogue does not know
// are corrected, then the known words too. `finds_any` is true when the close words find a book.
template <class FindsAny>
void SearchRequest::correct_spelling(FindsAny finds_any) {
  stage_ = SearchStage::exact;
  for (const Correctable whose : {Correctable::unknown_words, Correctable::known_words}) {
    if (add_close_words(query_, *snapshot_, whose)) {
      searcher_.forget(SearchStage::approximate);
      if (finds_any()) {
        stage_ = SearchStage::approximate;
        return;
      }
    }
  }
}

SearchStage SearchRequest::stage() {
  if (!stage_ && query_.present.empty()) {
    stage_ = SearchStage::exact;  // there is nothing to doubt
  }
  if (!stage_ && !finds_as_spelled()) {
    correct_spelling([this] { return finds_any(SearchStage::approximate); });
  }
  return *stage_;
}

// A page of hits in the listing's order, by sort keys.
std::vector<Hit> SearchRequest::ordered_hits(const Listing& listing) {
  OrderedList list(*snapshot_, searcher_, listing);
  OrderedPage page = query_.is_everything() ? list.of_everything() : list.of_hits(stage());
  if (listing.side() == PageSide::before) {
    std::reverse(page.places.begin(), page.places.end());
  }
  const auto id_at = [this](DocPlace place) {
    return snapshot_->segments[place.segment].segment->documents.ids[place.doc];
  };
  counted_ = page.hits;
  if (page.stopped_at) {
    stopped_at_ = id_at(*page.stopped_at);
  }
  std::vector<Hit> hits;
  std::transform(page.places.begin(), page.places.end(), std::back_inserter(hits),
                 [&](DocPlace place) { return unranked(id_at(place)); });
  return hits;
}

std::vector<Hit> SearchRequest::hits_by_id(const Listing& listing, Searcher::PageOf page) {
  page.side = runs_down(listing) ? opposite(page.side) : page.side;
  Searcher::InOrder found = searcher_.by_id(page);
  if (!found.ids.empty() || found.stopped_at) {
    stage_ = SearchStage::exact;
  } else if (stage() == SearchStage::approximate) {
    page.stage = SearchStage::approximate;
    found = searcher_.by_id(page);
  }
  stopped_at_ = found.stopped_at;
  std::vector<Hit> hits;
  std::transform(found.ids.begin(), found.ids.end(), std::back_inserter(hits), unranked);
  if (runs_down(listing)) {
    std::reverse(hits.begin(), hits.end());
  }
  return hits;
}

std::vector<Hit> SearchRequest::hits(const Listing& listing) {
  const SortKey first = listing.order.front().key;
  if (first != SortKey::relevance && (first != SortKey::id || query_.is_everything())) {
    return ordered_hits(listing);
  }
  Searcher::PageOf page{.from = {}, .most = listing.limit + 1};
  if (listing.cursor) {
    page.from = position(*listing.cursor, is_by_relevance(listing));
    page.side = listing.cursor->side;
  }
  if (!is_by_relevance(listing) || query_.present.empty()) {
    return hits_by_id(listing, page);
  }
  // Mostly something is found as it is spelled: nothing is asked before.
  if (!page.from || stage_of(page.from->rank) != SearchStage::approximate) {
    std::vector<Hit> hits = searcher_.by_relevance(page);
    if (page.from || !hits.empty()) {
      stage_ = SearchStage::exact;
      return hits;
    }
    page.stage = SearchStage::approximate;
    correct_spelling([&] {
      hits = searcher_.by_relevance(page);
      return !hits.empty();
    });
    return hits;
  }
  page.stage = stage();
  return searcher_.by_relevance(page);
}

std::vector<catalog::BookId> SearchRequest::Found::ids() const {
  std::vector<catalog::BookId> ids;
  std::transform(hits.begin(), hits.end(), std::back_inserter(ids),
                 [](const Hit& hit) { return catalog::BookId{hit.id}; });
  return ids;
}

SearchRequest::Found SearchRequest::page(const Listing& listing) {
  Found found{hits(listing), {}, snapshot_->sequence};
  std::vector<Hit>& hits = found.hits;
  add_cursors(found.page, listing, hits);
  const PageSide side = listing.side();
  if (stopped_at_) {
    found.page.beyond(side) = cursor_at(side, unranked(*stopped_at_), listing.order);
  }
  if (hits.size() > listing.limit) {
    hits.erase(side == PageSide::after ? hits.end() - 1 : hits.begin());
  }
  found.page.search = note_of(found.ids());
  if (listing.counting == catalog::Counting::total) {
    count(found.page);
  }
  return found;
}

std::vector<catalog::BookId> SearchRequest::titled(std::size_t most) {
  std::vector<catalog::BookId> ids;
  for (const Hit& hit : searcher_.by_relevance({.from = {}, .most = most})) {
    if (tier_of(hit.rank) <= Tier::title) {
      ids.push_back({hit.id});
    }
  }
  return ids;
}

void SearchRequest::add_cursors(Page& page, const Listing& listing,
                                const std::vector<Hit>& hits) const {
  const bool forwards = listing.side() == PageSide::after;
  const bool more = hits.size() > listing.limit;
  if (hits.empty()) {
    if (listing.cursor) {
      page.beyond(opposite(listing.side())) = turned(*listing.cursor, listing.order);
    }
    return;
  }
  const Hit& first = !forwards && more ? hits[1] : hits.front();
  const Hit& last = forwards && more ? hits[hits.size() - 2] : hits.back();
  if (forwards ? more : true) {
    page.next = cursor_at(PageSide::after, last, listing.order);
  }
  if (forwards ? listing.cursor.has_value() : more) {
    page.previous = cursor_at(PageSide::before, first, listing.order);
  }
}

// An id that was only looked at need not be of a living book, nor of any.
Cursor SearchRequest::cursor_at(PageSide side, const Hit& hit,
                                const std::vector<catalog::Sort>& order) const {
  Cursor cursor{side, {}};
  const auto place = order.size() > 1 ? place_of(hit.id) : std::nullopt;
  for (const catalog::Sort& sort : order) {
    if (sort.key == SortKey::id) {
      cursor.values.emplace_back(hit.id);
    } else if (sort.key == SortKey::relevance) {
      cursor.values.emplace_back(hit.rank);
    } else {
      const SortKeys keys(*snapshot_->segments[place->segment].segment);
      cursor.values.push_back(keys.cursor_value(sort.key, place->doc));
    }
  }
  return cursor;
}

std::optional<DocPlace> SearchRequest::place_of(std::int64_t id) const {
  for (std::size_t segment = 0; segment < snapshot_->segments.size(); ++segment) {
    const LivingSegment& one = snapshot_->segments[segment];
    const DocNumber doc = one.segment->documents.find(id);
    if (doc != no_doc && !one.deleted->has(doc)) {
      return DocPlace{segment, doc};
    }
  }
  return std::nullopt;
}

bool SearchRequest::still_wants(const store::BookDocument& document) const {
  const auto parsed = formats::read_document(document.json);
  if (!parsed) {
    return false;
  }
  const catalog::Book& book = *parsed;
  const auto is_unchanged = [&book](const LivingSegment& one) {
    const DocumentColumns& documents = one.segment->documents;
    const DocNumber doc = documents.find(book.id.value);
    return doc != no_doc && !one.deleted->has(doc) &&
           documents.updated_ms[doc] == book.updated_at.time_since_epoch().count();
  };
  if (has_query() ||
      std::any_of(snapshot_->segments.begin(), snapshot_->segments.end(), is_unchanged)) {
    return true;
  }
  SegmentWriter writer;
  writer.add(book);
  const Index index(memory_storage(), std::move(writer).finish(), snapshot_->sequence);
  const SnapshotPtr alone = index.snapshot();
  return !Searcher(*alone, query_, list_budgets).by_id({.from = {}, .most = 1}).ids.empty();
}

std::optional<SearchNote> SearchRequest::note_of(const std::vector<catalog::BookId>& ids) {
  if (!has_query()) {
    return std::nullopt;
  }
  SearchNote note;
  if (stage() == SearchStage::approximate) {
    note.stage = SearchStage::approximate;
    note.meant = ids.empty() ? std::string{} : meant(ids.front().value);
    return note;
  }
  const bool any_by_family =
      searcher_.has_relatives() && std::any_of(ids.begin(), ids.end(), [this](catalog::BookId id) {
        return !is_exhausted() && !searcher_.holds(id.value, SearchStage::exact);
      });
  note.stage = any_by_family ? SearchStage::family : SearchStage::exact;
  return note;
}

std::string SearchRequest::meant(std::int64_t id) {
  const auto place = place_of(id);
  return place ? catalog::search_text(corrected_query(
                     *asked_, query_, BookWords(snapshot_->segments[place->segment], place->doc)))
               : std::string{};
}

}  // namespace search

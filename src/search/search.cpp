#include "search/search.hpp"

#include <algorithm>
#include <utility>

#include "search/segment_writer.hpp"

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
  // Whoever forges a cursor gets a page from somewhere.
  const std::int64_t rank = std::get<std::int64_t>(cursor.values.front());
  return {std::clamp(rank, std::int64_t{0}, rank_of(SearchStage::approximate, Tier::anywhere)), id};
}

}  // namespace

Cursor cursor_at(PageSide side, const Hit& hit, bool by_relevance) {
  Cursor cursor{side, {}};
  if (by_relevance) {
    cursor.values.emplace_back(hit.rank);
  }
  cursor.values.emplace_back(hit.id);
  return cursor;
}

Search::Search(SnapshotPtr snapshot, const std::optional<catalog::SearchQuery>& asked,
               const catalog::Filter& filter, const Efforts& efforts)
    : snapshot_(std::move(snapshot)),
      asked_(asked),
      wanted_(wanted(asked, filter)),
      finder_(*snapshot_, wanted_, efforts) {}

bool Search::finds_any(SearchStage stage) {
  return !finder_.by_id({.stage = stage, .from = {}, .most = 1}).ids.empty();
}

bool Search::finds_as_spelled() {
  const bool found = finds_any(SearchStage::exact);
  if (found) {
    stage_ = SearchStage::exact;
  }
  return found;
}

void Search::count(store::Page& page) {
  const Finder::Count count = finder_.count(stage());
  page.total = count.books;
  page.total_is =
      count.seen == Finder::Seen::all ? store::Page::Total::exact : store::Page::Total::at_least;
}

// For when nothing is found as it is spelled. First words that the catalogue does not know are
// doubted, then those that it does, too. `finds_any` asks for what is found with the close words.
template <class FindsAny>
void Search::doubt(FindsAny finds_any) {
  stage_ = SearchStage::exact;
  for (const Doubted whose : {Doubted::unknown_words, Doubted::known_words}) {
    if (add_close_words(wanted_, *snapshot_, whose)) {
      finder_.forget(SearchStage::approximate);
      if (finds_any()) {
        stage_ = SearchStage::approximate;
        return;
      }
    }
  }
}

SearchStage Search::stage() {
  if (!stage_ && wanted_.present.empty()) {
    stage_ = SearchStage::exact;  // there is nothing to doubt
  }
  if (!stage_ && !finds_as_spelled()) {
    doubt([this] { return finds_any(SearchStage::approximate); });
  }
  return *stage_;
}

SearchStage Search::widest() {
  return stage() == SearchStage::exact ? SearchStage::family : stage();
}

std::vector<Hit> Search::hits(const Listing& listing) {
  Finder::PageOf page{.from = {}, .most = listing.limit + 1};
  if (listing.cursor) {
    page.from = position(*listing.cursor, is_by_relevance(listing));
    page.side = listing.cursor->side;
  }
  if (!is_by_relevance(listing) || wanted_.present.empty()) {
    page.side = runs_down(listing) ? store::opposite(page.side) : page.side;
    Finder::InOrder found = finder_.by_id(page);
    if (!found.ids.empty() || found.cut) {
      stage_ = SearchStage::exact;
    } else if (stage() == SearchStage::approximate) {
      page.stage = SearchStage::approximate;
      found = finder_.by_id(page);
    }
    cut_ = found.cut;
    std::vector<Hit> hits;
    std::transform(found.ids.begin(), found.ids.end(), std::back_inserter(hits), unranked);
    if (runs_down(listing)) {
      std::reverse(hits.begin(), hits.end());
    }
    return hits;
  }
  // Mostly something is found as it is spelled: nothing is asked before.
  if (!page.from || stage_of(page.from->rank) != SearchStage::approximate) {
    std::vector<Hit> hits = finder_.by_relevance(page);
    if (page.from || !hits.empty()) {
      stage_ = SearchStage::exact;
      return hits;
    }
    page.stage = SearchStage::approximate;
    doubt([&] {
      hits = finder_.by_relevance(page);
      return !hits.empty();
    });
    return hits;
  }
  page.stage = stage();
  return finder_.by_relevance(page);
}

std::vector<catalog::BookId> Search::Found::ids() const {
  std::vector<catalog::BookId> ids;
  std::transform(hits.begin(), hits.end(), std::back_inserter(ids),
                 [](const Hit& hit) { return catalog::BookId{hit.id}; });
  return ids;
}

Search::Found Search::page(const Listing& listing) {
  Found found{hits(listing), {}, snapshot_->sequence};
  std::vector<Hit>& hits = found.hits;
  add_cursors(found.page, listing, hits);
  const PageSide side = listing.side();
  if (cut_) {
    found.page.beyond(side) = cursor_at(side, unranked(*cut_), is_by_relevance(listing));
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

std::vector<catalog::BookId> Search::titled(std::size_t most) {
  std::vector<catalog::BookId> ids;
  for (const Hit& hit : finder_.by_relevance({.from = {}, .most = most})) {
    if (tier_of(hit.rank) <= Tier::title) {
      ids.push_back({hit.id});
    }
  }
  return ids;
}

void Search::add_cursors(store::Page& page, const Listing& listing,
                         const std::vector<Hit>& hits) const {
  const bool by_relevance = is_by_relevance(listing);
  const bool forwards = listing.side() == PageSide::after;
  const bool more = hits.size() > listing.limit;
  if (hits.empty()) {
    if (listing.cursor) {
      page.beyond(store::opposite(listing.side())) = store::turned(*listing.cursor, listing.order);
    }
    return;
  }
  const Hit& first = !forwards && more ? hits[1] : hits.front();
  const Hit& last = forwards && more ? hits[hits.size() - 2] : hits.back();
  if (forwards ? more : true) {
    page.next = cursor_at(PageSide::after, last, by_relevance);
  }
  if (forwards ? listing.cursor.has_value() : more) {
    page.previous = cursor_at(PageSide::before, first, by_relevance);
  }
}

std::optional<std::vector<catalog::BookId>> Search::all(std::size_t most) {
  std::vector<catalog::BookId> ids;
  finder_.each(stage(), Finder::For::page, [&](std::size_t segment, DocNumber doc) {
    ids.push_back({snapshot_->segments[segment].segment->documents.ids[doc]});
    return ids.size() > most ? Go::stop : Go::on;
  });
  if (ids.size() > most) {
    return std::nullopt;
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

bool Search::still_wants(const catalog::Book& book) const {
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
  return !Finder(*alone, wanted_, for_a_list).by_id({.from = {}, .most = 1}).ids.empty();
}

std::optional<store::SearchNote> Search::note_of(const std::vector<catalog::BookId>& ids) {
  if (!has_query()) {
    return std::nullopt;
  }
  store::SearchNote note;
  if (stage() == SearchStage::approximate) {
    note.stage = SearchStage::approximate;
    note.meant = ids.empty() ? std::string{} : meant(ids.front().value);
    return note;
  }
  const bool any_by_family =
      finder_.has_relatives() && std::any_of(ids.begin(), ids.end(), [this](catalog::BookId id) {
        return !has_given_up() && !finder_.holds(id.value, SearchStage::exact);
      });
  note.stage = any_by_family ? SearchStage::family : SearchStage::exact;
  return note;
}

std::string Search::meant(std::int64_t id) {
  for (const LivingSegment& one : snapshot_->segments) {
    const DocNumber doc = one.segment->documents.find(id);
    if (doc != no_doc && !one.deleted->has(doc)) {
      return catalog::search_text(meant_by(*asked_, wanted_, BookWords(one, doc)));
    }
  }
  return {};
}

}  // namespace search

#include "search/query/search_request.hpp"

#include <algorithm>
#include <utility>

#include "catalog/isbn_corrections.hpp"
#include "search/query/changed_book.hpp"
#include "search/query/facets.hpp"
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

// Fewer hits than these may hide what was meant.
constexpr std::size_t few_hits = 5;
// The likeliest readings are also searched loosely.
constexpr std::size_t loose_readings_max = 2;

// Where nothing ranks, every hit stands alike.
Hit unranked(std::int64_t id) noexcept { return {0, id}; }

// Hits of a question that is parted into words otherwise stand behind those as spelled.
constexpr Rank parted_behind = loose_rank_min + (Rank{4} << (static_rank_bits + 14));

Hit position(const Cursor& cursor, bool by_relevance) {
  const std::int64_t id = std::get<std::int64_t>(cursor.values.back());
  if (!by_relevance) {
    return {0, id};
  }
  // A forged cursor gets a page from an arbitrary place.
  const std::int64_t rank = std::get<std::int64_t>(cursor.values.front());
  return {std::clamp(rank, std::int64_t{0}, parted_behind + rank_max), id};
}

}  // namespace

SearchRequest::SearchRequest(SnapshotPtr snapshot, const std::optional<catalog::SearchQuery>& asked,
                             const catalog::Filter& filter, const WorkBudgets& budgets)
    : snapshot_(std::move(snapshot)),
      asked_(asked),
      filter_(filter),
      budgets_(budgets),
      query_(bind_query(asked, filter)),
      searcher_(*snapshot_, query_, budgets) {}

bool SearchRequest::is_exhausted() const noexcept {
  const bool is_exhausted = searcher_.is_exhausted() ||
                            (parted_ && parted_->searcher->is_exhausted()) ||
                            (loose_ && loose_->searcher->is_exhausted());
  return is_exhausted && !stopped_at_;
}

bool SearchRequest::finds_as_spelled() {
  const bool found = !searcher_.by_id({.from = {}, .most = 1}).ids.empty();
  if (found) {
    way_ = Way::as_spelled;
  }
  return found;
}

void SearchRequest::count(Page& page) {
  if (counted_) {
    page.total = counted_;
    page.total_is = Page::Total::exact;
    return;
  }
  const Hits::Count count = hits().count();
  page.total = count.books;
  page.total_is = count.seen == Hits::Extent::all ? Page::Total::exact : Page::Total::at_least;
}

std::unique_ptr<SearchRequest::Loose> SearchRequest::loose(const catalog::SearchQuery& asked,
                                                           Correctable whose) {
  auto query = loosen(bind_query(asked, filter_), *snapshot_, whose);
  if (!query) {
    return nullptr;
  }
  auto made = std::make_unique<Loose>(Loose{asked, *std::move(query), nullptr});
  made->searcher = std::make_unique<LooseSearcher>(*snapshot_, made->query, further_budgets());
  const bool finds = made->searcher->finds().has_value();
  spend_further(*made->searcher);
  return finds ? std::move(made) : nullptr;
}

// Called when the search finds nothing as it is spelled. The question is parted otherwise; then the
// words that the catalogue lacks are doubted, then all of them.
void SearchRequest::look_further() {
  way_ = Way::as_spelled;
  std::vector<Reading> others = readings(*asked_, *snapshot_);
  if (take_parted(others)) {
    return;
  }
  take_if_better(loose(*asked_, Correctable::unknown_words));
  if (loose_ && loose_->searcher->finds_needed()) {
    return;
  }
  // A word too many beside one that is parted otherwise.
  others.resize(std::min(others.size(), loose_readings_max));
  for (const Reading& reading : others) {
    take_if_better(loose(reading.query, Correctable::unknown_words));
  }
  if (!loose_ || !loose_->searcher->finds_needed()) {
    take_if_better(loose(*asked_, Correctable::every_word));
  }
}

// A list goes on as it began, even when a book that came since is found as the words are spelled.
void SearchRequest::go_on_beyond(const Hit& from) {
  if (!finds_as_spelled()) {
    look_further();
  } else if (from.rank >= parted_behind) {
    take_parted(readings(*asked_, *snapshot_));
  } else {
    take_if_better(loose(*asked_, Correctable::every_word));
  }
}

// The first reading that finds anything.
bool SearchRequest::take_parted(const std::vector<Reading>& others) {
  for (const Reading& reading : others) {
    auto parted =
        std::make_unique<Parted>(Parted{reading, bind_query(reading.query, filter_), nullptr});
    parted->searcher = std::make_unique<Searcher>(*snapshot_, parted->query, further_budgets());
    const bool finds = !parted->searcher->by_id({.from = {}, .most = 1}).ids.empty();
    spend_further(*parted->searcher);
    if (finds) {
      parted_ = std::move(parted);
      way_ = Way::parted;
      return true;
    }
  }
  return false;
}

// All that is tried for one question shares one budget.
WorkBudgets SearchRequest::further_budgets() const noexcept {
  return {budgets_.page_max - std::min(further_spent_, budgets_.page_max), budgets_.count_max};
}

// A search that was tried has a budget of its own for its pages.
void SearchRequest::spend_further(Hits& tried) noexcept {
  further_spent_ += tried.budget().spent();
  tried.budget().renew(budgets_.page_max);
}

void SearchRequest::take_if_better(std::unique_ptr<Loose> found) {
  if (found && (!loose_ || found->searcher->best_cost() < loose_->searcher->best_cost())) {
    loose_ = std::move(found);
    way_ = Way::loose;
  }
}

SearchRequest::Way SearchRequest::way() {
  if (!way_ && query_.present.empty()) {
    way_ = Way::as_spelled;  // there is nothing to doubt
  }
  if (!way_ && !finds_as_spelled()) {
    look_further();
  }
  return *way_;
}

SearchStage SearchRequest::stage() {
  switch (way()) {
    case Way::as_spelled:
      break;
    case Way::parted:
      return parted_->reading.stage;
    case Way::loose:
      return loose_->searcher->finds() == LooseSearcher::Finds::all_words ? SearchStage::approximate
                                                                          : SearchStage::partial;
  }
  return SearchStage::exact;
}

Hits& SearchRequest::hits() {
  return way() == Way::loose ? static_cast<Hits&>(*loose_->searcher) : spelled_searcher();
}

// A page of hits in the listing's order, by sort keys.
std::vector<Hit> SearchRequest::ordered_hits(const Listing& listing) {
  const bool is_everything = query_.is_everything();
  OrderedList list(*snapshot_, is_everything ? searcher_ : hits(), listing);
  OrderedPage page = is_everything ? list.of_everything() : list.of_hits();
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
  std::vector<Hit> hits;
  if (!found.ids.empty() || found.stopped_at) {
    way_ = Way::as_spelled;
  } else if (way() == Way::parted) {
    found = parted_->searcher->by_id(page);
  } else if (way() == Way::loose) {
    hits = loose_hits_by_id(page);
  }
  stopped_at_ = found.stopped_at;
  std::transform(found.ids.begin(), found.ids.end(), std::back_inserter(hits), unranked);
  if (runs_down(listing)) {
    std::reverse(hits.begin(), hits.end());
  }
  return hits;
}

std::vector<Hit> SearchRequest::loose_hits_by_id(const Searcher::PageOf& page) {
  TopHits hits(page.most, page.from, page.side);
  loose_->searcher->each(Hits::For::page, [&](std::size_t segment, DocNumber doc) {
    hits.add(unranked(snapshot_->segments[segment].segment->documents.ids[doc]));
    return ScanControl::on;
  });
  return std::move(hits).take();
}

std::vector<Hit> SearchRequest::hits_by_relevance(const Searcher::PageOf& page) {
  const bool is_of_cursor = page.from.has_value();
  // Mostly something is found as it is spelled: nothing is asked before.
  if (!is_of_cursor || page.from->rank < loose_rank_min) {
    std::vector<Hit> hits = searcher_.by_relevance(page);
    if (is_of_cursor || !hits.empty()) {
      way_ = Way::as_spelled;
      return hits;
    }
    look_further();
  } else {
    go_on_beyond(*page.from);
  }
  if (way() == Way::loose) {
    return loose_->searcher->by_relevance(page);
  }
  if (way() == Way::as_spelled) {
    return searcher_.by_relevance(page);
  }
  Searcher::PageOf of_parted = page;
  if (is_of_cursor) {
    of_parted.from->rank = std::max<Rank>(of_parted.from->rank - parted_behind, 0);
  }
  std::vector<Hit> hits = parted_->searcher->by_relevance(of_parted);
  for (Hit& hit : hits) {
    hit.rank += parted_behind;
  }
  return hits;
}

std::vector<Hit> SearchRequest::page_hits(const Listing& listing) {
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
  return hits_by_relevance(page);
}

SearchRequest::Found SearchRequest::page(const Listing& listing) {
  Found found{page_hits(listing), {}, snapshot_->sequence};
  std::vector<Hit>& hits = found.hits;
  add_cursors(found.page, listing, hits);
  const PageSide side = listing.side();
  if (stopped_at_) {
    found.page.beyond(side) = cursor_at(side, unranked(*stopped_at_), listing.order);
  }
  if (hits.size() > listing.limit) {
    hits.erase(side == PageSide::after ? hits.end() - 1 : hits.begin());
  }
  found.page.search = note_of(hits, listing);
  if (listing.counting == catalog::Counting::total) {
    count(found.page);
  }
  return found;
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

std::optional<MeantQuery> SearchRequest::meant_by(const Loose& loose, std::int64_t id) const {
  const auto place = place_of(id);
  if (!place) {
    return std::nullopt;
  }
  return meant_query(loose.asked, loose.query,
                     loose.searcher->likenesses_in(place->segment, place->doc),
                     BookWords(snapshot_->segments[place->segment], place->doc));
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
  return changed_book_matches(*snapshot_, query_, document);
}

std::optional<SearchNote> SearchRequest::note_of(const std::vector<Hit>& hits,
                                                 const Listing& listing) {
  if (!has_query()) {
    return std::nullopt;
  }
  SearchNote note;
  note.stage = stage();
  if (way() == Way::parted) {
    note.meant = catalog::search_text(as_typed(parted_->reading.query));
  } else if (way() == Way::loose && !hits.empty()) {
    if (auto meant = meant_by(*loose_, hits.front().id)) {
      note.meant = catalog::search_text(as_typed(meant->query));
      note.ignored = std::move(meant->ignored);
    }
  } else if (way() == Way::as_spelled && searcher_.widest() == Pass::family) {
    const bool any_by_family = std::ranges::any_of(hits, [&](const Hit& hit) {
      return is_by_relevance(listing) ? pass_of(hit.rank) == Pass::family
                                      : !is_exhausted() && !searcher_.holds(hit.id, Pass::open);
    });
    note.stage = any_by_family ? SearchStage::family : SearchStage::exact;
  }
  if (listing.cursor || way() != Way::as_spelled) {
    return note;
  }
  if (hits.empty()) {
    note.meant = meant_isbn();
  } else if (is_by_relevance(listing) && hits.size() < few_hits) {
    note.meant = meant_beside(hits);
  }
  return note;
}

// True when a question finds so many books beside the filters.
bool SearchRequest::finds_any(const catalog::SearchQuery& query, std::size_t books) {
  const BoundQuery bound = bind_query(query, filter_);
  Searcher searcher(*snapshot_, bound, further_budgets());
  const bool finds = searcher.by_id({.from = {}, .most = books}).ids.size() == books;
  further_spent_ += searcher.budget().spent();
  return finds;
}

// The ISBN of a book that has one digit other than the one asked for.
std::string SearchRequest::meant_isbn() {
  if (asked_->terms.size() != 1 || asked_->terms.front().words.size() != 1) {
    return {};
  }
  const std::string& asked = asked_->terms.front().words.front();
  const FindIsbns find{catalog::isbn_corrections(asked)};
  for (const IsbnMatch& held : find_isbns(*snapshot_, find)) {
    const std::string digits(held.isbn.digits());
    if (digits != asked && finds_any(catalog::parse_search(digits), 1)) {
      return digits;
    }
  }
  return {};
}

// A search without the words of asking, or of words close to those asked for, that finds more than
// these few hits. A book whose title or author was asked for is what was meant.
std::string SearchRequest::meant_beside(const std::vector<Hit>& hits) {
  const bool is_titled = std::ranges::any_of(
      hits, [](const Hit& hit) { return tier_of(hit.rank) <= Tier::title_prefix_or_author; });
  const auto bare = is_titled ? std::nullopt : without_asking(*asked_);
  if (bare && finds_any(*bare, hits.size() + 1)) {
    return catalog::search_text(*bare);
  }
  const auto close = is_titled || !is_likely_misspelled(query_, *snapshot_)
                         ? nullptr
                         : loose(*asked_, Correctable::every_word);
  if (!close || !close->searcher->finds_needed()) {
    return {};
  }
  for (const Hit& hit : close->searcher->by_relevance({.from = {}, .most = 2 * few_hits})) {
    if (cost_of(hit.rank) == 0) {
      continue;
    }
    const auto meant = meant_by(*close, hit.id);
    if (!meant || !meant->ignored.empty() || meant->query == *asked_) {
      continue;
    }
    if (finds_any(meant->query, hits.size() + 1)) {
      return catalog::search_text(meant->query);
    }
  }
  return {};
}

}  // namespace search

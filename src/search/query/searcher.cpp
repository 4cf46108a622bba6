#include "search/query/searcher.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <span>

namespace search {
namespace {

using catalog::PageSide;

std::size_t tier_index(Tier tier) noexcept { return static_cast<std::size_t>(tier) - 1; }

// The last `most` of what was kept, and at most as many before them.
void keep_last(std::vector<std::int64_t>& ids, std::int64_t id, std::size_t most) {
  if (ids.size() == 2 * most) {
    ids.erase(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(most));
  }
  ids.push_back(id);
}

}  // namespace

// The tiers of one pass over the segments, best first.
struct Searcher::ScanPhase {
  SegmentMatcher::Scope scope;
  Tier first;
  Tier last;
};
constexpr Searcher::ScanPhase Searcher::title_phase{SegmentMatcher::Scope::title_beginnings,
                                                    Tier::exact_title, Tier::title_prefix};
constexpr Searcher::ScanPhase Searcher::rest_phase{SegmentMatcher::Scope::all, Tier::title,
                                                   Tier::anywhere};
// A short segment is scanned once for the tiers of both phases, in the first phase.
constexpr Searcher::ScanPhase Searcher::only_phase{SegmentMatcher::Scope::all, Tier::exact_title,
                                                   Tier::anywhere};

bool Searcher::any_relatives(const Snapshot& snapshot, const BoundQuery& query) noexcept {
  const auto has_any = [&](const QueryWord& word) {
    return !word.family.empty() &&
           std::any_of(snapshot.segments.begin(), snapshot.segments.end(),
                       [&](const LivingSegment& one) {
                         return one.segment->has_relatives(word.family, word.text);
                       });
  };
  return std::any_of(query.present.begin(), query.present.end(), [&](const QueryTerm& term) {
    return std::any_of(term.words.begin(), term.words.end(), has_any);
  });
}

std::vector<SegmentMatcher>& Searcher::matchers(SearchStage stage) {
  std::vector<SegmentMatcher>& all = matchers_of(stage);
  if (all.empty()) {
    all.reserve(snapshot_.segments.size());
    for (const LivingSegment& segment : snapshot_.segments) {
      all.emplace_back(segment, query_, stage);
    }
  }
  return all;
}

// The hits of one stage are a subset of the next stage's hits.
SearchStage Searcher::widest(SearchStage stage) const noexcept {
  return stage == SearchStage::exact && has_relatives_ ? SearchStage::family : stage;
}

bool Searcher::is_found_before(std::size_t segment, DocNumber doc, SearchStage stage) {
  return stage == SearchStage::family && holds(matchers(SearchStage::exact)[segment], doc);
}

// The way through one segment in one pass: at most two scans, each for some of the tiers. Behind a
// cursor its own tier goes on, then the tiers after it begin.
std::vector<Searcher::TierScan> Searcher::tier_scans(const ScanPhase& phase, SearchStage stage,
                                                     const PageOf& page,
                                                     const SegmentMatcher& matcher) {
  const Tier first = matcher.knows_titles() ? phase.first : Tier::anywhere;
  const SegmentMatcher::Range whole{phase.scope, 0, no_doc};
  if (phase.scope == SegmentMatcher::Scope::title_beginnings && !matcher.knows_titles()) {
    return {};
  }
  if (!page.from || stage_of(page.from->rank) != stage) {
    return {{whole, first, phase.last}};
  }
  const auto reached = tier_of(page.from->rank);
  if (reached < first) {
    return {{whole, first, phase.last}};
  }
  if (reached > phase.last) {
    return {};
  }
  const auto& ids = matcher.documents().ids;
  const auto behind = std::upper_bound(ids.begin(), ids.end(), page.from->id) - ids.begin();
  std::vector<TierScan> tier_scans{
      {{phase.scope, static_cast<DocNumber>(behind), no_doc}, reached, reached}};
  if (reached < phase.last) {
    tier_scans.push_back({whole, static_cast<Tier>(static_cast<int>(reached) + 1), phase.last});
  }
  return tier_scans;
}

// The hits of one segment, as many as each tier of a phase has room for.
Searcher::TierIds Searcher::collect(const ScanPhase& phase, SearchStage stage, const PageOf& page,
                                    std::size_t segment) {
  SegmentMatcher& matcher = matchers(stage)[segment];
  const auto& of = matcher.documents().ids;
  TierIds found;
  for (const TierScan& tier_scan : tier_scans(phase, stage, page, matcher)) {
    std::vector<std::int64_t>& first = found[tier_index(tier_scan.first)];
    matcher.scan(tier_scan.range, budget_, [&](DocNumber doc, Tier tier) {
      auto& same = found[tier_index(tier)];
      if (tier >= tier_scan.first && tier <= tier_scan.last && same.size() < page.most &&
          !is_found_before(segment, doc, stage)) {
        same.push_back(of[doc]);
      }
      if (first.size() == page.most) {
        return ScanControl::stop;
      }
      const bool is_full = tier_scan.last == Tier::title_prefix &&
                           found[tier_index(tier_scan.last)].size() == page.most;
      return is_full ? ScanControl::exact_titles : ScanControl::on;
    });
    if (first.size() == page.most) {
      break;
    }
  }
  return found;
}

void Searcher::collect_forwards(SearchStage stage, const PageOf& page, std::vector<Hit>& hits) {
  const auto& all = matchers(stage);
  TierIds ids;
  for (const ScanPhase* const phase : {&title_phase, &rest_phase}) {
    for (std::size_t segment = 0; segment < all.size(); ++segment) {
      const bool is_short = all[segment].is_short();
      const bool is_done = is_short && phase == &rest_phase;
      if (is_done || (stage == SearchStage::family && !all[segment].is_widened())) {
        continue;
      }
      const ScanPhase& way = is_short ? only_phase : *phase;
      const TierIds found = collect(way, stage, page, segment);
      for (std::size_t i = 0; i < tier_count; ++i) {
        ids[i].insert(ids[i].end(), found[i].begin(), found[i].end());
      }
    }
    for (auto i = tier_index(phase->first); i <= tier_index(phase->last); ++i) {
      std::sort(ids[i].begin(), ids[i].end());
      const std::size_t taken = std::min(ids[i].size(), page.most - hits.size());
      for (std::size_t k = 0; k < taken; ++k) {
        hits.push_back({rank_of(stage, static_cast<Tier>(i + 1)), ids[i][k]});
      }
    }
    if (hits.size() >= page.most) {
      return;
    }
  }
}

// Everything before the cursor is looked at, the last ones are kept.
void Searcher::collect_backwards(SearchStage stage, const PageOf& page, std::vector<Hit>& hits) {
  auto& all = matchers(stage);
  TierIds ids;
  for (std::size_t s = 0; s < all.size(); ++s) {
    if (stage == SearchStage::family && !all[s].is_widened()) {
      continue;
    }
    TierIds found;
    const auto& of = all[s].documents().ids;
    all[s].scan({}, budget_, [&](DocNumber doc, Tier tier) {
      const Hit hit{rank_of(stage, tier), of[doc]};
      if ((!page.from || hit < *page.from) && !is_found_before(s, doc, stage)) {
        keep_last(found[tier_index(tier)], hit.id, page.most);
      }
      return ScanControl::on;
    });
    for (std::size_t i = 0; i < tier_count; ++i) {
      ids[i].insert(ids[i].end(), found[i].begin(), found[i].end());
    }
  }
  for (std::size_t i = tier_count; i-- > 0 && hits.size() < page.most;) {
    std::sort(ids[i].rbegin(), ids[i].rend());
    const std::size_t taken = std::min(ids[i].size(), page.most - hits.size());
    for (std::size_t k = 0; k < taken; ++k) {
      hits.push_back({rank_of(stage, static_cast<Tier>(i + 1)), ids[i][k]});
    }
  }
}

std::vector<Hit> Searcher::by_relevance(const PageOf& page) {
  std::vector<SearchStage> stages{page.stage};
  if (widest(page.stage) != page.stage) {
    stages.push_back(widest(page.stage));
  }
  std::vector<Hit> hits;
  if (page.side == PageSide::after) {
    for (const SearchStage stage : stages) {
      const bool is_behind = page.from && stage < stage_of(page.from->rank);
      if (!is_behind && hits.size() < page.most) {
        collect_forwards(stage, page, hits);
      }
    }
    return hits;
  }
  std::reverse(stages.begin(), stages.end());
  for (const SearchStage stage : stages) {
    const bool is_ahead = page.from && stage > stage_of(page.from->rank);
    if (!is_ahead && hits.size() < page.most) {
      collect_backwards(stage, page, hits);
    }
  }
  std::reverse(hits.begin(), hits.end());
  return hits;
}

// Ids from one, looked at or not wanted, up to another that is looked at, in the direction of a
// page.
struct Searcher::Window {
  PageSide side;
  std::int64_t from;
  std::int64_t end;

  bool is_last() const noexcept { return end == last_end(side); }
  static std::int64_t first_from(PageSide side) noexcept { return last_end(opposite(side)); }
  static std::int64_t last_end(PageSide side) noexcept {
    return side == PageSide::after ? std::numeric_limits<std::int64_t>::max() : 0;
  }
  // Documents before `id` in the window's direction lie on one side of this place.
  DocNumber place(std::span<const std::int64_t> ids, std::int64_t id) const noexcept {
    const auto at = side == PageSide::after ? std::upper_bound(ids.begin(), ids.end(), id)
                                            : std::lower_bound(ids.begin(), ids.end(), id);
    return static_cast<DocNumber>(at - ids.begin());
  }
  SegmentMatcher::Range range(std::span<const std::int64_t> ids) const noexcept {
    const auto [begin, end_of] = std::minmax({place(ids, from), place(ids, end)});
    return {.begin = begin, .end = end_of};
  }
};

// At most so many documents of each segment.
Searcher::Window Searcher::window(PageSide side, std::int64_t from, DocNumber documents) const {
  Window made{side, from, Window::last_end(side)};
  for (const LivingSegment& one : snapshot_.segments) {
    const std::span<const std::int64_t> ids = one.segment->documents.ids;
    const DocNumber place = made.place(ids, from);
    if (side == PageSide::after && ids.size() - place > documents) {
      made.end = std::min(made.end, ids[place + documents - 1]);
    } else if (side == PageSide::before && place > documents) {
      made.end = std::max(made.end, ids[place - documents]);
    }
  }
  return made;
}

// The first `most` in the window's direction, in that order.
std::vector<std::int64_t> Searcher::ids_in(const Window& window, SearchStage stage,
                                           std::size_t most) {
  const bool forwards = window.side == PageSide::after;
  std::vector<std::int64_t> ids;
  for (SegmentMatcher& one : matchers(widest(stage))) {
    const std::span<const std::int64_t> of = one.documents().ids;
    std::vector<std::int64_t> found;
    one.scan_unranked(window.range(of), budget_, [&](DocNumber doc) {
      if (!forwards) {
        keep_last(found, of[doc], most);
        return ScanControl::on;
      }
      found.push_back(of[doc]);
      return found.size() == most ? ScanControl::stop : ScanControl::on;
    });
    ids.insert(ids.end(), found.begin(), found.end());
  }
  std::sort(ids.begin(), ids.end());
  if (!forwards) {
    std::reverse(ids.begin(), ids.end());
  }
  ids.resize(std::min(ids.size(), most));
  return ids;
}

// Windows double in size: when the work budget runs out, the former window's end is the place where
// the page stops.
Searcher::InOrder Searcher::by_id(const PageOf& page) {
  constexpr DocNumber first_window = 16'384;
  InOrder found;
  std::int64_t from = page.from ? page.from->id : Window::first_from(page.side);
  for (DocNumber documents = first_window;; documents *= 2) {
    const Window next = window(page.side, from, documents);
    const auto ids = ids_in(next, page.stage, page.most - found.ids.size());
    if (budget_.is_exhausted() && documents > first_window) {
      found.stopped_at = from;
      break;
    }
    found.ids.insert(found.ids.end(), ids.begin(), ids.end());
    if (found.ids.size() == page.most || next.is_last() || budget_.is_exhausted()) {
      break;
    }
    from = next.end;
  }
  if (page.side == PageSide::before) {
    std::reverse(found.ids.begin(), found.ids.end());
  }
  return found;
}

Searcher::Count Searcher::count(SearchStage stage) {
  std::uint64_t books = 0;
  const Reach reach = each(stage, For::count, [&books](std::size_t /*segment*/, DocNumber /*doc*/) {
    ++books;
    return ScanControl::on;
  });
  return {books, reach.seen};
}

std::uint64_t Searcher::count_titled() {
  std::uint64_t count = 0;
  for (SegmentMatcher& one : matchers(SearchStage::exact)) {
    if (one.knows_titles()) {
      one.scan({.scope = SegmentMatcher::Scope::title_beginnings}, budget_,
               [&](DocNumber, Tier tier) {
                 count += tier == Tier::exact_title ? 1 : 0;
                 return ScanControl::exact_titles;
               });
    }
  }
  return count;
}

bool Searcher::holds(const SegmentMatcher& matcher, DocNumber doc) {
  const bool is_held = matcher.holds(doc);
  budget_.spend(matcher.take_work());
  return is_held;
}

bool Searcher::holds(std::int64_t id, SearchStage stage) {
  auto& all = matchers(stage);
  return std::any_of(all.begin(), all.end(), [&](const SegmentMatcher& one) {
    const DocNumber doc = one.documents().find(id);
    return doc != no_doc && holds(one, doc);
  });
}

}  // namespace search

#include "search/query/searcher.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <span>

namespace search {
namespace {

using catalog::PageSide;
using Met = SegmentMatcher::Met;
using Scope = SegmentMatcher::Scope;

// The last `most` of what was kept, and at most as many before them.
void keep_last(std::vector<std::int64_t>& ids, std::int64_t id, std::size_t most) {
  if (ids.size() == 2 * most) {
    ids.erase(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(most));
  }
  ids.push_back(id);
}

bool has_relatives(const Snapshot& snapshot, const QueryWord& word) {
  return std::ranges::any_of(snapshot.segments, [&](const LivingSegment& one) {
    const Segment& segment = *one.segment;
    return std::ranges::any_of(word.families,
                               [&](const std::string& family) {
                                 return segment.has_relatives(family, word.text);
                               }) ||
           std::ranges::any_of(word.relatives, [&](const std::string& relative) {
             return segment.words.find(relative).has_value();
           });
  });
}

}  // namespace

std::vector<Pass> Searcher::passes_of(const Snapshot& snapshot, const BoundQuery& query) {
  std::vector<Pass> passes{Pass::whole};
  const bool is_open = std::ranges::any_of(query.present, [](const QueryTerm& term) {
    return term.words.back().end == catalog::SearchTerm::End::open;
  });
  if (is_open) {
    passes.push_back(Pass::open);
  }
  const bool has_family = std::ranges::any_of(query.present, [&](const QueryTerm& term) {
    return std::ranges::any_of(
        term.words, [&](const QueryWord& word) { return has_relatives(snapshot, word); });
  });
  if (has_family) {
    passes.push_back(Pass::family);
  }
  return passes;
}

std::vector<SegmentMatcher>& Searcher::matchers(Pass pass) {
  std::vector<SegmentMatcher>& all = matchers_[static_cast<std::size_t>(pass)];
  if (all.empty()) {
    all.reserve(snapshot_.segments.size());
    for (const LivingSegment& segment : snapshot_.segments) {
      all.emplace_back(segment, query_, pass);
    }
  }
  return all;
}

// The hits of a pass are among those of the next.
bool Searcher::is_found_before(std::size_t segment, DocNumber doc, Pass pass) {
  const auto at = std::ranges::find(passes_, pass);
  return at != passes_.begin() && holds(matchers(*(at - 1))[segment], doc);
}

const StaticRank& Searcher::static_rank(std::size_t segment) {
  if (static_ranks_.empty()) {
    static_ranks_.reserve(snapshot_.segments.size());
    for (std::size_t i = 0; i < snapshot_.segments.size(); ++i) {
      static_ranks_.emplace_back(snapshot_, i, query_.reader_language);
    }
  }
  return static_ranks_[segment];
}

// The tiers that title beginnings and surnames find by themselves.
void Searcher::collect_best(Pass pass, std::size_t segment, TopHits& hits) {
  SegmentMatcher& matcher = matchers(pass)[segment];
  const DocumentColumns& documents = matcher.documents();
  const StaticRank& order = static_rank(segment);
  const auto hit_of = [&](DocNumber doc, Tier tier) {
    return Hit{rank_of(pass, 0, tier, order.of(doc)), documents.ids[doc]};
  };
  const auto offer = [&](DocNumber doc, Tier tier) {
    const Hit hit = hit_of(doc, tier);
    if (hits.may_take(hit) && !is_found_before(segment, doc, pass)) {
      hits.add(hit);
    }
  };
  matcher.scan({.scope = Scope::title_beginnings}, budget_, [&](DocNumber doc, const Met& met) {
    if (met.in_titles && hits.may_take(hit_of(doc, matcher.best_title_tier(doc)))) {
      if (const Tier tier = matcher.title_tier(doc); tier <= Tier::title_prefix_or_author) {
        offer(doc, tier);
      }
    }
    return ScanControl::on;
  });
  matcher.scan({.scope = Scope::surnames}, budget_, [&](DocNumber doc, const Met& met) {
    constexpr auto tier = Tier::title_prefix_or_author;
    const bool may_take = hits.may_take(hit_of(doc, tier));
    const bool is_titled = met.in_titles && may_take && matcher.title_tier(doc) <= tier;
    if (met.in_authors && may_take && !is_titled && matcher.is_one_person(doc)) {
      offer(doc, tier);
    }
    return ScanControl::on;
  });
}

// The tiers behind those.
void Searcher::collect(Pass pass, std::size_t segment, TopHits& hits) {
  SegmentMatcher& matcher = matchers(pass)[segment];
  const DocumentColumns& documents = matcher.documents();
  const StaticRank& static_order = static_rank(segment);
  matcher.scan({}, budget_, [&](DocNumber doc, const Met& met) {
    Tier tier = met.in_titles               ? Tier::title_phrase
                : met.in_titles_and_authors ? Tier::title_and_author
                                            : Tier::anywhere;
    const std::uint32_t order = static_order.of(doc);
    const std::int64_t id = documents.ids[doc];
    if (!hits.may_take({rank_of(pass, 0, tier, order), id})) {
      return ScanControl::on;
    }
    if (met.in_titles) {
      tier = matcher.title_tier(doc);
    }
    if (tier <= Tier::title_prefix_or_author ||
        (met.in_authors && met.has_surname && matcher.is_one_person(doc))) {
      return ScanControl::on;  // found before
    }
    const Hit hit{rank_of(pass, 0, tier, order), id};
    if (hits.may_take(hit) && !is_found_before(segment, doc, pass)) {
      hits.add(hit);
    }
    return ScanControl::on;
  });
}

std::vector<Hit> Searcher::by_relevance(const PageOf& page) {
  TopHits hits(page.most, page.from, page.side);
  std::vector<Pass> all = passes_;
  const bool forwards = page.side == PageSide::after;
  if (!forwards) {
    std::ranges::reverse(all);
  }
  for (const Pass pass : all) {
    const bool is_past =
        page.from && (forwards ? pass < pass_of(page.from->rank) : pass > pass_of(page.from->rank));
    if (is_past) {
      continue;
    }
    auto& segments = matchers(pass);
    const bool ranks = !segments.empty() && segments.front().ranks();
    const Rank behind_best = rank_of(pass, 0, Tier::title_phrase, 0);
    const bool is_behind_best = forwards && page.from && page.from->rank >= behind_best;
    const auto each_segment = [&](auto&& collect_one) {
      for (std::size_t segment = 0; segment < segments.size(); ++segment) {
        if (pass == all.front() || !forwards || segments[segment].is_widened() ||
            pass == Pass::whole) {
          collect_one(segment);
        }
      }
    };
    if (ranks && !is_behind_best) {
      each_segment([&](std::size_t segment) { collect_best(pass, segment, hits); });
    }
    if (hits.may_take({behind_best, 0})) {
      each_segment([&](std::size_t segment) { collect(pass, segment, hits); });
    }
    if (hits.is_full()) {
      break;
    }
  }
  return std::move(hits).take();
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
std::vector<std::int64_t> Searcher::ids_in(const Window& window, std::size_t most) {
  const bool forwards = window.side == PageSide::after;
  std::vector<std::int64_t> ids;
  for (SegmentMatcher& one : matchers(widest())) {
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
    const auto ids = ids_in(next, page.most - found.ids.size());
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

Hits::Reach Searcher::each(For purpose, const HitVisitor& visit) {
  auto& all = matchers(widest());
  WorkBudget counting(count_max_);
  WorkBudget& budget = purpose == For::count ? counting : budget_;
  std::uint64_t documents = 0;
  for (std::size_t segment = 0; segment < all.size(); ++segment) {
    auto control = ScanControl::on;
    documents += all[segment].scan_unranked({}, budget, [&](DocNumber doc) {
      control = visit(segment, doc);
      return control;
    });
    if (control == ScanControl::stop || budget.is_exhausted()) {
      return {Extent::some, documents};
    }
  }
  return {Extent::all, documents};
}

bool Searcher::holds(const SegmentMatcher& matcher, DocNumber doc) {
  const bool is_held = matcher.holds(doc);
  budget_.spend(matcher.take_work());
  return is_held;
}

bool Searcher::holds(std::int64_t id, Pass pass) {
  auto& all = matchers(std::min(pass, widest()));
  return std::any_of(all.begin(), all.end(), [&](const SegmentMatcher& one) {
    const DocNumber doc = one.documents().find(id);
    return doc != no_doc && holds(one, doc);
  });
}

}  // namespace search

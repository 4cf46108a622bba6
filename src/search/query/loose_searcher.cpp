#include "search/query/loose_searcher.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <numeric>

namespace search {

// One segment: its terms for each word, and a walk over the documents that hold enough of them.
class LooseSearcher::SegmentSearch {
 public:
  SegmentSearch(const LivingSegment& one, const LooseQuery& query)
      : one_(one), query_(query), required_(one, query.required, Pass::whole) {
    const bool any_required = !query.required.is_everything();
    has_required_ = any_required;
    for (const LooseWord& word : query.words) {
      sets_.push_back(sets_of(word));
      for (const NumberRange range : sets_.back().front().ranges()) {
        surname_terms_.add(range);
      }
    }
    order_.resize(query.words.size());
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::ranges::stable_sort(order_, std::greater{},
                             [&](std::size_t word) { return query.words[word].weight; });
  }

  const DocumentColumns& documents() const noexcept { return one_.segment->documents; }

  // A document that may be let in, and what of each word it holds.
  struct Held {
    Likeness likeness = Likeness::left_out;
    FieldMask fields = 0;
  };
  struct Met {
    DocNumber doc = no_doc;
    std::uint32_t cost = 0;
    bool lacks_any = false;   // of the needed words
    bool leaves_any = false;  // of all words
    bool has_surname = false;
    std::vector<Held> held;  // by word
  };
  // Calls visit(Met) for each document that costs no more than allowed() says, which may fall.
  template <class Allowed, class Visit>
  DocNumber scan(WorkBudget& budget, Allowed allowed, Visit visit);
  // What each word is in one document.
  std::vector<Likeness> likenesses_in(DocNumber doc) const;
  bool meets_required(DocNumber doc) const {
    return !one_.deleted->has(doc) && (!has_required_ || required_.holds(doc));
  }

 private:
  using Sets = std::array<TermSet, likenesses>;
  struct Stream {
    std::vector<DocSet> sets;  // by likeness, the empty ones left out
    std::vector<Likeness> likeness;
  };

  Sets sets_of(const LooseWord& word) const;
  std::vector<Stream> streams(WorkBudget& budget) const;
  std::vector<DocNumber> required_docs(WorkBudget& budget);
  DocNumber next_candidate(std::vector<Stream>& streams, DocNumber from,
                           std::uint32_t cost_allowed) const;
  Held held_of(std::size_t word, Stream& stream, DocNumber doc) const;

  const LivingSegment& one_;
  const LooseQuery& query_;
  SegmentMatcher required_;
  bool has_required_ = false;
  std::vector<Sets> sets_;
  TermSet surname_terms_;           // the words as they are
  std::vector<std::size_t> order_;  // words, those that tell most first
};

LooseSearcher::SegmentSearch::Sets LooseSearcher::SegmentSearch::sets_of(
    const LooseWord& word) const {
  const Segment& segment = *one_.segment;
  Sets sets;
  const auto add = [&](Likeness likeness, std::string_view text) {
    if (const auto number = segment.words.find(text)) {
      sets[static_cast<std::size_t>(likeness)].add(*number);
    }
  };
  add(Likeness::same, word.word.text);
  TermSet& relatives = sets[static_cast<std::size_t>(Likeness::relative)];
  if (word.word.end == catalog::SearchTerm::End::open || word.is_initial) {
    relatives.add(segment.words.with_prefix(word.word.text));
  }
  for (const std::string& family : word.word.families) {
    for (const TermId member : segment.family(family, word.word.text)) {
      relatives.add(member);
    }
  }
  for (const std::string& relative : word.word.relatives) {
    add(Likeness::relative, relative);
  }
  for (const std::string& text : word.close.near) {
    add(Likeness::near_slip, text);
  }
  for (const std::string& text : word.close.far) {
    add(Likeness::far_slip, text);
  }
  return sets;
}

std::vector<LooseSearcher::SegmentSearch::Stream> LooseSearcher::SegmentSearch::streams(
    WorkBudget& budget) const {
  const DocSet::Range range{0, documents().count()};
  std::vector<Stream> all(query_.words.size());
  for (std::size_t word = 0; word < all.size(); ++word) {
    for (std::size_t i = 0; i < likenesses; ++i) {
      const TermSet& set = sets_[word][i];
      if (!set.empty()) {
        const std::uint64_t postings = DocSet::count(one_.segment->postings, set);
        all[word].sets.emplace_back(one_.segment->postings, set, range, postings, budget);
        all[word].likeness.push_back(static_cast<Likeness>(i));
      }
    }
  }
  return all;
}

// The documents that hold what must hold.
std::vector<DocNumber> LooseSearcher::SegmentSearch::required_docs(WorkBudget& budget) {
  std::vector<DocNumber> docs;
  required_.scan_unranked({}, budget, [&docs](DocNumber doc) {
    docs.push_back(doc);
    return ScanControl::on;
  });
  return docs;
}

// The first document from `from` on that may cost no more than allowed: one without any of the
// first words costs more.
DocNumber LooseSearcher::SegmentSearch::next_candidate(std::vector<Stream>& streams, DocNumber from,
                                                       std::uint32_t cost_allowed) const {
  std::uint32_t without = 0;
  auto doc = no_doc;
  for (const std::size_t word : order_) {
    if (without > cost_allowed) {
      break;
    }
    without += query_.words[word].cost(Likeness::left_out);
    for (DocSet& set : streams[word].sets) {
      set.seek(from);
      doc = std::min(doc, set.doc());
    }
  }
  return doc;
}

// How the document holds a word, and in which fields.
LooseSearcher::SegmentSearch::Held LooseSearcher::SegmentSearch::held_of(std::size_t word,
                                                                         Stream& stream,
                                                                         DocNumber doc) const {
  const LooseWord& asked = query_.words[word];
  for (std::size_t i = 0; i < stream.sets.size(); ++i) {
    DocSet& set = stream.sets[i];
    set.seek(doc);
    const bool is_there = set.doc() == doc && (set.fields() & asked.fields) != 0;
    const bool is_name = !asked.is_initial || stream.likeness[i] == Likeness::same ||
                         (set.fields() & mask_of(Field::author)) != 0;
    if (is_there && is_name) {
      return {stream.likeness[i], set.fields()};
    }
  }
  return {Likeness::left_out, 0};
}

template <class Allowed, class Visit>
DocNumber LooseSearcher::SegmentSearch::scan(WorkBudget& budget, Allowed allowed, Visit visit) {
  const DocNumber end = documents().count();
  std::vector<Stream> all = streams(budget);
  const std::vector<LooseWord>& words = query_.words;
  Met met;
  met.held.resize(words.size());
  std::optional<DocSet> surnames;
  const std::vector<DocNumber> leading =
      query_.may_lack_all() ? required_docs(budget) : std::vector<DocNumber>{};
  std::optional<DocSet> lead;
  if (query_.may_lack_all()) {
    lead = DocSet::of(leading, {0, end});
  }
  for (DocNumber from = 0; from < end;) {
    const std::uint32_t cost_allowed = allowed();
    if (lead) {
      lead->seek(from);
      met.doc = lead->doc();
    } else {
      met.doc = next_candidate(all, from, cost_allowed);
    }
    if (met.doc >= end || !budget.spend(all.size())) {
      return std::min(met.doc, end);
    }
    from = met.doc + 1;
    met.cost = 0;
    met.lacks_any = false;
    met.leaves_any = false;
    for (const std::size_t word : order_) {
      met.held[word] = held_of(word, all[word], met.doc);
      const bool is_left_out = met.held[word].likeness == Likeness::left_out;
      met.cost += words[word].cost(met.held[word].likeness);
      met.lacks_any = met.lacks_any || (is_left_out && words[word].is_needed());
      met.leaves_any = met.leaves_any || is_left_out;
      if (met.cost > cost_allowed) {
        break;
      }
    }
    if (met.cost > cost_allowed || !meets_required(met.doc)) {
      continue;
    }
    if (!surnames) {
      const std::uint64_t postings = DocSet::count(one_.segment->surnames, surname_terms_);
      surnames.emplace(one_.segment->surnames, surname_terms_, DocSet::Range{met.doc, end},
                       postings, budget);
    }
    surnames->seek(met.doc);
    met.has_surname = surnames->doc() == met.doc;
    if (visit(met) == ScanControl::stop) {
      return from;
    }
  }
  return end;
}

std::vector<Likeness> LooseSearcher::SegmentSearch::likenesses_in(DocNumber doc) const {
  std::vector<Likeness> found(query_.words.size(), Likeness::left_out);
  each_word(documents().forward_record(doc), [&](Field field, std::uint32_t term) {
    for (std::size_t word = 0; term != 0 && word < found.size(); ++word) {
      if ((mask_of(field) & query_.words[word].fields) == 0) {
        continue;
      }
      for (std::size_t i = 0; i < likenesses; ++i) {
        const auto likeness = static_cast<Likeness>(i);
        const bool is_name =
            !query_.words[word].is_initial || likeness == Likeness::same || field == Field::author;
        if (likeness < found[word] && is_name && sets_[word][i].has(term - 1)) {
          found[word] = likeness;
        }
      }
    }
  });
  return found;
}

// ---- all segments

LooseSearcher::LooseSearcher(const Snapshot& snapshot, const LooseQuery& query,
                             const WorkBudgets& budgets)
    : Hits(budgets.page_max), snapshot_(snapshot), query_(query), count_max_(budgets.count_max) {
  for (const LivingSegment& one : snapshot.segments) {
    segments_.push_back(std::make_unique<SegmentSearch>(one, query));
  }
}

LooseSearcher::~LooseSearcher() = default;

Cost LooseSearcher::scaled(std::uint32_t cost) const noexcept {
  return std::min<Cost>(cost * cost_max / std::max(query_.cost_all, 1U), cost_max);
}

std::optional<LooseSearcher::Finds> LooseSearcher::finds() {
  if (!std::exchange(has_looked_, true)) {
    for (const auto& segment : segments_) {
      const auto allowed = [this] { return best_ ? best_->cost : query_.cost_allowed(); };
      segment->scan(budget_, allowed, [&](const SegmentSearch::Met& met) {
        if (!best_ || met.cost < best_->cost) {
          best_ = Best{met.cost, met.lacks_any, met.leaves_any};
        } else if (met.cost == best_->cost) {
          best_->lacks_any = best_->lacks_any && met.lacks_any;
          best_->leaves_any = best_->leaves_any && met.leaves_any;
        }
        return best_->cost == 0 ? ScanControl::stop : ScanControl::on;
      });
    }
  }
  if (!best_) {
    return std::nullopt;
  }
  return best_->leaves_any ? Finds::some_words : Finds::all_words;
}

namespace {

// Like a strict hit's, of the words that the book holds.
template <class Met>
Tier tier_of(const DocumentColumns& documents, const LooseQuery& query, const Met& met) {
  std::size_t held = 0;
  bool in_title = true;
  bool in_titles = true;
  bool in_authors = true;
  bool in_either = true;
  for (std::size_t word = 0; word < query.words.size(); ++word) {
    if (met.held[word].likeness == Likeness::left_out || query.words[word].weight == 0 ||
        query.words[word].ranks == QueryTerm::Ranks::no) {
      continue;
    }
    ++held;
    const FieldMask fields = met.held[word].fields;
    in_title = in_title && (fields & mask_of(Field::title)) != 0;
    in_titles = in_titles && (fields & titles) != 0;
    in_authors = in_authors && (fields & mask_of(Field::author)) != 0;
    in_either = in_either && (fields & titles_and_authors) != 0;
  }
  if (held == 0) {
    return Tier::anywhere;
  }
  const std::size_t length = documents.title_words[met.doc];
  if (in_title && (held == length || held + documents.article_words[met.doc] == length)) {
    return Tier::exact_title;
  }
  if (in_authors && met.has_surname) {
    return Tier::title_prefix_or_author;
  }
  return in_title    ? Tier::title_in_order
         : in_titles ? Tier::title
         : in_either ? Tier::title_and_author
                     : Tier::anywhere;
}

}  // namespace

std::vector<Hit> LooseSearcher::by_relevance(const Searcher::PageOf& page) {
  if (!finds()) {
    return {};
  }
  const bool wants_all = !best_->lacks_any;
  TopHits hits(page.most, page.from, page.side);
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    const auto& segment = segments_[i];
    const DocumentColumns& documents = segment->documents();
    const StaticRank static_rank(snapshot_, i, query_.required.reader_language);
    const auto allowed = [this, &hits] {
      if (hits.side() == catalog::PageSide::before || !hits.is_full()) {
        return query_.cost_allowed();
      }
      const std::uint32_t last = (cost_of(hits.last().rank) + 1) * query_.cost_all / cost_max;
      return std::min(query_.cost_allowed(), last);
    };
    segment->scan(budget_, allowed, [&](const SegmentSearch::Met& met) {
      if (wants_all && met.lacks_any) {
        return ScanControl::on;
      }
      const Cost cost = scaled(met.cost);
      const std::uint32_t order = static_rank.of(met.doc);
      if (hits.may_take(
              {rank_of(Pass::loose, cost, Tier::exact_title, order), documents.ids[met.doc]})) {
        const Tier tier = tier_of(documents, query_, met);
        hits.add({rank_of(Pass::loose, cost, tier, order), documents.ids[met.doc]});
      }
      return ScanControl::on;
    });
  }
  return std::move(hits).take();
}

std::vector<Likeness> LooseSearcher::likenesses_in(std::size_t segment, DocNumber doc) {
  return segments_[segment]->likenesses_in(doc);
}

Hits::Reach LooseSearcher::each(For purpose, const HitVisitor& visit) {
  if (!finds()) {
    return {Extent::all, snapshot_.books()};
  }
  const bool wants_all = !best_->lacks_any;
  WorkBudget counting(count_max_);
  WorkBudget& budget = purpose == For::count ? counting : budget_;
  std::uint64_t documents = 0;
  for (std::size_t segment = 0; segment < segments_.size(); ++segment) {
    auto control = ScanControl::on;
    const auto allowed = [this] { return query_.cost_allowed(); };
    documents += segments_[segment]->scan(budget, allowed, [&](const SegmentSearch::Met& met) {
      if (!wants_all || !met.lacks_any) {
        control = visit(segment, met.doc);
      }
      return control;
    });
    if (control == ScanControl::stop || budget.is_exhausted()) {
      return {Extent::some, documents};
    }
  }
  return {Extent::all, documents};
}

bool LooseSearcher::holds(std::size_t segment, DocNumber doc) {
  if (!finds() || !segments_[segment]->meets_required(doc)) {
    return false;
  }
  std::uint32_t cost = 0;
  bool lacks_any = false;
  const std::vector<Likeness> found = segments_[segment]->likenesses_in(doc);
  budget_.spend(query_.words.size() * 8);
  for (std::size_t word = 0; word < found.size(); ++word) {
    cost += query_.words[word].cost(found[word]);
    lacks_any = lacks_any || (found[word] == Likeness::left_out && query_.words[word].is_needed());
  }
  return cost <= query_.cost_allowed() && (best_->lacks_any || !lacks_any);
}

}  // namespace search

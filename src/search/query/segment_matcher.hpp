// Finds the documents of one segment that match a query, in order, and where the query's words lie
// in each. Used by one thread; the segment and the query must outlive it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/check.hpp"
#include "search/index/segment_merger.hpp"
#include "search/query/bound_query.hpp"
#include "search/query/doc_set.hpp"
#include "search/query/rank.hpp"
#include "search/query/ranked_words.hpp"
#include "search/query/work_budget.hpp"

namespace search {

enum class ScanControl : std::uint8_t { on, stop };

// The doc sets ordered by cost. `all` keeps its order, because fields are read by place in it.
std::vector<DocSet*> order_by_cost(std::vector<DocSet>& all);

class SegmentMatcher {
 public:
  SegmentMatcher(const LivingSegment& segment, const BoundQuery& query, Pass pass);

  const DocumentColumns& documents() const noexcept { return segment_.documents; }
  // True when the query's words rank the hits.
  bool ranks() const noexcept { return !title_.empty(); }
  // True when this segment has spellings of the query's words beyond those of the pass before.
  bool is_widened() const noexcept { return is_widened_; }

  // title_beginnings: only documents whose title begins with the query's first word. surnames: only
  // those with a person whose surname is one of its words. [begin, end).
  enum class Scope : std::uint8_t { title_beginnings, surnames, all };
  struct Range {
    Scope scope = Scope::all;
    DocNumber begin = 0;
    DocNumber end = no_doc;
  };
  // In which fields all words that rank were met.
  struct Met {
    bool in_titles;
    bool in_authors;
    bool in_titles_and_authors;
    bool has_surname;  // one of them is a person's surname
  };
  // Calls visit(doc, Met) -> ScanControl.
  template <class Visit>
  void scan(Range range, WorkBudget& budget, Visit visit);
  // The tier among title tiers, of a document that has all words in its titles: a look into its
  // record.
  Tier title_tier(DocNumber doc) const { return title_.title_tier(documents(), doc, words_); }
  // A bound on title_tier(), from columns alone.
  Tier best_title_tier(DocNumber doc) const noexcept {
    return title_.has_exact_length(documents(), doc) ? Tier::exact_title
                                                     : Tier::title_prefix_or_author;
  }
  // True when all words that rank are of one person's name.
  bool is_one_person(DocNumber doc) const { return title_.is_one_person(documents(), doc, words_); }
  // Calls visit(doc) -> ScanControl. Cheaper than scan(), because it finds no tiers. Returns the
  // first document that it did not visit.
  template <class Visit>
  DocNumber scan_unranked(Range range, WorkBudget& budget, Visit visit);
  // True when the document matches.
  bool holds(DocNumber doc) const;
  // The work of reading and comparing words since the former call, in postings. A long phrase in a
  // long record costs as much as a whole scan.
  std::uint64_t take_work() const noexcept { return std::exchange(words_, 0) / words_per_posting; }

 private:
  struct Atom {
    TermSet words;
    FieldMask fields;
    std::uint64_t postings;
    // What an initial stands for in an author's name, beside the letter itself.
    TermSet names = {};
    bool is_initial() const noexcept { return !names.empty(); }
    bool operator==(const Atom&) const = default;
  };
  struct Phrase {
    std::vector<TermSet> words;
    FieldMask fields;
    bool is_value = false;  // nothing else may stand in the value
  };
  TermSet words_of(const QueryWord& word, Pass pass);
  Atom atom_of(TermSet words, FieldMask fields) const;
  void add_absent(const QueryTerm& term);
  void add_present(const QueryTerm& term, Pass pass);
  void add_title(const QueryTerm& term, std::vector<TermSet> words, Pass pass);
  void bind_languages();
  void bind_candidates();
  bool is_wide(const Atom& atom, std::uint64_t fewest) const noexcept;
  std::uint64_t fewest_postings() const noexcept;
  std::vector<DocSet> streams(Scope scope, DocSet::Range range, WorkBudget& budget) const;
  std::vector<DocSet> unwanted_streams(DocSet::Range range, WorkBudget& budget) const;
  DocSet surnamed(DocSet::Range range, WorkBudget& budget) const;
  Met met(const std::vector<DocSet>& streams) const noexcept;

  template <class Visit>
  DocNumber each_aligned(Range range, WorkBudget& budget, Visit visit);
  bool is_excluded(std::vector<DocSet>& unwanted, DocNumber doc) const;
  void read_unread(std::vector<DocSet>& streams, DocNumber doc) const;
  bool satisfies(const std::vector<DocSet>& streams, DocNumber doc) const;
  bool meets_conditions(DocNumber doc) const;
  bool is_within_bounds(DocNumber doc) const;
  // What an initial stands for counts only beside another word in the author's name.
  enum class Names : std::uint8_t { ignored, counted };
  FieldMask fields_of(DocNumber doc, const Atom& atom, Names names) const;
  bool has_phrase(DocNumber doc, const Phrase& phrase) const;

  const Segment& segment_;
  const DeletedDocs& deleted_;
  const BoundQuery& query_;
  TermSet languages_;
  // All documents that the bounds can let through, ascending, where columns tell few of them.
  std::optional<std::span<const DocNumber>> candidates_;
  std::vector<DocNumber> candidates_made_;  // what it shows, unless a column has it
  std::vector<Atom> atoms_;
  std::vector<bool> ranked_;  // by atom
  std::vector<Phrase> phrases_;
  std::vector<Atom> unwanted_;  // of most postings first
  std::vector<Phrase> absent_phrases_;
  RankedWords title_;
  TermSet ranking_;  // the words that rank, together
  bool is_widened_ = false;
  bool has_conditions_ = false;  // besides the atoms
  static constexpr std::uint64_t words_per_posting = 2;
  mutable std::uint64_t words_ = 0;          // read or compared
  mutable std::vector<std::uint32_t> read_;  // the words looked at, its memory kept
};

inline bool SegmentMatcher::satisfies(const std::vector<DocSet>& streams, DocNumber doc) const {
  for (std::size_t i = 0; i < atoms_.size(); ++i) {
    if ((streams[i].fields() & atoms_[i].fields) == 0) {
      return false;
    }
  }
  return !deleted_.has(doc) && (!has_conditions_ || meets_conditions(doc));
}

template <class Visit>
DocNumber SegmentMatcher::each_aligned(Range range, WorkBudget& budget, Visit visit) {
  const DocNumber end = std::min(range.end, documents().count());
  const bool any_language = query_.bounds.language.empty() || !languages_.empty();
  if (range.begin >= end || !any_language) {
    return end;
  }
  std::vector<DocSet> all = streams(range.scope, {range.begin, end}, budget);
  std::vector<DocSet> unwanted = unwanted_streams({range.begin, end}, budget);
  const std::vector<DocSet*> order = order_by_cost(all);
  const bool any_unread =
      std::any_of(all.begin(), all.end(), [](const DocSet& one) { return one.is_unread(); });
  auto control = ScanControl::on;
  while (order.front()->doc() < end) {
    DocSet& lead = *order.front();
    const DocNumber doc = lead.doc();
    DocNumber next = doc + 1;
    std::size_t agreeing = 1;
    for (; agreeing < order.size(); ++agreeing) {
      order[agreeing]->seek(doc);
      if (order[agreeing]->doc() != doc) {
        next = order[agreeing]->doc();
        break;
      }
    }
    if (agreeing == order.size() && (unwanted.empty() || !is_excluded(unwanted, doc))) {
      if (any_unread) {
        read_unread(all, doc);
      }
      control = satisfies(all, doc) ? visit(all, doc) : control;
    }
    if (!budget.spend(agreeing + take_work()) || control == ScanControl::stop) {
      return doc + 1;
    }
    lead.seek(next);
  }
  return end;
}

template <class Visit>
void SegmentMatcher::scan(Range range, WorkBudget& budget, Visit visit) {
  const bool asks_surnames = ranks() && range.scope == Scope::all;
  std::optional<DocSet> surnames;
  each_aligned(range, budget, [&](const std::vector<DocSet>& streams, DocNumber doc) {
    Met where = met(streams);
    where.has_surname = range.scope == Scope::surnames;
    if (asks_surnames && where.in_authors) {
      if (!surnames) {
        surnames = surnamed({doc, std::min(range.end, documents().count())}, budget);
      }
      surnames->seek(doc);
      where.has_surname = surnames->doc() == doc;
    }
    return visit(doc, where);
  });
}

template <class Visit>
DocNumber SegmentMatcher::scan_unranked(Range range, WorkBudget& budget, Visit visit) {
  return each_aligned(range, budget, [&](const std::vector<DocSet>& /*streams*/, DocNumber doc) {
    return visit(doc);
  });
}

}  // namespace search

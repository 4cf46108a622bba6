#include "search/query/segment_matcher.hpp"

#include <algorithm>
#include <limits>

#include "search/index/sort_keys.hpp"

namespace search {
namespace {

// A term with so many times the postings of the rarest term is tested by reading each document.
constexpr std::uint64_t postings_per_reading = 32;
constexpr std::uint64_t laid_out_anyway_max = 4096;
// Sorting so many documents costs less than looking at all of them.
constexpr std::size_t candidates_sorted_max = 4096;

bool lies_in(const YearRange& years, std::int16_t year) noexcept {
  return year != no_year && year >= years.least && year <= years.most;
}

}  // namespace

std::vector<DocSet*> order_by_cost(std::vector<DocSet>& all) {
  std::vector<DocSet*> order;
  order.reserve(all.size());
  for (DocSet& stream : all) {
    order.push_back(&stream);
  }
  std::sort(order.begin(), order.end(), [](const DocSet* left, const DocSet* right) {
    return left->postings() < right->postings();
  });
  return order;
}

SegmentMatcher::SegmentMatcher(const LivingSegment& segment, const BoundQuery& query, Pass pass)
    : segment_(*segment.segment), deleted_(*segment.deleted), query_(query) {
  for (const auto* const terms : {&query.present, &query.filters}) {
    for (const QueryTerm& term : *terms) {
      add_present(term, pass);
    }
  }
  for (const QueryTerm& term : query.absent) {
    add_absent(term);
  }
  std::sort(unwanted_.begin(), unwanted_.end(),
            [](const Atom& left, const Atom& right) { return left.postings > right.postings; });
  bind_languages();
  bind_candidates();
  has_conditions_ = !query_.bounds.empty() || !phrases_.empty() || !absent_phrases_.empty();
}

void SegmentMatcher::add_absent(const QueryTerm& term) {
  Phrase phrase{{}, term.fields};
  for (const QueryWord& word : term.words) {
    phrase.words.push_back(words_of(word, Pass::whole));
    // A term that the segment lacks is in none of its documents, so none is tested for it.
    if (phrase.words.back().empty()) {
      return;
    }
  }
  if (phrase.words.size() == 1) {
    unwanted_.push_back(atom_of(std::move(phrase.words.front()), term.fields));
  } else {
    absent_phrases_.push_back(std::move(phrase));
  }
}

SegmentMatcher::Atom SegmentMatcher::atom_of(TermSet words, FieldMask fields) const {
  const std::uint64_t postings = DocSet::count(segment_.postings, words);
  return {std::move(words), fields, postings};
}

TermSet SegmentMatcher::words_of(const QueryWord& word, Pass pass) {
  TermSet set;
  const auto add = [&](TermId other) {
    is_widened_ = is_widened_ || !set.has(other);
    set.add(other);
  };
  if (const auto number = segment_.words.find(word.text)) {
    set.add(*number);
  }
  if (pass >= Pass::open && word.end == catalog::SearchTerm::End::open) {
    const NumberRange begun = segment_.words.with_prefix(word.text);
    is_widened_ = is_widened_ || (pass == Pass::open && begun.end - begun.begin > set.count());
    set.add(begun);
  }
  if (pass >= Pass::family) {
    for (const std::string& family : word.families) {
      for (const TermId member : segment_.family(family, word.text)) {
        add(member);
      }
    }
    for (const std::string& relative : word.relatives) {
      if (const auto number = segment_.words.find(relative)) {
        add(*number);
      }
    }
  }
  return set;
}

void SegmentMatcher::add_present(const QueryTerm& term, Pass pass) {
  Phrase phrase{{}, term.fields, term.is_value};
  for (const QueryWord& word : term.words) {
    phrase.words.push_back(words_of(word, pass));
    // "O rato roeu o rei": the title has the order, the documents need to be asked once.
    Atom atom = atom_of(phrase.words.back(), term.fields);
    if (term.is_initial) {
      atom.names.add(segment_.words.with_prefix(word.text));
      for (const NumberRange range : atom.names.ranges()) {
        phrase.words.back().add(range);
      }
    }
    const bool ranks = term.ranks == QueryTerm::Ranks::yes;
    const auto known = std::find(atoms_.begin(), atoms_.end(), atom);
    if (known == atoms_.end()) {
      atoms_.push_back(atom);
      ranked_.push_back(ranks);
    } else {
      const auto place = static_cast<std::size_t>(known - atoms_.begin());
      ranked_[place] = ranked_[place] || ranks;
    }
  }
  if (term.ranks == QueryTerm::Ranks::yes) {
    add_title(term, phrase.words, pass);
  }
  if (phrase.words.size() > 1 || phrase.is_value) {
    phrases_.push_back(std::move(phrase));
  }
}

void SegmentMatcher::add_title(const QueryTerm& term, std::vector<TermSet> words, Pass pass) {
  for (const TermSet& set : words) {
    for (const NumberRange range : set.ranges()) {
      ranking_.add(range);
    }
  }
  QueryWord last = term.words.back();
  const bool is_open = pass >= Pass::open && last.end == catalog::SearchTerm::End::open;
  last.end = catalog::SearchTerm::End::whole;
  TermSet closed = is_open ? words_of(last, pass) : words.back();
  title_.append(std::move(words), std::move(closed));
}

void SegmentMatcher::bind_languages() {
  const std::string& language = query_.bounds.language;
  if (language.empty()) {
    return;
  }
  if (const auto number = segment_.values.find(language)) {
    languages_.add(*number);
  }
  languages_.add(segment_.values.with_prefix(language + "-"));
}

void SegmentMatcher::bind_candidates() {
  const Bounds& bounds = query_.bounds;
  if (!bounds.ids.empty()) {
    for (const catalog::BookId id : bounds.ids) {
      if (const DocNumber doc = segment_.documents.find(id.value); doc != no_doc) {
        candidates_made_.push_back(doc);
      }
    }
    candidates_ = candidates_made_;
    return;
  }
  const SortKeys keys(segment_);
  const auto take = [&](catalog::SortKey key, DocNumber begin, DocNumber end) {
    const DocOrder order = keys.order(key);
    if (candidates_ || order.is_by_id() || begin >= end) {
      return;
    }
    const std::span<const DocNumber> docs = order.docs(begin, end);
    // Equal ones lie in order of ids.
    if (keys.value(key, docs.front()) == keys.value(key, docs.back())) {
      candidates_ = docs;
    } else if (docs.size() <= candidates_sorted_max) {
      candidates_made_.assign(docs.begin(), docs.end());
      std::sort(candidates_made_.begin(), candidates_made_.end());
      candidates_ = candidates_made_;
    }
  };
  if (bounds.updated_since_ms) {
    const auto key = catalog::SortKey::updated_at;
    take(key, keys.place(key, *bounds.updated_since_ms), segment_.documents.count());
  }
  if (bounds.years) {
    const auto key = catalog::SortKey::year;
    take(key, keys.place(key, bounds.years->least), keys.place(key, bounds.years->most + 1));
  }
}

std::uint64_t SegmentMatcher::fewest_postings() const noexcept {
  auto fewest = std::numeric_limits<std::uint64_t>::max();
  for (const Atom& atom : atoms_) {
    fewest = atom.is_initial() ? fewest : std::min(fewest, atom.postings);
  }
  return fewest;
}

bool SegmentMatcher::is_wide(const Atom& atom, std::uint64_t fewest) const noexcept {
  return atom.is_initial() || (atom.words.count() > 1 && atom.postings > laid_out_anyway_max &&
                               atom.postings / postings_per_reading > fewest);
}

std::vector<DocSet> SegmentMatcher::streams(Scope scope, DocSet::Range range,
                                            WorkBudget& budget) const {
  std::vector<DocSet> all;
  all.reserve(atoms_.size() + 2);
  const std::uint64_t fewest = fewest_postings();
  for (std::size_t i = 0; i < atoms_.size(); ++i) {
    const Atom& atom = atoms_[i];
    // The title itself will be read: laying out many words' documents would be in vain.
    const bool is_read_later = scope == Scope::title_beginnings && ranked_[i] &&
                               DocSet::materialises(atom.words) && !atom.is_initial();
    if (is_read_later) {
      all.emplace_back(range);
    } else if (is_wide(atoms_[i], fewest)) {
      all.push_back(DocSet::unread(range));
    } else {
      all.emplace_back(segment_.postings, atom.words, range, atom.postings, budget);
    }
  }
  if (candidates_) {
    all.push_back(DocSet::of(*candidates_, range));
  }
  if (scope == Scope::title_beginnings) {
    const std::uint64_t postings = DocSet::count(segment_.starts, title_.first());
    all.emplace_back(segment_.starts, title_.first(), range, postings, budget);
  } else if (scope == Scope::surnames) {
    all.push_back(surnamed(range, budget));
  } else if (all.empty()) {
    all.emplace_back(range);
  }
  return all;
}

DocSet SegmentMatcher::surnamed(DocSet::Range range, WorkBudget& budget) const {
  const std::uint64_t postings = DocSet::count(segment_.surnames, ranking_);
  return {segment_.surnames, ranking_, range, postings, budget};
}

std::vector<DocSet> SegmentMatcher::unwanted_streams(DocSet::Range range,
                                                     WorkBudget& budget) const {
  std::vector<DocSet> all;
  all.reserve(unwanted_.size());
  for (const Atom& atom : unwanted_) {
    all.emplace_back(segment_.postings, atom.words, range, atom.postings, budget);
  }
  return all;
}

bool SegmentMatcher::is_excluded(std::vector<DocSet>& unwanted, DocNumber doc) const {
  for (std::size_t i = 0; i < unwanted.size(); ++i) {
    words_ += words_per_posting;
    unwanted[i].seek(doc);
    if (unwanted[i].doc() == doc && (unwanted[i].fields() & unwanted_[i].fields) != 0) {
      return true;
    }
  }
  return false;
}

bool SegmentMatcher::meets_conditions(DocNumber doc) const {
  const auto is_there = [&](const Phrase& phrase) { return has_phrase(doc, phrase); };
  return is_within_bounds(doc) && std::all_of(phrases_.begin(), phrases_.end(), is_there) &&
         std::none_of(absent_phrases_.begin(), absent_phrases_.end(), is_there);
}

bool SegmentMatcher::is_within_bounds(DocNumber doc) const {
  const Bounds& bounds = query_.bounds;
  const DocumentColumns& documents = segment_.documents;
  if (bounds.years && !lies_in(*bounds.years, documents.years[doc])) {
    return false;
  }
  if (bounds.updated_since_ms && documents.updated_ms[doc] < *bounds.updated_since_ms) {
    return false;
  }
  if (!bounds.ids.empty() && !std::binary_search(bounds.ids.begin(), bounds.ids.end(),
                                                 catalog::BookId{documents.ids[doc]})) {
    return false;
  }
  if (bounds.language.empty()) {
    return true;
  }
  const std::uint32_t language = documents.languages[doc];
  return language != 0 && languages_.has(language - 1);
}

FieldMask SegmentMatcher::fields_of(DocNumber doc, const Atom& atom, Names names) const {
  FieldMask found = 0;
  each_word(segment_.documents.forward_record(doc), [&](Field field, std::uint32_t word) {
    ++words_;
    const FieldMask mask = mask_of(field) & atom.fields;
    if (word != 0 && mask != 0 &&
        (atom.words.has(word - 1) ||
         (names == Names::counted && field == Field::author && atom.names.has(word - 1)))) {
      found = found | mask;
    }
  });
  return found;
}

void SegmentMatcher::read_unread(std::vector<DocSet>& streams, DocNumber doc) const {
  auto names = Names::ignored;
  for (std::size_t i = 0; i < atoms_.size(); ++i) {
    if (streams[i].is_unread() && !atoms_[i].is_initial()) {
      streams[i].read_as(fields_of(doc, atoms_[i], Names::ignored));
    }
    if (!atoms_[i].is_initial() && (streams[i].fields() & mask_of(Field::author)) != 0) {
      names = Names::counted;
    }
  }
  for (std::size_t i = 0; i < atoms_.size(); ++i) {
    if (atoms_[i].is_initial()) {
      streams[i].read_as(fields_of(doc, atoms_[i], names));
    }
  }
}

// A phrase lies within one value of one field.
bool SegmentMatcher::has_phrase(DocNumber doc, const Phrase& phrase) const {
  auto last = Field::title;
  read_.assign(1, 0);
  each_word(segment_.documents.forward_record(doc), [&](Field field, std::uint32_t word) {
    ++words_;
    if ((mask_of(field) & phrase.fields) == 0) {
      return;
    }
    if (field != last) {
      read_.push_back(0);
      last = field;
    }
    read_.push_back(word);
  });
  const auto is_same = [this](std::uint32_t word, const TermSet& query) {
    ++words_;
    return word != 0 && query.has(word - 1);
  };
  read_.push_back(0);
  const auto size = static_cast<std::ptrdiff_t>(phrase.words.size());
  for (auto at = read_.begin();; ++at) {
    at = std::search(at, read_.end(), phrase.words.begin(), phrase.words.end(), is_same);
    if (at == read_.end()) {
      return false;
    }
    if (!phrase.is_value || (*(at - 1) == 0 && *(at + size) == 0)) {
      return true;
    }
  }
}

SegmentMatcher::Met SegmentMatcher::met(const std::vector<DocSet>& streams) const noexcept {
  Met where{ranks(), ranks(), ranks(), false};
  for (std::size_t i = 0; i < atoms_.size(); ++i) {
    if (!ranked_[i]) {
      continue;
    }
    const FieldMask fields = streams[i].fields();
    where.in_titles = where.in_titles && (fields & titles) != 0;
    where.in_authors = where.in_authors && (fields & mask_of(Field::author)) != 0;
    where.in_titles_and_authors = where.in_titles_and_authors && (fields & titles_and_authors) != 0;
  }
  return where;
}

bool SegmentMatcher::holds(DocNumber doc) const {
  if (deleted_.has(doc) || !is_within_bounds(doc)) {
    return false;
  }
  const auto is_there = [&](const Phrase& phrase) { return has_phrase(doc, phrase); };
  auto names = Names::ignored;
  const bool any_initial =
      std::ranges::any_of(atoms_, [](const Atom& atom) { return atom.is_initial(); });
  for (const Atom& atom : atoms_) {
    const bool is_name = any_initial && !atom.is_initial() &&
                         (fields_of(doc, atom, Names::ignored) & mask_of(Field::author)) != 0;
    names = is_name ? Names::counted : names;
  }
  const auto has_atom = [&](const Atom& atom) { return fields_of(doc, atom, names) != 0; };
  return std::all_of(atoms_.begin(), atoms_.end(), has_atom) &&
         std::none_of(unwanted_.begin(), unwanted_.end(), has_atom) &&
         std::all_of(phrases_.begin(), phrases_.end(), is_there) &&
         std::none_of(absent_phrases_.begin(), absent_phrases_.end(), is_there);
}

}  // namespace search

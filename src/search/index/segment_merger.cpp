#include "search/index/segment_merger.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <queue>
#include <string>
#include <tuple>

#include "search/index/completion_columns.hpp"
#include "search/index/sort_keys.hpp"

namespace search {
namespace {

constexpr TermId unused_term = std::numeric_limits<TermId>::max();
// The new number of each term, or unused_term when no living document has it.
using TermMap = std::vector<TermId>;

// A key is made of a record and its words, which lie anywhere.
constexpr std::size_t keys_between_releases = 4'096;

// Walks the keys of one segment, each once, as far as living documents have them.
class RankedKeys {
 public:
  RankedKeys(const LivingSegment& one, catalog::SortKey key)
      : keys_(*one.segment), deleted_(*one.deleted), key_(key), order_(keys_.order(key)) {
    seek();
  }
  bool at_end() const noexcept { return place_ == order_.count(); }
  std::string_view text() const noexcept { return text_; }
  std::uint32_t rank() const noexcept { return static_cast<std::uint32_t>(value() / 2); }
  void next() {
    const std::int64_t last = value();
    while (!at_end() && value() == last) {
      ++place_;
    }
    seek();
  }

 private:
  std::int64_t value() const noexcept { return keys_.value(key_, order_[place_]); }
  void seek() {
    while (!at_end() && deleted_.has(order_[place_])) {
      ++place_;
    }
    if (!at_end()) {
      text_ = std::get<std::string>(keys_.cursor_value(key_, order_[place_]));
    }
  }

  SortKeys keys_;
  const DeletedDocs& deleted_;
  catalog::SortKey key_;
  DocOrder order_;
  DocNumber place_ = 0;
  std::string text_;
};

class SegmentMerger {
 public:
  SegmentMerger(std::span<const LivingSegment> segments, SegmentStorage& storage)
      : segments_(segments),
        columns_(output(storage)),
        word_maps_(segments.size()),
        value_maps_(segments.size()) {}

  SegmentPtr merge();

 private:
  std::size_t bytes_expected() const noexcept;
  SegmentOutput output(SegmentStorage& storage) const;
  void release_pages() const noexcept;
  void find_used_terms(std::size_t source);
  TermId merge_terms(TermDictionary Segment::* terms, std::vector<TermMap>& maps, Column texts);
  // Gives the ranks of their titles.
  std::vector<std::uint32_t> order_documents(ValueCounts& counts);
  std::vector<TermId> merge_surname_order(const ValueCounts& counts) const;
  // The new ranks of the old ones, by source.
  std::vector<std::vector<std::uint32_t>> merge_ranks(catalog::SortKey key);
  void merge_families();
  void merge_lists(PostingLists Segment::* lists, Column column);
  void take_postings(PostingCursor cursor, std::span<const DocNumber> numbers);

  const std::span<const LivingSegment> segments_;
  ColumnWriter columns_;
  std::vector<TermMap> word_maps_;
  std::vector<TermMap> value_maps_;
  TermId words_ = 0;
  std::vector<std::vector<DocNumber>> doc_maps_;
  std::vector<Posting> postings_;  // of the list at hand
};

std::size_t SegmentMerger::bytes_expected() const noexcept {
  std::size_t bytes = 0;
  for (const LivingSegment& one : segments_) {
    bytes += one.segment->bytes().size();
  }
  // Numbers of a larger dictionary are longer.
  return bytes + bytes / 8;
}

// A merge reads each column of its sources once or twice: without this all of them would be
// resident at its end.
SegmentOutput SegmentMerger::output(SegmentStorage& storage) const {
  SegmentOutput output = storage.open(bytes_expected());
  output.after_each_block([this] { release_pages(); });
  return output;
}

SegmentPtr SegmentMerger::merge() {
  for (std::size_t source = 0; source < segments_.size(); ++source) {
    find_used_terms(source);
  }
  release_pages();
  words_ = merge_terms(&Segment::words, word_maps_, Column::word_texts);
  ValueCounts counts(merge_terms(&Segment::values, value_maps_, Column::value_texts));
  release_pages();
  const std::vector<std::uint32_t> title_ranks = order_documents(counts);
  release_pages();
  const std::vector<TermId> by_surname = merge_surname_order(counts);
  release_pages();
  value_maps_.clear();
  merge_families();
  merge_lists(&Segment::postings, Column::postings);
  release_pages();
  merge_lists(&Segment::starts, Column::starts);
  release_pages();
  merge_lists(&Segment::surnames, Column::surnames);
  release_pages();
  counts.write(columns_);
  write_surname_order(columns_, by_surname, counts);
  write_title_tops(columns_, title_ranks);
  SegmentPtr merged = Segment::of(std::move(columns_).finish());
  check(merged != nullptr);
  return merged;
}

void SegmentMerger::release_pages() const noexcept {
  for (const LivingSegment& one : segments_) {
    one.segment->release_pages();
  }
}

// A term that was only in books that are gone leaves no trace.
void SegmentMerger::find_used_terms(std::size_t source) {
  const auto& [segment, deleted] = segments_[source];
  TermMap& words = word_maps_[source];
  TermMap& values = value_maps_[source];
  const bool are_all_used = deleted->count() == 0;
  words.assign(segment->words.size(), are_all_used ? 0 : unused_term);
  values.assign(segment->values.size(), are_all_used ? 0 : unused_term);
  if (are_all_used) {
    return;
  }
  const DocumentColumns& documents = segment->documents;
  const auto use = [](TermMap& map, std::uint32_t one) {
    if (one != 0) {
      map[one - 1] = 0;
    }
  };
  CountedValues counted;
  for (DocNumber doc = 0; doc < documents.count(); ++doc) {
    if (deleted->has(doc)) {
      continue;
    }
    const auto* const rest =
        each_word(documents.forward_record(doc),
                  [&](Field /*field*/, std::uint32_t word) { use(words, word); });
    read_counted(rest, counted);
    for (const std::uint32_t one :
         {documents.authors[doc], counted.publisher, documents.languages[doc]}) {
      use(values, one);
    }
    for (const auto* const list : {&counted.persons, &counted.subjects, &counted.tags}) {
      for (const TermId one : *list) {
        values[one] = 0;
      }
    }
  }
}

// Writes the texts and their ends, and fills the maps; how many terms there are.
TermId SegmentMerger::merge_terms(TermDictionary Segment::* terms, std::vector<TermMap>& maps,
                                  Column texts) {
  struct Next {
    std::string_view text;
    std::size_t source;
    TermId term;
    bool operator>(const Next& other) const noexcept {
      return std::tie(text, source) > std::tie(other.text, other.source);
    }
  };
  std::priority_queue<Next, std::vector<Next>, std::greater<>> queue;
  const auto push_from = [&](std::size_t source, TermId term) {
    const TermMap& map = maps[source];
    while (term < map.size() && map[term] == unused_term) {
      ++term;
    }
    if (term < map.size()) {
      queue.push({((*segments_[source].segment).*terms).text(term), source, term});
    }
  };
  for (std::size_t source = 0; source < maps.size(); ++source) {
    push_from(source, 0);
  }
  columns_.begin(texts);
  std::vector<std::uint32_t> ends;
  std::string_view last;
  while (!queue.empty()) {
    const Next next = queue.top();
    queue.pop();
    if (ends.empty() || next.text != last) {
      columns_.append(next.text);
      ends.push_back(columns_.column_bytes());
      last = next.text;
    }
    maps[next.source][next.term] = static_cast<TermId>(ends.size() - 1);
    push_from(next.source, next.term + 1);
  }
  columns_.add(ends_of(texts), ends);
  return static_cast<TermId>(ends.size());
}

std::vector<std::uint32_t> SegmentMerger::order_documents(ValueCounts& counts) {
  std::vector<DocumentSource> sources;
  std::vector<DocumentPlace> places;
  for (std::uint32_t source = 0; source < segments_.size(); ++source) {
    const auto& [segment, deleted] = segments_[source];
    const DocumentColumns& documents = segment->documents;
    sources.push_back({documents, {word_maps_[source], value_maps_[source]}});
    doc_maps_.emplace_back(documents.count(), no_doc);
    for (DocNumber doc = 0; doc < documents.count(); ++doc) {
      if (!deleted->has(doc)) {
        places.push_back({source, doc});
      }
    }
  }
  const auto id = [&](const DocumentPlace& place) {
    return sources[place.source].documents.ids[place.doc];
  };
  const auto is_before = [&](const DocumentPlace& left, const DocumentPlace& right) {
    return id(left) < id(right);
  };
  // Most often new books have higher ids.
  if (!std::is_sorted(places.begin(), places.end(), is_before)) {
    std::sort(places.begin(), places.end(), is_before);
  }
  for (DocNumber doc = 0; doc < places.size(); ++doc) {
    doc_maps_[places[doc].source][places[doc].doc] = doc;
  }
  write_documents(columns_, sources, places, counts);
  TextRanks ranks;
  const auto add_ranks = [&](catalog::SortKey key, std::span<const std::uint32_t> SortColumns::* of,
                             std::vector<std::uint32_t>& to) {
    const auto merged = merge_ranks(key);
    to.reserve(places.size());
    for (const auto [source, doc] : places) {
      to.push_back(merged[source][(segments_[source].segment->sorting.*of)[doc]]);
    }
  };
  add_ranks(catalog::SortKey::title, &SortColumns::title_ranks, ranks.titles);
  add_ranks(catalog::SortKey::author, &SortColumns::author_ranks, ranks.authors);
  OddTitles odd_titles;
  for (DocNumber doc = 0; doc < places.size(); ++doc) {
    const auto [source, old] = places[doc];
    if (const auto odd = segments_[source].segment->sorting.odd_title_key(old)) {
      odd_titles.add(doc, *odd);
    }
  }
  write_sorting(columns_, sources, places, ranks, odd_titles);
  return std::move(ranks.titles);
}

// Each name is made once: a merge holds a few of them, where sorting would hold all.
std::vector<TermId> SegmentMerger::merge_surname_order(const ValueCounts& counts) const {
  struct NextPerson {
    std::string name;
    TermId value;  // its new number
    std::size_t source;
    std::size_t place;
    bool operator>(const NextPerson& other) const noexcept {
      return std::tie(name, value, source) > std::tie(other.name, other.value, other.source);
    }
  };
  std::priority_queue<NextPerson, std::vector<NextPerson>, std::greater<>> queue;
  const auto push_from = [&](std::size_t source, std::size_t place) {
    const Segment& segment = *segments_[source].segment;
    const std::span<const TermId> order = segment.completion.by_surname;
    const auto is_gone = [&](TermId value) {
      const TermId number = value_maps_[source][value];
      return number == unused_term || !counts.is_person(number);
    };
    while (place < order.size() && is_gone(order[place])) {
      ++place;
    }
    if (place < order.size()) {
      const CountedText value = read_counted_text(segment.values.text(order[place]));
      queue.push({filed_name(value), value_maps_[source][order[place]], source, place});
    }
  };
  for (std::size_t source = 0; source < segments_.size(); ++source) {
    push_from(source, 0);
  }
  std::vector<TermId> order;
  while (!queue.empty()) {
    const auto [name, value, source, place] = queue.top();
    queue.pop();
    if (order.empty() || order.back() != value) {
      order.push_back(value);
    }
    push_from(source, place + 1);
  }
  return order;
}

std::vector<std::vector<std::uint32_t>> SegmentMerger::merge_ranks(catalog::SortKey key) {
  std::vector<RankedKeys> all;
  std::vector<std::vector<std::uint32_t>> ranks;
  const auto is_behind = [&all](std::size_t left, std::size_t right) {
    return all[left].text() > all[right].text();
  };
  std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(is_behind)> queue(is_behind);
  for (const LivingSegment& one : segments_) {
    ranks.emplace_back(one.segment->documents.count());
    all.emplace_back(one, key);
  }
  for (std::size_t source = 0; source < all.size(); ++source) {
    if (!all[source].at_end()) {
      queue.push(source);
    }
  }
  std::optional<std::string> last;
  std::size_t keys_made = 0;
  for (std::uint32_t rank = 0; !queue.empty();) {
    const std::size_t source = queue.top();
    queue.pop();
    RankedKeys& keys = all[source];
    if (!last || *last != keys.text()) {
      rank += last ? 1U : 0U;
      last = keys.text();
    }
    ranks[source][keys.rank()] = rank;
    keys.next();
    if (++keys_made % keys_between_releases == 0) {
      release_pages();
    }
    if (!keys.at_end()) {
      queue.push(source);
    }
  }
  return ranks;
}

void SegmentMerger::merge_families() {
  std::vector<FamilyMember> families;
  for (std::size_t source = 0; source < segments_.size(); ++source) {
    const auto before = static_cast<std::ptrdiff_t>(families.size());
    for (const auto [family, word] : segments_[source].segment->families) {
      if (const TermId number = word_maps_[source][word]; number != unused_term) {
        families.push_back({family, number});
      }
    }
    // Each source's are in order, and the new numbers of its words keep it.
    std::inplace_merge(families.begin(), families.begin() + before, families.end());
  }
  families.erase(std::unique(families.begin(), families.end()), families.end());
  columns_.add(Column::families, families);
}

void SegmentMerger::merge_lists(PostingLists Segment::* lists, Column column) {
  columns_.begin(column);
  std::vector<std::uint32_t> ends;
  ends.reserve(words_);
  std::vector<TermId> next(segments_.size(), 0);
  std::string bytes;
  for (TermId word = 0; word < words_; ++word) {
    postings_.clear();
    for (std::size_t source = 0; source < segments_.size(); ++source) {
      const TermMap& map = word_maps_[source];
      TermId& at = next[source];
      while (at < map.size() && map[at] == unused_term) {
        ++at;
      }
      if (at < map.size() && map[at] == word) {
        take_postings(((*segments_[source].segment).*lists).list(at), doc_maps_[source]);
        ++at;
      }
    }
    const auto is_before = [](Posting left, Posting right) { return left.doc < right.doc; };
    if (!std::is_sorted(postings_.begin(), postings_.end(), is_before)) {
      std::sort(postings_.begin(), postings_.end(), is_before);
    }
    bytes.clear();
    append_postings(bytes, postings_.data(), static_cast<std::uint32_t>(postings_.size()));
    columns_.append(bytes);
    ends.push_back(columns_.column_bytes());
  }
  columns_.add(ends_of(column), ends);
}

void SegmentMerger::take_postings(PostingCursor cursor, std::span<const DocNumber> numbers) {
  for (; cursor.doc() != no_doc; cursor.next()) {
    if (const DocNumber doc = numbers[cursor.doc()]; doc != no_doc) {
      postings_.push_back({doc, cursor.fields()});
    }
  }
}

}  // namespace

LivingSegment whole(SegmentPtr segment) {
  const auto deleted = std::make_shared<const DeletedDocs>(segment->documents.count());
  return {std::move(segment), deleted};
}

SegmentPtr merge(std::span<const LivingSegment> segments, SegmentStorage& storage) {
  return SegmentMerger(segments, storage).merge();
}

SegmentPtr one_segment(std::span<const LivingSegment> parts, SegmentStorage& storage) {
  return parts.size() == 1 ? parts.front().segment : merge(parts, storage);
}

}  // namespace search

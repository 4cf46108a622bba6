#include "search/query/facets.hpp"

#include <algorithm>
#include <span>
#include <unordered_map>
#include <utility>

#include "base/text.hpp"
#include "catalog/search_words.hpp"
#include "search/query/filter_counts.hpp"

namespace search {
namespace {

// With more hits every second, fourth, … hit is sampled by a hash of its id, so that the sample
// does not depend on the segments.
constexpr std::size_t sampled_max = exact_facets_max;

// The highest bits of multiples of the golden ratio lie evenly (Knuth, TAOCP 3, section 6.4).
std::uint64_t scramble(std::int64_t id) noexcept {
  return static_cast<std::uint64_t>(id) * 0x9E3779B97F4A7C15U;
}

struct Place {
  std::size_t segment;
  DocNumber doc;
  std::uint64_t hash;
};

struct Sample {
  std::vector<Place> places;  // by segment
  std::uint64_t hits = 0;
  unsigned halvings = 0;
  Hits::Reach reach{};
  std::uint64_t documents = 0;  // of the catalogue

  // An estimate of the number of hits: it takes the sample for typical.
  std::uint64_t all_like(std::uint64_t looked_at) const noexcept {
    return reach.seen == Hits::Extent::all
               ? looked_at
               : looked_at * documents / std::max<std::uint64_t>(reach.documents, 1);
  }
  std::uint64_t all_like_sampled(std::uint64_t sampled) const noexcept {
    return all_like(sampled << halvings);
  }
};

Sample sample_of(SearchRequest& search, std::size_t most) {
  Sample sample;
  const auto& segments = search.snapshot().segments;
  for (const LivingSegment& one : segments) {
    sample.documents += one.segment->documents.count();
  }
  const auto is_in = [&](std::uint64_t hash) {
    return sample.halvings == 0 || hash >> (64 - sample.halvings) == 0;
  };
  sample.reach = search.hits().each(Hits::For::count, [&](std::size_t segment, DocNumber doc) {
    ++sample.hits;
    const std::uint64_t hash = scramble(segments[segment].segment->documents.ids[doc]);
    if (is_in(hash)) {
      sample.places.push_back({segment, doc, hash});
    }
    if (sample.places.size() > most) {
      ++sample.halvings;
      std::erase_if(sample.places, [&](const Place& place) { return !is_in(place.hash); });
    }
    return ScanControl::on;
  });
  return sample;
}

template <class One>
bool is_more_frequent(const One& left, const One& right) noexcept {
  return left.books > right.books || (left.books == right.books && left.text < right.text);
}

// Counts numbers first, segment by segment: few of many texts are ever looked at.
class Tally {
 public:
  explicit Tally(Facet facet) : facet_(facet) {}

  void add(const Segment& segment, DocNumber doc, const CountedValues& values) {
    switch (facet_) {
      case Facet::author:
        add_all(values.persons);
        return;
      case Facet::publisher:
        add_one(values.publisher);
        return;
      case Facet::language:
        add_one(segment.documents.languages[doc]);
        return;
      case Facet::year:
        if (segment.documents.years[doc] != no_year) {
          ++years_[segment.documents.years[doc]];
        }
        return;
      case Facet::subject:
        add_all(values.subjects);
        return;
      case Facet::tag:
        add_all(values.tags);
        return;
    }
  }

  // In the order of the dictionary, so that the ways to write one value come together.
  void end_segment(const Segment& segment) {
    std::vector<std::pair<TermId, std::uint64_t>> numbers(numbers_.begin(), numbers_.end());
    std::ranges::sort(numbers);
    numbers_.clear();
    for (const auto& [number, books] : numbers) {
      const std::string_view value = segment.values.text(number);
      const CountedText text =
          facet_ == Facet::language ? CountedText{value, value} : read_counted_text(value);
      add_entry({text.key, {text.text, books, text.is_body}});
    }
    ++segments_;
  }

  std::vector<FacetValue> values(const Sample& sample, std::size_t most) const {
    std::vector<FacetValue> all;
    if (facet_ == Facet::year) {
      for (const auto& [year, books] : years_) {
        all.push_back({std::to_string(year), sample.all_like_sampled(books)});
      }
      keep_best(all, most);
      return all;
    }
    std::vector<Counted> best = segments_ > 1 ? merged() : grouped();
    keep_best(best, most);
    for (const Counted& one : best) {
      all.push_back({std::string(one.text), sample.all_like_sampled(one.books), one.is_body});
    }
    return all;
  }

 private:
  struct Counted {
    std::string_view text;
    std::uint64_t books;
    bool is_body = false;

    void add(const Counted& more) noexcept {
      books += more.books;
      is_body = is_body || more.is_body;
    }
  };
  struct Entry {
    std::string_view key;
    Counted written;
  };

  // One name may be a person's in one book and a body's in another: neighbours in the dictionary.
  void add_entry(const Entry& entry) {
    if (!entries_.empty() && entries_.back().key == entry.key &&
        entries_.back().written.text == entry.written.text) {
      entries_.back().written.add(entry.written);
    } else {
      entries_.push_back(entry);
    }
  }

  // The commonest way to write a value, with all its books; of equals the first in byte order.
  static Counted shown(std::span<const Entry> ways) {
    Counted all{ways.front().written.text, 0};
    std::uint64_t most = 0;
    for (const Entry& way : ways) {
      all.add(way.written);
      if (way.written.books > most) {
        all.text = way.written.text;
        most = way.written.books;
      }
    }
    return all;
  }

  // The values of one segment.
  std::vector<Counted> grouped() const {
    std::vector<Counted> values;
    values.reserve(entries_.size());
    for (auto begin = entries_.begin(); begin != entries_.end();) {
      const auto end = std::find_if(begin, entries_.end(),
                                    [&](const Entry& one) { return one.key != begin->key; });
      values.push_back(shown({begin, end}));
      begin = end;
    }
    return values;
  }

  // The values of several segments, which may have the same.
  std::vector<Counted> merged() const {
    std::unordered_map<std::string_view, std::vector<Entry>> by_key;
    for (const Entry& entry : entries_) {
      std::vector<Entry>& ways = by_key[entry.key];
      const auto same = std::ranges::find_if(
          ways, [&](const Entry& one) { return one.written.text == entry.written.text; });
      if (same == ways.end()) {
        ways.push_back(entry);
      } else {
        same->written.add(entry.written);
      }
    }
    std::vector<Counted> values;
    values.reserve(by_key.size());
    for (auto& [key, ways] : by_key) {
      std::ranges::sort(ways, {}, [](const Entry& one) { return one.written.text; });
      values.push_back(shown(ways));
    }
    return values;
  }

  template <class One>
  static void keep_best(std::vector<One>& all, std::size_t most) {
    const auto end = all.begin() + static_cast<std::ptrdiff_t>(std::min(most, all.size()));
    std::partial_sort(all.begin(), end, all.end(), is_more_frequent<One>);
    all.erase(end, all.end());
  }

  void add_one(std::uint32_t value) {
    if (value != 0) {
      ++numbers_[value - 1];
    }
  }
  void add_all(const std::vector<TermId>& values) {
    for (const TermId value : values) {
      ++numbers_[value];
    }
  }
  Facet facet_;
  std::unordered_map<TermId, std::uint64_t> numbers_;  // of the segment at hand
  std::vector<Entry> entries_;                         // of the segments before
  std::size_t segments_ = 0;
  std::unordered_map<std::int16_t, std::uint64_t> years_;
};

// A language also finds its regions: pt finds pt-BR.
void count_languages_as_filtered(std::vector<FacetValue>& values,
                                 const std::vector<FacetValue>& all) {
  for (FacetValue& value : values) {
    value.books = 0;
    for (const FacetValue& one : all) {
      const bool is_taken = one.text == value.text || one.text.starts_with(value.text + "-");
      value.books += is_taken ? one.books : 0;
    }
  }
}

// Each record is read once for all facets.
void count_as_filtered(std::vector<FacetCounts>& facets, const Sample& sample,
                       const Snapshot& snapshot) {
  std::vector<FilterCounts> counts;
  counts.reserve(facets.size());
  for (const FacetCounts& facet : facets) {
    counts.emplace_back(filtered_fields(facet.facet), facet.values);
  }
  std::vector<std::vector<TermId>> held(counts.size());
  const Segment* segment = nullptr;
  for (const Place& place : sample.places) {
    const Segment* const at = snapshot.segments[place.segment].segment.get();
    if (at != segment) {
      segment = at;
      std::ranges::for_each(counts, [&](FilterCounts& one) { one.begin_segment(*segment); });
    }
    std::ranges::for_each(held, [](std::vector<TermId>& words) { words.clear(); });
    each_word(segment->documents.forward_record(place.doc), [&](Field field, std::uint32_t word) {
      for (std::size_t i = 0; word != 0 && i < counts.size(); ++i) {
        if ((counts[i].fields() & mask_of(field)) != 0) {
          held[i].push_back(word - 1);
        }
      }
    });
    for (std::size_t i = 0; i < counts.size(); ++i) {
      counts[i].add(held[i]);
    }
  }
  for (std::size_t i = 0; i < counts.size(); ++i) {
    std::vector<FacetValue>& values = facets[i].values;
    for (std::size_t value = 0; value < values.size() && counts[i].fields() != 0; ++value) {
      if (!counts[i].is_wordless(value)) {
        values[value].books = sample.all_like_sampled(counts[i].count(value));
      }
    }
  }
}

void add_all(std::vector<Tally>& tallies, const Sample& sample, const Snapshot& snapshot) {
  CountedValues values;
  auto place = sample.places.begin();
  while (place != sample.places.end()) {
    const std::size_t number = place->segment;
    const Segment& segment = *snapshot.segments[number].segment;
    for (; place != sample.places.end() && place->segment == number; ++place) {
      const unsigned char* const record = segment.documents.forward_record(place->doc);
      read_counted(each_word(record, [](Field, std::uint32_t) {}), values);
      for (Tally& tally : tallies) {
        tally.add(segment, place->doc, values);
      }
    }
    for (Tally& tally : tallies) {
      tally.end_segment(segment);
    }
  }
}

}  // namespace

Facets count_facets(SearchRequest& search, const CountFacets& command) {
  const Sample sample = sample_of(search, sampled_max);
  std::vector<Tally> tallies(command.facets.begin(), command.facets.end());
  add_all(tallies, sample, search.snapshot());
  Facets facets;
  facets.books = sample.all_like(sample.hits);
  if (command.search) {
    facets.search = search.stage();
  }
  const bool is_exact = sample.halvings == 0 && sample.reach.seen == Hits::Extent::all;
  facets.counts_are = is_exact ? Facets::Counts::exact : Facets::Counts::estimated;
  for (std::size_t i = 0; i < tallies.size(); ++i) {
    facets.counts.push_back({command.facets[i], tallies[i].values(sample, command.limit)});
    if (command.facets[i] == Facet::language) {
      count_languages_as_filtered(facets.counts.back().values,
                                  tallies[i].values(sample, facet_limit_max));
    }
  }
  count_as_filtered(facets.counts, sample, search.snapshot());
  for (FacetCounts& facet : facets.counts) {
    std::ranges::sort(facet.values, is_more_frequent<FacetValue>);
  }
  return facets;
}

IsbnMatches find_isbns(const Snapshot& snapshot, const FindIsbns& command) {
  IsbnMatches held;
  for (const catalog::Isbn& isbn : command.isbns) {
    IsbnMatch holders{isbn, {}};
    for (const LivingSegment& one : snapshot.segments) {
      const auto word = one.segment->words.find(isbn.digits());
      if (!word) {
        continue;
      }
      for (PostingCursor at = one.segment->postings.list(*word); at.doc() != no_doc; at.next()) {
        if ((at.fields() & mask_of(Field::number)) != 0 && !one.deleted->has(at.doc())) {
          holders.books.push_back({one.segment->documents.ids[at.doc()]});
        }
      }
    }
    std::sort(holders.books.begin(), holders.books.end());
    holders.books.resize(std::min(holders.books.size(), isbn_match_books_max));
    if (!holders.books.empty()) {
      held.push_back(std::move(holders));
    }
  }
  return held;
}

}  // namespace search

#include "search/facets.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "base/text.hpp"

namespace search {
namespace {

using store::Facet;
using store::FacetValue;

// Of more hits every second, fourth, … is looked at, by a hash of its id: the same ones whatever
// the segments are.
constexpr std::size_t sampled_max = 2 * store::exact_facets_max;

std::uint64_t scramble(std::int64_t id) noexcept {
  auto bits = static_cast<std::uint64_t>(id) * 0x9E3779B97F4A7C15U;
  bits ^= bits >> 32;
  return bits * 0xD6E8FEB86659FD93U;
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
  Finder::Seen seen = Finder::Seen::all;
};

Sample sample_of(Search& search) {
  Sample sample;
  const auto& segments = search.snapshot().segments;
  const auto is_in = [&](std::uint64_t hash) {
    return sample.halvings == 0 || hash >> (64 - sample.halvings) == 0;
  };
  sample.seen = search.finder().each(search.stage(), [&](std::size_t segment, DocNumber doc) {
    ++sample.hits;
    const std::uint64_t hash = scramble(segments[segment].segment->records.ids[doc]);
    if (is_in(hash)) {
      sample.places.push_back({segment, doc, hash});
    }
    if (sample.places.size() > sampled_max) {
      ++sample.halvings;
      std::erase_if(sample.places, [&](const Place& place) { return !is_in(place.hash); });
    }
    return Go::on;
  });
  return sample;
}

class Tally {
 public:
  explicit Tally(Facet facet) : facet_(facet) {}

  void add(const Segment& segment, DocNumber doc, const CountedValues& values) {
    switch (facet_) {
      case Facet::author:
        add_one(segment, values.author);
        return;
      case Facet::publisher:
        add_one(segment, values.publisher);
        return;
      case Facet::language:
        add_one(segment, values.language);
        return;
      case Facet::year:
        if (segment.records.years[doc] != no_year) {
          ++years_[segment.records.years[doc]];
        }
        return;
      case Facet::subject:
        add_all(segment, values.subjects);
        return;
      case Facet::tag:
        add_all(segment, values.tags);
        return;
    }
  }

  std::vector<FacetValue> values(unsigned halvings, std::size_t most) const {
    std::vector<FacetValue> all;
    all.reserve(texts_.size() + years_.size());
    for (const auto& [text, books] : texts_) {
      all.push_back({std::string(text), books << halvings});
    }
    for (const auto& [year, books] : years_) {
      all.push_back({std::to_string(year), books << halvings});
    }
    const auto is_before = [](const FacetValue& left, const FacetValue& right) {
      return left.books > right.books || (left.books == right.books && left.text < right.text);
    };
    const auto end = all.begin() + static_cast<std::ptrdiff_t>(std::min(most, all.size()));
    std::partial_sort(all.begin(), end, all.end(), is_before);
    all.erase(end, all.end());
    return all;
  }

 private:
  void add_one(const Segment& segment, std::uint32_t value) {
    if (value != 0) {
      ++texts_[segment.values.text(value - 1)];
    }
  }
  void add_all(const Segment& segment, const std::vector<TextNumber>& values) {
    for (const TextNumber value : values) {
      ++texts_[segment.values.text(value)];
    }
  }

  Facet facet_;
  std::unordered_map<std::string_view, std::uint64_t> texts_;
  std::unordered_map<std::int16_t, std::uint64_t> years_;
};

void add_all(std::vector<Tally>& tallies, const Sample& sample, const Snapshot& snapshot) {
  CountedValues values;
  for (const Place& place : sample.places) {
    const Segment& segment = *snapshot.segments[place.segment].segment;
    read_counted(each_word(segment.records.record(place.doc), [](Field, std::uint32_t) {}), values);
    for (Tally& tally : tallies) {
      tally.add(segment, place.doc, values);
    }
  }
}

}  // namespace

store::Facets count_facets(Search& search, const store::CountFacets& command) {
  const Sample sample = sample_of(search);
  std::vector<Tally> tallies(command.facets.begin(), command.facets.end());
  add_all(tallies, sample, search.snapshot());
  store::Facets facets;
  facets.books = sample.hits;
  if (command.search) {
    facets.search = search.stage();
  }
  const bool is_exact = sample.halvings == 0 && sample.seen == Finder::Seen::all;
  facets.counts_are = is_exact ? store::Facets::Counts::exact : store::Facets::Counts::estimated;
  for (std::size_t i = 0; i < tallies.size(); ++i) {
    facets.counts.push_back({command.facets[i], tallies[i].values(sample.halvings, command.limit)});
  }
  return facets;
}

std::vector<FacetValue> matching_values(Search& search, Facet facet,
                                        const catalog::SearchQuery& wanted) {
  const Sample sample = sample_of(search);
  std::vector<Tally> tallies{Tally(facet)};
  add_all(tallies, sample, search.snapshot());
  std::vector<FacetValue> values = tallies.front().values(sample.halvings, store::facet_limit_max);
  std::erase_if(values, [&](const FacetValue& value) { return !holds_words(value.text, wanted); });
  return values;
}

bool holds_words(const std::string& text, const catalog::SearchQuery& wanted) {
  const std::string folded = base::fold(text);
  std::vector<std::string_view> words;
  catalog::append_search_words(words, folded);
  return std::all_of(wanted.terms.begin(), wanted.terms.end(), [&](const auto& term) {
    const bool is_open = term.end == catalog::SearchTerm::End::open;
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
      return is_open ? word.starts_with(term.words.back()) : word == term.words.back();
    });
  });
}

store::HeldIsbns find_isbns(const Snapshot& snapshot, const store::FindIsbns& command) {
  store::HeldIsbns held;
  for (const catalog::Isbn& isbn : command.isbns) {
    store::IsbnHolders holders{isbn, {}};
    for (const LivingSegment& one : snapshot.segments) {
      const auto word = one.segment->words.find(isbn.digits());
      if (!word) {
        continue;
      }
      for (PostingCursor at = one.segment->postings.list(*word); at.doc() != no_doc; at.next()) {
        if ((at.fields() & mask_of(Field::isbn)) != 0 && !one.dead->has(at.doc())) {
          holders.books.push_back({one.segment->records.ids[at.doc()]});
        }
      }
    }
    std::sort(holders.books.begin(), holders.books.end());
    holders.books.resize(std::min(holders.books.size(), store::isbn_holders_max));
    if (!holders.books.empty()) {
      held.push_back(std::move(holders));
    }
  }
  return held;
}

}  // namespace search

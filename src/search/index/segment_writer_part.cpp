// The second half of SegmentWriter: writes the documents at hand as the columns of a segment.
#include <algorithm>

#include "catalog/sort_key.hpp"
#include "catalog/spelling.hpp"
#include "search/index/completion_columns.hpp"
#include "search/index/postings_writer.hpp"
#include "search/index/segment_writer.hpp"

namespace search {
namespace {

// The terms of a writer in their final order.
class SortedTerms {
 public:
  explicit SortedTerms(const TermInterner& terms) : terms_(terms), order_(terms.size()) {
    std::vector<std::string_view> texts(terms.size());
    for (TermId term = 0; term < texts.size(); ++term) {
      texts[term] = terms.text(term);
    }
    numbers_ = ranks_of(texts);
    for (TermId term = 0; term < order_.size(); ++term) {
      order_[numbers_[term]] = term;
    }
  }
  TermId size() const noexcept { return static_cast<TermId>(order_.size()); }
  std::string_view text(TermId number) const noexcept { return terms_.text(order_[number]); }
  // The final number of each term, by its number in order of arrival.
  std::span<const TermId> numbers() const noexcept { return numbers_; }
  void write(ColumnWriter& columns, Column texts) const {
    columns.begin(texts);
    std::vector<std::uint32_t> ends;
    ends.reserve(order_.size());
    for (const TermId term : order_) {
      columns.append(terms_.text(term));
      ends.push_back(columns.column_bytes());
    }
    columns.add(ends_of(texts), ends);
  }
  std::vector<FamilyMember> families() const {
    std::vector<FamilyMember> families;
    for (TermId number = 0; number < order_.size(); ++number) {
      const std::string key = catalog::spelling_family(terms_.text(order_[number]));
      if (!key.empty()) {
        families.push_back({family_hash(key), number});
      }
    }
    std::sort(families.begin(), families.end());
    return families;
  }

 private:
  const TermInterner& terms_;
  std::vector<TermId> order_;
  std::vector<TermId> numbers_;
};

std::vector<DocumentPlace> in_order_of_ids(const DocumentColumns& documents) {
  std::vector<DocumentPlace> places(documents.count());
  for (DocNumber doc = 0; doc < documents.count(); ++doc) {
    places[doc] = {0, doc};
  }
  std::sort(places.begin(), places.end(), [&](DocumentPlace left, DocumentPlace right) {
    return documents.ids[left.doc] < documents.ids[right.doc];
  });
  return places;
}

}  // namespace

std::size_t SegmentWriter::bytes() const noexcept {
  constexpr std::size_t document_bytes = 3 * sizeof(std::int64_t) + 4 * sizeof(std::uint32_t) +
                                         sizeof(std::int16_t) + 2 * sizeof(std::uint8_t);
  return documents_.records.size() +
         documents_.ids.size() * (document_bytes + sizeof(std::size_t)) +
         documents_.surnames.size() * sizeof(std::uint32_t) + title_keys_.keys.size() +
         words_.bytes() + values_.bytes() + texts_.bytes() + names_.bytes();
}

TextRanks SegmentWriter::text_ranks(std::span<const DocumentPlace> places) const {
  std::vector<std::string_view> title_keys;
  title_keys.reserve(places.size());
  std::transform(places.begin(), places.end(), std::back_inserter(title_keys),
                 [this](DocumentPlace place) { return title_keys_.key(place.doc); });
  TextRanks ranks;
  ranks.titles = ranks_of(title_keys);
  // Few authors have many books: each is folded once. The key 0 is that of no author.
  std::vector<std::uint32_t> key_of(values_.size() + 1, 0);
  std::vector<std::string> keys;
  bool has_none = false;
  for (const std::uint32_t author : documents_.authors) {
    has_none = has_none || author == 0;
    if (author != 0 && key_of[author] == 0) {
      keys.push_back(catalog::text_key(values_.text(author - 1)));
      key_of[author] = static_cast<std::uint32_t>(keys.size());
    }
  }
  std::vector<std::string_view> authors(keys.begin(), keys.end());
  if (has_none) {
    authors.emplace_back();
  }
  const std::vector<std::uint32_t> author_ranks = ranks_of(authors);
  ranks.authors.reserve(places.size());
  for (const DocumentPlace place : places) {
    const std::uint32_t key = key_of[documents_.authors[place.doc]];
    ranks.authors.push_back(key == 0 ? author_ranks.back() : author_ranks[key - 1]);
  }
  return ranks;
}

OddTitles SegmentWriter::odd_titles(std::span<const DocumentPlace> places) const {
  OddTitles odd;
  for (DocNumber doc = 0; !title_keys_.odd.empty() && doc < places.size(); ++doc) {
    const DocNumber place = places[doc].doc;
    if (std::binary_search(title_keys_.odd.begin(), title_keys_.odd.end(), place)) {
      odd.add(doc, title_keys_.key(place));
    }
  }
  return odd;
}

SegmentPtr SegmentWriter::write_part() {
  // Postings take as much as the records, and there are the titles' beginnings.
  ColumnWriter columns(storage_.open(3 * bytes() + 1024));
  const SortedTerms words(words_);
  const SortedTerms values(values_);
  words.write(columns, Column::word_texts);
  values.write(columns, Column::value_texts);
  const DocumentSource source{documents_.view(), {words.numbers(), values.numbers()}};
  const std::vector<DocumentPlace> places = in_order_of_ids(source.documents);
  ValueCounts counts(values.size());
  write_documents(columns, std::span(&source, 1), places, counts);
  const TextRanks ranks = text_ranks(places);
  write_sorting(columns, std::span(&source, 1), places, ranks, odd_titles(places));
  columns.add(Column::families, words.families());
  const PostingsWriter postings(source, places, words.size());
  postings.write_all(columns);
  postings.write_starts(columns);
  postings.write_surnames(columns, documents_.surnames, documents_.surname_ends);
  counts.write(columns);
  const auto by_surname =
      surname_order(counts, values.size(), [&](TermId value) { return values.text(value); });
  write_surname_order(columns, by_surname, counts);
  write_title_tops(columns, ranks.titles);
  documents_ = {};
  title_keys_ = {};
  words_ = {};
  values_ = {};
  texts_.clear();
  names_.clear();
  SegmentPtr segment = Segment::of(std::move(columns).finish());
  check(segment != nullptr);
  segment->release_pages();
  return segment;
}

std::vector<LivingSegment> SegmentWriter::finish_parts() && {
  if (!documents_.ids.empty()) {
    parts_.push_back(whole(write_part()));
  }
  return std::move(parts_);
}

SegmentPtr SegmentWriter::finish() && {
  const std::vector<LivingSegment> parts = std::move(*this).finish_parts();
  return one_segment(parts, storage_);
}

}  // namespace search

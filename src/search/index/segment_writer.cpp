#include "search/index/segment_writer.hpp"

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "base/text.hpp"
#include "catalog/listing.hpp"
#include "catalog/person_names.hpp"
#include "catalog/search_query.hpp"
#include "catalog/search_words.hpp"
#include "catalog/sort_key.hpp"
#include "catalog/spelling.hpp"
#include "search/index/completion_columns.hpp"
#include "search/index/postings_writer.hpp"

namespace search {
namespace {

// How many words of the folded title its leading article has.
std::size_t article_words(std::string_view key, std::string_view folded) {
  const bool is_cut = key.size() >= catalog::sort_key_bytes_max - 4;
  if (is_cut || key.size() >= folded.size() || !folded.ends_with(key)) {
    return 0;
  }
  return base::words(folded.substr(0, folded.size() - key.size())).size();
}

// The terms of a writer in their final order.
class SortedTerms {
 public:
  explicit SortedTerms(const TermInterner& terms) : terms_(terms), order_(terms.size()) {
    std::iota(order_.begin(), order_.end(), TermId{0});
    std::sort(order_.begin(), order_.end(),
              [&](TermId left, TermId right) { return terms.text(left) < terms.text(right); });
    numbers_.resize(order_.size());
    for (TermId number = 0; number < order_.size(); ++number) {
      numbers_[order_[number]] = number;
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

void SegmentWriter::add(const catalog::Book& book) {
  const catalog::BookFields& fields = book.fields;
  documents_.ids.push_back(book.id.value);
  documents_.updated_ms.push_back(book.updated_at.time_since_epoch().count());
  documents_.created_ms.push_back(book.created_at.time_since_epoch().count());
  documents_.years.push_back(fields.year ? static_cast<std::int16_t>(*fields.year) : no_year);
  begin_ = documents_.records.size();
  documents_.records += '\0';
  add_title(fields);
  add_words(fields);
  add_counted(fields);
  documents_.record_ends.push_back(static_cast<std::uint32_t>(documents_.records.size()));
  if (bytes() > bytes_max_) {
    parts_.push_back(whole(write_part()));
  }
}

void SegmentWriter::add_title(const catalog::BookFields& fields) {
  views_.clear();
  folded_.clear();
  catalog::append_search_fold(folded_, fields.title);
  add_folded(folded_);
  const std::size_t words = std::min<std::size_t>(field_words_.size(), title_words_max);
  documents_.title_words.push_back(static_cast<std::uint8_t>(words));
  const std::string key = catalog::title_key(fields);
  const std::size_t counted = article_words(key, folded_);
  const std::size_t article = counted < words ? counted : 0;
  documents_.article_words.push_back(static_cast<std::uint8_t>(article));
  if (!is_of_words(key, article)) {
    title_keys_.odd.push_back(static_cast<DocNumber>(title_keys_.ends.size()));
  }
  title_keys_.keys += key;
  title_keys_.ends.push_back(static_cast<std::uint32_t>(title_keys_.keys.size()));
  add_joined(fields.title);
  end_field(Field::title);
}

bool SegmentWriter::is_of_words(std::string_view title_key, std::size_t first) const {
  std::string key;
  for (std::size_t i = first; i < views_.size() && key.size() <= title_key.size(); ++i) {
    key += key.empty() ? "" : " ";
    key += views_[i];
  }
  return catalog::text_key_of_folded(std::move(key)) == title_key;
}

void SegmentWriter::add_words(const catalog::BookFields& fields) {
  add_value(fields.subtitle);
  add_value(fields.original_title);
  add_joined(fields.subtitle);
  add_joined(fields.original_title);
  end_field(Field::other_title);
  add_authors(fields);
  add_value(fields.publisher);
  add_joined(fields.publisher);
  end_field(Field::publisher);
  for (const std::string& subject : fields.subjects) {
    add_value(subject);
  }
  for (const std::string& subject : fields.subjects) {
    add_joined(subject);
  }
  end_field(Field::subject);
  for (const std::string& tag : fields.tags) {
    add_value(tag);
  }
  end_field(Field::tag);
  add_edition(fields);
  add_numbers(fields);
}

void SegmentWriter::add_authors(const catalog::BookFields& fields) {
  for (const std::string& name : catalog::author_names(fields)) {
    add_folded(name);
  }
  if (fields.author) {
    add_joined(*fields.author);
  }
  for (const catalog::Contributor& contributor : fields.contributors) {
    add_joined(contributor.name);
  }
  end_field(Field::author);
}

void SegmentWriter::add_edition(const catalog::BookFields& fields) {
  if (fields.series) {
    add_value(fields.series->name + " " + fields.series->volume);
    add_joined(fields.series->name);
  }
  add_value(fields.edition);
  if (fields.year) {
    add_folded(std::to_string(std::abs(*fields.year)));
  }
  end_field(Field::edition);
}

void SegmentWriter::add_numbers(const catalog::BookFields& fields) {
  if (fields.isbn) {
    add_folded(fields.isbn->digits());
  }
  for (const catalog::Isbn& isbn : fields.other_isbns) {
    add_folded(isbn.digits());
  }
  for (const catalog::Identifier& identifier : fields.identifiers) {
    add_value(identifier.value);
    add_joined(identifier.value);
  }
  add_marks(fields);
  end_field(Field::number);
}

void SegmentWriter::add_marks(const catalog::BookFields& fields) {
  const auto is_text = [](const catalog::Link& link) {
    return link.relation == catalog::LinkRelation::text;
  };
  if (std::ranges::any_of(fields.links, is_text)) {
    if (!field_words_.empty()) {
      field_words_.push_back(0);
    }
    field_words_.push_back(words_.of(linked_text_mark) + 1);
  }
}

void SegmentWriter::add_counted(const catalog::BookFields& fields) {
  std::string& out = documents_.records;
  const auto number_of = [&](std::string_view text) {
    return text.empty() ? 0 : values_.of(text) + 1;
  };
  documents_.authors.push_back(
      number_of(fields.author ? std::string_view(*fields.author) : std::string_view{}));
  put_varint(out, fields.publisher.empty() ? 0 : values_.of(counted_text(fields.publisher)) + 1);
  documents_.languages.push_back(number_of(fields.language));
  // A book has a person once, in however many ways it writes the name.
  std::vector<catalog::PersonName> persons;
  for (catalog::PersonName& person : catalog::person_names(fields)) {
    if (std::ranges::find(persons, person.key, &catalog::PersonName::key) == persons.end()) {
      persons.push_back(std::move(person));
    }
  }
  put_varint(out, static_cast<std::uint32_t>(persons.size()));
  for (const catalog::PersonName& person : persons) {
    put_varint(out, values_.of(counted_text(person.key, person.text)));
    const auto surname =
        person.is_person ? catalog::surname_words(person.text) : std::vector<std::string>{};
    for (const std::string& word : surname) {
      views_.clear();
      catalog::append_search_words(views_, word);
      for (const std::string_view view : views_) {
        documents_.surnames.push_back(words_.of(view));
      }
    }
  }
  documents_.surname_ends.push_back(documents_.surnames.size());
  for (const auto* const list : {&fields.subjects, &fields.tags}) {
    std::vector<std::string> counted;
    for (const std::string& text : *list) {
      std::string value = list == &fields.tags ? counted_label(text) : counted_text(text);
      const std::string_view key = read_counted_text(value).key;
      const bool is_known = std::ranges::any_of(
          counted, [key](const std::string& known) { return read_counted_text(known).key == key; });
      if (!is_known) {
        counted.push_back(std::move(value));
      }
    }
    put_varint(out, static_cast<std::uint32_t>(counted.size()));
    for (const std::string& value : counted) {
      put_varint(out, values_.of(value));
    }
  }
}

void SegmentWriter::add_value(std::string_view text) {
  if (!text.empty()) {
    folded_.clear();
    catalog::append_search_fold(folded_, text);
    add_folded(folded_);
  }
}

void SegmentWriter::add_folded(std::string_view folded) {
  if (folded.empty()) {
    return;
  }
  if (!field_words_.empty()) {
    field_words_.push_back(0);
  }
  views_.clear();
  catalog::append_search_words(views_, folded);
  std::transform(views_.begin(), views_.end(), std::back_inserter(field_words_),
                 [this](std::string_view word) { return words_.of(word) + 1; });
}

void SegmentWriter::add_joined(std::string_view text) {
  joined_.clear();
  catalog::append_joined_words(joined_, text);
  if (joined_.empty()) {
    return;
  }
  field_words_.push_back(0);
  for (const std::string& word : joined_) {
    field_words_.push_back(words_.of(word) + 1);
    field_words_.push_back(0);
  }
  field_words_.pop_back();
}

void SegmentWriter::end_field(Field field) {
  if (field_words_.empty()) {
    return;
  }
  std::string& out = documents_.records;
  out[begin_] = static_cast<char>(static_cast<unsigned char>(out[begin_]) | mask_of(field));
  put_varint(out, static_cast<std::uint32_t>(field_words_.size()));
  for (const std::uint32_t word : field_words_) {
    put_varint(out, word);
  }
  field_words_.clear();
}

// ---- the segment

std::size_t SegmentWriter::bytes() const noexcept {
  constexpr std::size_t document_bytes = 3 * sizeof(std::int64_t) + 4 * sizeof(std::uint32_t) +
                                         sizeof(std::int16_t) + 2 * sizeof(std::uint8_t);
  return documents_.records.size() +
         documents_.ids.size() * (document_bytes + sizeof(std::size_t)) +
         documents_.surnames.size() * sizeof(std::uint32_t) + title_keys_.keys.size() +
         words_.bytes() + values_.bytes();
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
  SegmentPtr segment = Segment::of(std::move(columns).finish());
  check(segment != nullptr);
  return segment;
}

SegmentPtr SegmentWriter::finish() && {
  if (parts_.empty()) {
    return write_part();
  }
  if (!documents_.ids.empty()) {
    parts_.push_back(whole(write_part()));
  }
  return parts_.size() == 1 ? parts_.front().segment : merge(parts_, storage_);
}

}  // namespace search

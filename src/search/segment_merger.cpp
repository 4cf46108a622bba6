#include "search/segment_merger.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace search {
namespace {

// Postings sorted at a time: 8 MiB.
constexpr std::size_t postings_per_pass = 1'000'000;
constexpr TermId unused = static_cast<TermId>(-1);

struct SourcePlace {
  std::uint32_t source;
  DocNumber doc;
};

std::vector<SourcePlace> in_order(const std::vector<Source>& sources) {
  std::vector<SourcePlace> places;
  for (std::uint32_t s = 0; s < sources.size(); ++s) {
    for (DocNumber doc = 0; doc < sources[s].documents.count(); ++doc) {
      if (sources[s].deleted == nullptr || !sources[s].deleted->has(doc)) {
        places.push_back({s, doc});
      }
    }
  }
  std::sort(places.begin(), places.end(), [&](const SourcePlace& left, const SourcePlace& right) {
    return sources[left.source].documents.ids[left.doc] <
           sources[right.source].documents.ids[right.doc];
  });
  return places;
}

// How often each text is used, in places of Texts; then its final number, in byte order of those
// that are used at all.
struct Numbering {
  explicit Numbering(std::size_t texts) : uses(texts, 0) {}

  TermDictionary assign(const std::vector<std::string_view>& texts) {
    std::vector<TermId> used;
    for (TermId i = 0; i < texts.size(); ++i) {
      if (uses[i] > 0) {
        used.push_back(i);
      }
    }
    std::sort(used.begin(), used.end(),
              [&](TermId left, TermId right) { return texts[left] < texts[right]; });
    final.assign(texts.size(), unused);
    TermDictionary dictionary;
    final_uses.reserve(used.size());
    for (const TermId i : used) {
      final[i] = static_cast<TermId>(dictionary.size());
      dictionary.append(texts[i]);
      final_uses.push_back(uses[i]);
    }
    return dictionary;
  }

  std::vector<std::uint32_t> uses;
  std::vector<TermId> final;
  std::vector<std::uint32_t> final_uses;
};

class Composer {
 public:
  Composer(const std::vector<Source>& sources, Texts&& texts)
      : sources_(sources),
        places_(in_order(sources)),
        words_(texts.words.size()),
        values_(texts.values.size()) {
    count_uses();
    segment_->words = words_.assign(texts.words);
    segment_->values = values_.assign(texts.values);
    texts = {};
  }

  std::shared_ptr<Segment> compose() {
    write_records();
    segment_->postings = invert(words_.final_uses, [this](DocNumber doc, const auto& emit) {
      each_word(segment_->documents.forward_record(doc), [&](Field field, std::uint32_t word) {
        if (word != 0) {
          emit(word - 1, mask_of(field));
        }
      });
    });
    segment_->starts = invert_starts();
    gather_families(*segment_);
    return segment_;
  }

 private:
  void count_uses();
  void write_records();
  void write_record(const Source& source, DocNumber doc);
  // Of a number + 1, or 0 for none.
  std::uint32_t final_value(const Source& source, std::uint32_t one) const {
    return one == 0 ? 0 : values_.final[source.value_map[one - 1]] + 1;
  }
  template <class Visit>
  PostingLists invert(const std::vector<std::uint32_t>& uses, const Visit& visit) const;
  PostingLists invert_starts() const;

  const std::vector<Source>& sources_;
  const std::vector<SourcePlace> places_;
  Numbering words_;
  Numbering values_;
  CountedValues counted_;
  std::shared_ptr<Segment> segment_ = std::make_shared<Segment>();
};

void Composer::count_uses() {
  for (const SourcePlace& place : places_) {
    const Source& source = sources_[place.source];
    const auto* const rest = each_word(source.documents.forward_record(place.doc),
                                       [&](Field /*field*/, std::uint32_t word) {
                                         if (word != 0) {
                                           ++words_.uses[source.word_map[word - 1]];
                                         }
                                       });
    read_counted(rest, counted_);
    const std::uint32_t language = source.documents.languages[place.doc];
    for (const std::uint32_t one : {counted_.author, counted_.publisher, language}) {
      if (one != 0) {
        ++values_.uses[source.value_map[one - 1]];
      }
    }
    for (const auto* const list : {&counted_.subjects, &counted_.tags}) {
      for (const TermId one : *list) {
        ++values_.uses[source.value_map[one]];
      }
    }
  }
}

void Composer::write_records() {
  DocumentColumns& to = segment_->documents;
  const std::size_t count = places_.size();
  to.ids.reserve(count);
  to.updated_ms.reserve(count);
  to.years.reserve(count);
  to.languages.reserve(count);
  to.title_words.reserve(count);
  to.article_words.reserve(count);
  to.ends.reserve(count);
  std::size_t bytes = 0;
  for (const Source& source : sources_) {
    bytes += source.documents.bytes.size();
  }
  // Numbers of a larger dictionary are longer; growing would take twice the memory for a moment.
  to.bytes.reserve(bytes + bytes / 8);
  for (const SourcePlace& place : places_) {
    const DocumentColumns& from = sources_[place.source].documents;
    to.ids.push_back(from.ids[place.doc]);
    to.updated_ms.push_back(from.updated_ms[place.doc]);
    to.years.push_back(from.years[place.doc]);
    to.languages.push_back(final_value(sources_[place.source], from.languages[place.doc]));
    to.title_words.push_back(from.title_words[place.doc]);
    to.article_words.push_back(from.article_words[place.doc]);
    write_record(sources_[place.source], place.doc);
    to.ends.push_back(place_of(to.bytes));
  }
}

void Composer::write_record(const Source& source, DocNumber doc) {
  std::string& out = segment_->documents.bytes;
  const unsigned char* at = source.documents.forward_record(doc);
  const unsigned fields = *at;
  out += static_cast<char>(*at++);
  for (unsigned rest = fields; rest != 0; rest &= rest - 1) {
    std::uint32_t left = take_varint(at);
    put_varint(out, left);
    for (; left > 0; --left) {
      const std::uint32_t word = take_varint(at);
      put_varint(out, word == 0 ? 0 : words_.final[source.word_map[word - 1]] + 1);
    }
  }
  read_counted(at, counted_);
  for (const std::uint32_t one : {counted_.author, counted_.publisher}) {
    put_varint(out, final_value(source, one));
  }
  for (const auto* const list : {&counted_.subjects, &counted_.tags}) {
    put_varint(out, static_cast<std::uint32_t>(list->size()));
    for (const TermId one : *list) {
      put_varint(out, values_.final[source.value_map[one]]);
    }
  }
}

// `uses` bounds how many postings each word has; a word that a document uses twice has one. Words
// are taken in ranges of so many postings at a time.
template <class Visit>
PostingLists Composer::invert(const std::vector<std::uint32_t>& uses, const Visit& visit) const {
  PostingLists lists;
  lists.ends.reserve(uses.size());
  // Two bytes for most, and the tables of blocks.
  const std::size_t postings = std::accumulate(uses.begin(), uses.end(), std::size_t{0});
  lists.bytes.reserve(postings * 2 + postings / 4 + uses.size());
  const DocNumber docs = segment_->documents.count();
  std::vector<Posting> slots;
  std::vector<std::size_t> begins;
  std::vector<std::uint32_t> filled;
  for (TermId first = 0; first < uses.size();) {
    TermId last = first;
    std::size_t total = 0;
    begins.clear();
    while (last < uses.size() && (last == first || total + uses[last] <= postings_per_pass)) {
      begins.push_back(total);
      total += uses[last++];
    }
    slots.resize(total);
    filled.assign(begins.size(), 0);
    for (DocNumber doc = 0; doc < docs; ++doc) {
      visit(doc, [&](TermId word, FieldMask fields) {
        if (word < first || word >= last) {
          return;
        }
        std::uint32_t& count = filled[word - first];
        Posting* const next = slots.data() + begins[word - first] + count;
        if (count > 0 && next[-1].doc == doc) {
          next[-1].fields |= fields;
          return;
        }
        *next = {doc, fields};
        ++count;
      });
    }
    for (std::size_t i = 0; i < begins.size(); ++i) {
      append_postings(lists.bytes, slots.data() + begins[i], filled[i]);
      lists.ends.push_back(place_of(lists.bytes));
    }
    first = last;
  }
  return lists;
}

PostingLists Composer::invert_starts() const {
  const DocumentColumns& documents = segment_->documents;
  const auto visit = [&](DocNumber doc, const auto& emit) {
    std::uint32_t place = 0;
    each_word(documents.forward_record(doc), [&](Field field, std::uint32_t word) {
      const bool is_start = place == 0 || place == documents.article_words[doc];
      if (field == Field::title && word != 0 && is_start) {
        emit(word - 1, mask_of(Field::title));
      }
      ++place;
    });
  };
  std::vector<std::uint32_t> uses(segment_->words.size(), 0);
  for (DocNumber doc = 0; doc < documents.count(); ++doc) {
    visit(doc, [&](TermId word, FieldMask /*fields*/) { ++uses[word]; });
  }
  return invert(uses, visit);
}

// Texts of several dictionaries, each once.
class Union {
 public:
  std::vector<TermId> add(const TermDictionary& dictionary) {
    std::vector<TermId> map;
    map.reserve(dictionary.size());
    for (TermId number = 0; number < dictionary.size(); ++number) {
      const std::string_view text = dictionary.text(number);
      const auto [at, is_new] = places_.emplace(text, static_cast<TermId>(texts_.size()));
      if (is_new) {
        texts_.push_back(text);
      }
      map.push_back(at->second);
    }
    return map;
  }
  std::vector<std::string_view> take() { return std::move(texts_); }

 private:
  std::unordered_map<std::string_view, TermId> places_;
  std::vector<std::string_view> texts_;
};

}  // namespace

std::shared_ptr<Segment> compose(const std::vector<Source>& sources, Texts texts) {
  return Composer(sources, std::move(texts)).compose();
}

SegmentPtr merge(const std::vector<LivingSegment>& segments) {
  Union words;
  Union values;
  std::vector<Source> sources;
  sources.reserve(segments.size());
  for (const LivingSegment& one : segments) {
    sources.push_back({one.segment->documents, one.deleted.get(), words.add(one.segment->words),
                       values.add(one.segment->values)});
  }
  return compose(sources, {words.take(), values.take(), {}});
}

}  // namespace search

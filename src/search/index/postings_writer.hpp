// Turns the forward records of a source into lists of postings. Used by one thread; the source must
// outlive it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "search/index/document_columns.hpp"
#include "search/index/postings.hpp"
#include "search/index/segment_layout.hpp"

namespace search {

class PostingsWriter {
 public:
  PostingsWriter(const DocumentSource& source, std::span<const DocumentPlace> places, TermId words)
      : source_(source), places_(places), words_(words) {}

  void write_all(ColumnWriter& columns) const {
    write(columns, Column::postings, [this](DocNumber doc, const auto& emit) {
      each_word(source_.documents.forward_record(doc), [&](Field field, std::uint32_t word) {
        if (word != 0) {
          emit(source_.maps.words[word - 1], mask_of(field));
        }
      });
    });
  }
  // `words`: of all documents in turn, `ends`: of each.
  void write_surnames(ColumnWriter& columns, std::span<const std::uint32_t> words,
                      std::span<const std::size_t> ends) const {
    write(columns, Column::surnames, [&](DocNumber doc, const auto& emit) {
      for (std::size_t at = doc == 0 ? 0 : ends[doc - 1]; at < ends[doc]; ++at) {
        emit(source_.maps.words[words[at]], mask_of(Field::author));
      }
    });
  }
  void write_starts(ColumnWriter& columns) const {
    write(columns, Column::starts, [this](DocNumber doc, const auto& emit) {
      std::uint32_t place = 0;
      each_title_word(source_.documents.forward_record(doc), [&](std::uint32_t word) {
        if (word != 0 && (place == 0 || place == source_.documents.article_words[doc])) {
          emit(source_.maps.words[word - 1], mask_of(Field::title));
        }
        return ++place <= source_.documents.article_words[doc];
      });
    });
  }

 private:
  // Postings sorted at a time: 8 MiB.
  static constexpr std::size_t postings_per_pass = 1'000'000;

  // Calls visit(document in the source, emit) for every document. Words are taken in ranges of so
  // many postings at a time; a word that a document has twice has one.
  template <class Visit>
  void write(ColumnWriter& columns, Column column, const Visit& visit) const {
    std::vector<std::uint32_t> uses(words_, 0);
    for (const DocumentPlace place : places_) {
      visit(place.doc, [&](TermId word, FieldMask /*fields*/) { ++uses[word]; });
    }
    columns.begin(column);
    std::vector<std::uint32_t> ends;
    ends.reserve(words_);
    std::vector<Posting> slots;
    std::vector<std::size_t> begins;
    std::vector<std::uint32_t> filled;
    std::string bytes;
    for (TermId first = 0; first < words_;) {
      TermId last = first;
      std::size_t total = 0;
      begins.clear();
      while (last < words_ && (last == first || total + uses[last] <= postings_per_pass)) {
        begins.push_back(total);
        total += uses[last++];
      }
      slots.resize(total);
      filled.assign(begins.size(), 0);
      for (DocNumber doc = 0; doc < places_.size(); ++doc) {
        visit(places_[doc].doc, [&](TermId word, FieldMask fields) {
          if (word >= first && word < last) {
            put(slots.data() + begins[word - first], filled[word - first], {doc, fields});
          }
        });
      }
      for (std::size_t i = 0; i < begins.size(); ++i) {
        bytes.clear();
        append_postings(bytes, slots.data() + begins[i], filled[i]);
        columns.append(bytes);
        ends.push_back(columns.column_bytes());
      }
      first = last;
    }
    columns.add(ends_of(column), ends);
  }
  static void put(Posting* list, std::uint32_t& count, Posting posting) noexcept {
    if (count > 0 && list[count - 1].doc == posting.doc) {
      list[count - 1].fields |= posting.fields;
      return;
    }
    list[count++] = posting;
  }

  const DocumentSource& source_;
  const std::span<const DocumentPlace> places_;
  const TermId words_;
};

}  // namespace search

// Documents as a segment keeps them, in the order of book ids: numbers in columns, and one record
// of bytes each with the words of every field and other values that are counted:
//   the fields that have words (a FieldMask); for each its count, then its words' numbers + 1, 0
//   between the values of a list; the publisher (number + 1, 0 for none);
//   how many persons, their numbers; how many subjects, their numbers; how many tags, theirs.
// Behind the words of a field, after a gap, stand its joined words (catalog/search_words.hpp).
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "search/index/fields.hpp"
#include "search/index/postings.hpp"
#include "search/index/segment_layout.hpp"
#include "search/index/term_dictionary.hpp"
#include "search/index/varint.hpp"

namespace search {

inline constexpr std::int16_t no_year = std::numeric_limits<std::int16_t>::min();
// A title of more words is as long as this one.
inline constexpr std::uint8_t title_words_max = 255;

// A view of columns that lie elsewhere.
struct DocumentColumns {
  std::span<const std::int64_t> ids;
  std::span<const std::int64_t> updated_ms;
  std::span<const std::int64_t> created_ms;
  std::span<const std::int16_t> years;
  std::span<const std::uint32_t> languages;     // a value's number + 1, 0 for none
  std::span<const std::uint32_t> authors;       // likewise
  std::span<const std::uint8_t> title_words;    // of the title
  std::span<const std::uint8_t> article_words;  // of them, a leading article
  std::string_view records;
  std::span<const std::uint32_t> record_ends;

  DocNumber count() const noexcept { return static_cast<DocNumber>(ids.size()); }
  const unsigned char* forward_record(DocNumber doc) const noexcept {
    return bytes_of(records) + (doc == 0 ? 0 : record_ends[doc - 1]);
  }
  // no_doc when no document is of this book.
  DocNumber find(std::int64_t id) const noexcept;
};

// Turns the numbers of a source's terms into those of the segment that is written.
struct TermMaps {
  std::span<const TermId> words;
  std::span<const TermId> values;
};
struct DocumentSource {
  DocumentColumns documents;
  TermMaps maps;
};
struct DocumentPlace {
  std::uint32_t source;
  DocNumber doc;
};
// Writes the columns of the documents at `places`, in that order, and counts their values.
class ValueCounts;
void write_documents(ColumnWriter& columns, std::span<const DocumentSource> sources,
                     std::span<const DocumentPlace> places, ValueCounts& counts);

// The facet values of a book beside its columns; a number + 1, or 0 for none.
struct CountedValues {
  std::uint32_t publisher = 0;
  std::vector<TermId> persons;
  std::vector<TermId> subjects;
  std::vector<TermId> tags;
};

// A value is kept with its folded form before it, so that in the order of the dictionary the ways
// to write one value stand together.
std::string counted_text(std::string_view text);
std::string counted_text(std::string_view key, std::string_view text);
// A body's or an event's: it is filed as it is written, where a person is filed by surname.
std::string counted_body(std::string_view key, std::string_view text);
// A label's: C, C# and C++ are three, as its filter finds them.
std::string counted_label(std::string_view text);
struct CountedText {
  std::string_view key;
  std::string_view text;
  bool is_body = false;
};
CountedText read_counted_text(std::string_view value) noexcept;
// The folded name by which a person, body or event is filed.
std::string filed_name(const CountedText& name);

// Calls word(field, number + 1) for every word in order, 0 for the gap between two values; returns
// where the counted values begin.
template <class Word>
const unsigned char* each_word(const unsigned char* record, Word word) {
  const unsigned fields = *record++;
  for (unsigned field = 0; field < field_count; ++field) {
    if ((fields >> field & 1U) == 0) {
      continue;
    }
    for (std::uint32_t left = take_varint(record); left > 0; --left) {
      word(static_cast<Field>(field), take_varint(record));
    }
  }
  return record;
}

// The title's words alone, up to the gap behind them: word(number + 1) -> whether to go on.
template <class Word>
void each_title_word(const unsigned char* record, Word word) {
  if ((*record++ & mask_of(Field::title)) == 0) {
    return;
  }
  for (std::uint32_t left = take_varint(record); left > 0; --left) {
    const std::uint32_t number = take_varint(record);
    if (number == 0 || !word(number)) {
      return;
    }
  }
}

// `values` keeps its memory from book to book.
void read_counted(const unsigned char* at, CountedValues& values);

}  // namespace search

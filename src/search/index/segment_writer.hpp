// Writes a segment from books: folds their texts and numbers their terms. It writes a part whenever
// its memory reaches a bound, and merges the parts in the end. Used by one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/book.hpp"
#include "catalog/sort_key.hpp"
#include "search/index/made_before.hpp"
#include "search/index/segment_merger.hpp"
#include "search/index/term_interner.hpp"

namespace search {

class SegmentWriter {
 public:
  // The memory of the documents that are not written yet.
  static constexpr std::size_t part_bytes_max = std::size_t{32} * 1024 * 1024;
  explicit SegmentWriter(SegmentStorage& storage = memory_storage(),
                         std::size_t bytes_max = part_bytes_max)
      : storage_(storage), bytes_max_(bytes_max) {}

  // Each book once, in any order.
  void add(const catalog::Book& book);
  bool is_empty() const noexcept { return documents_.ids.empty() && parts_.empty(); }
  // One segment of all.
  SegmentPtr finish() &&;
  // The segments that were written on the way, and what is left; none when there were no books.
  std::vector<LivingSegment> finish_parts() &&;

 private:
  // The columns of DocumentColumns while they grow, in terms numbered as they came.
  struct Documents {
    std::vector<std::int64_t> ids;
    std::vector<std::int64_t> updated_ms;
    std::vector<std::int64_t> created_ms;
    std::vector<std::int16_t> years;
    std::vector<std::uint32_t> languages;
    std::vector<std::uint32_t> authors;
    std::vector<std::uint8_t> title_words;
    std::vector<std::uint8_t> article_words;
    std::string records;
    std::vector<std::uint32_t> record_ends;
    std::vector<std::uint32_t> surnames;  // words, of all documents in turn
    std::vector<std::size_t> surname_ends;
    DocumentColumns view() const noexcept {
      return {ids,     updated_ms,  created_ms,    years,   languages,
              authors, title_words, article_words, records, record_ends};
    }
  };
  // The sort keys of the documents.
  struct TitleKeys {
    std::string keys;
    std::vector<std::uint32_t> ends;
    std::vector<DocNumber> odd;
    std::string_view key(DocNumber doc) const noexcept {
      const std::size_t begin = doc == 0 ? 0 : ends[doc - 1];
      return std::string_view(keys).substr(begin, ends[doc] - begin);
    }
  };

  // A publisher or subject.
  struct Text {
    std::vector<std::uint32_t> words;
    std::vector<std::uint32_t> joined;
    std::string counted;  // its value
    std::size_t bytes() const noexcept {
      return (words.size() + joined.size()) * sizeof(TermId) + counted.size();
    }
  };
  // All names of a book.
  struct Names {
    std::vector<std::uint32_t> words;
    std::vector<TermId> persons;   // values
    std::vector<TermId> surnames;  // words
    std::size_t bytes() const noexcept {
      return (words.size() + persons.size() + surnames.size()) * sizeof(TermId);
    }
  };

  const Text& text_of(std::string_view text);
  const Names& names_of(const catalog::BookFields& fields);
  Names make_names(const catalog::BookFields& fields);
  // What `add` adds to the words of a field, apart from those at hand.
  template <class Add>
  std::vector<std::uint32_t> apart(const Add& add);
  void add_title(const catalog::BookFields& fields);
  // True when it is the words at hand from there on, side by side.
  bool is_of_words(std::string_view title_key, std::size_t first) const;
  void add_words(const catalog::BookFields& fields, const Names& names);
  void add_edition(const catalog::BookFields& fields);
  void add_numbers(const catalog::BookFields& fields);
  void add_marks(const catalog::BookFields& fields);
  void add_counted(const catalog::BookFields& fields, const Names& names);
  void add_counted_texts(const catalog::BookFields& fields);
  void add_values(std::span<const TermId> values);
  void add_gap();
  // Adds one value of the current field; a gap separates it from the former value.
  void add_part(std::span<const std::uint32_t> words);
  void add_value(std::string_view text);
  void add_folded(std::string_view folded);
  // Adds the joined words of a text, behind a gap.
  void add_joined(std::string_view text);
  // Writes what was added as the words of `field`.
  void end_field(Field field);
  std::size_t bytes() const noexcept;
  TextRanks text_ranks(std::span<const DocumentPlace> places) const;
  OddTitles odd_titles(std::span<const DocumentPlace> places) const;
  SegmentPtr write_part();

  SegmentStorage& storage_;
  const std::size_t bytes_max_;
  std::vector<LivingSegment> parts_;
  Documents documents_;
  TitleKeys title_keys_;
  TermInterner words_;
  TermInterner values_;
  MadeBefore<Text> texts_;
  MadeBefore<Names> names_;
  // The state of the current book.
  std::size_t begin_ = 0;
  std::vector<std::uint32_t> field_words_;
  std::string folded_;
  std::string names_key_;
  std::vector<std::string_view> views_;
  std::vector<std::string> joined_;
};

}  // namespace search

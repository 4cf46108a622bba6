// Turns books into the documents of a new segment: folds their texts, numbers their words.
// Used by one thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalog/book.hpp"
#include "search/segment_merger.hpp"
#include "search/term_interner.hpp"

namespace search {

class SegmentWriter {
 public:
  // Each book once.
  void add(const catalog::Book& book);
  DocNumber count() const noexcept { return documents_.count(); }
  std::shared_ptr<Segment> compose() &&;

 private:
  void add_title(const catalog::BookFields& fields);
  void add_words(const catalog::BookFields& fields);
  void add_authors(const catalog::BookFields& fields);
  void add_isbns(const catalog::BookFields& fields);
  void add_counted(const catalog::BookFields& fields);
  // One value of the field at hand; a gap parts it from the one before.
  void add_value(std::string_view text);
  void add_folded(std::string_view folded);
  // Writes what was added as the words of `field`.
  void end_field(Field field);

  DocumentColumns documents_;
  TermInterner words_;
  TermInterner values_;
  // Of the book at hand.
  std::size_t begin_ = 0;
  std::vector<std::uint32_t> field_words_;
  std::string folded_;
  std::vector<std::string_view> views_;
};

}  // namespace search

// The sort keys of one segment's documents: numbers that compare them within the segment, and the
// keys as a cursor has them, which compare with other segments'. A view; any thread.
#pragma once

#include <cstdint>
#include <string>

#include "catalog/listing.hpp"
#include "search/index/segment.hpp"

namespace search {

// Documents in one order: of a column, or as they lie.
class DocOrder {
 public:
  DocOrder(std::span<const DocNumber> docs, DocNumber count) noexcept
      : docs_(docs), count_(count) {}
  DocNumber operator[](DocNumber place) const noexcept {
    return docs_.empty() ? place : docs_[place];
  }
  DocNumber count() const noexcept { return count_; }
  bool is_by_id() const noexcept { return docs_.empty(); }
  // The documents at places [begin, end); not to be called when it is_by_id().
  std::span<const DocNumber> docs(DocNumber begin, DocNumber end) const noexcept {
    return docs_.subspan(begin, end - begin);
  }

 private:
  std::span<const DocNumber> docs_;
  DocNumber count_;
};

class SortKeys {
 public:
  explicit SortKeys(const Segment& segment) noexcept : segment_(&segment) {}

  DocOrder order(catalog::SortKey key) const noexcept;
  // Orders documents of this segment as their keys do.
  std::int64_t value(catalog::SortKey key, DocNumber doc) const noexcept;
  // Where a key stands among those values: equal to one of them only where a document has it.
  std::int64_t value_of(catalog::SortKey key, const catalog::CursorValue& wanted) const;
  catalog::CursorValue cursor_value(catalog::SortKey key, DocNumber doc) const;

  // The first place of the order whose value is not less than `value`.
  DocNumber place(catalog::SortKey key, std::int64_t value) const noexcept;

 private:
  void append_text(catalog::SortKey key, DocNumber doc, std::string& out) const;
  void append_title(DocNumber doc, std::string& out) const;

  const Segment* segment_;
};

}  // namespace search

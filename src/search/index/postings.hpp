// The documents that hold a term, and the fields that hold it: ascending document numbers in blocks
// that can be skipped. A list is bytes; a cursor walks it. Lists trust their bytes (varint.hpp).
// Any thread.
#pragma once

#include <cstdint>
#include <limits>
#include <string>

#include "search/index/fields.hpp"
#include "search/index/varint.hpp"

namespace search {

// A document's number within its segment: its place in the order of book ids.
using DocNumber = std::uint32_t;
inline constexpr DocNumber no_doc = std::numeric_limits<DocNumber>::max();

struct Posting {
  DocNumber doc;
  FieldMask fields;
};

inline constexpr std::uint32_t postings_per_block = 32;

// Appends the list of `count` postings, ascending by document, to `out`:
//   count, then when it is above one block: for each block its last document and where its bytes
//   end (both 32 bits); then the postings, each the step from the one before and its fields.
void append_postings(std::string& out, const Posting* postings, std::uint32_t count);

class PostingCursor {
 public:
  // At the first posting. nullptr: an empty list.
  explicit PostingCursor(const unsigned char* list) noexcept;

  std::uint32_t count() const noexcept { return count_; }
  DocNumber doc() const noexcept { return doc_; }
  FieldMask fields() const noexcept { return fields_; }
  void next() noexcept {
    if (left_ == 0) {
      doc_ = no_doc;
      return;
    }
    step();
  }
  // To the first posting at or after `target`.
  void seek(DocNumber target) noexcept {
    if (doc_ >= target) {
      return;
    }
    if (block_count_ > 0) {
      skip_blocks(target);
    }
    while (doc_ < target) {
      next();
    }
  }

 private:
  void step() noexcept {
    doc_ += take_varint(at_);
    fields_ = *at_++;
    --left_;
  }
  void skip_blocks(DocNumber target) noexcept;
  DocNumber block_last(std::uint32_t block) const noexcept;
  std::uint32_t block_end(std::uint32_t block) const noexcept;

  const unsigned char* at_ = nullptr;
  const unsigned char* skips_ = nullptr;   // the table of blocks
  const unsigned char* blocks_ = nullptr;  // the first block's bytes
  std::uint32_t block_count_ = 0;
  std::uint32_t count_ = 0;
  std::uint32_t left_ = 0;  // postings behind the current one
  DocNumber doc_ = no_doc;
  FieldMask fields_ = 0;
};

}  // namespace search

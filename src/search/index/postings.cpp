#include "search/index/postings.hpp"

#include <algorithm>
#include <cstring>

namespace search {
namespace {

constexpr std::size_t skip_bytes = 2 * sizeof(std::uint32_t);

void put_fixed(std::string& out, std::size_t at, std::uint32_t value) {
  std::memcpy(out.data() + at, &value, sizeof value);
}

std::uint32_t take_fixed(const unsigned char* at) noexcept {
  std::uint32_t value = 0;
  std::memcpy(&value, at, sizeof value);
  return value;
}

}  // namespace

void append_postings(std::string& out, const Posting* postings, std::uint32_t count) {
  put_varint(out, count);
  const std::uint32_t blocks = (count + postings_per_block - 1) / postings_per_block;
  const std::size_t skips = out.size();
  if (blocks > 1) {
    out.append(blocks * skip_bytes, '\0');
  }
  const std::size_t begin = out.size();
  DocNumber before = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    put_varint(out, postings[i].doc - before);
    out += static_cast<char>(postings[i].fields);
    before = postings[i].doc;
    const bool is_last_of_block = (i + 1) % postings_per_block == 0 || i + 1 == count;
    if (blocks > 1 && is_last_of_block) {
      const std::size_t skip = skips + (i / postings_per_block) * skip_bytes;
      put_fixed(out, skip, before);
      put_fixed(out, skip + sizeof(std::uint32_t), static_cast<std::uint32_t>(out.size() - begin));
    }
  }
}

PostingCursor::PostingCursor(const unsigned char* list) noexcept {
  if (list == nullptr) {
    return;
  }
  at_ = list;
  count_ = take_varint(at_);
  if (count_ == 0) {
    return;
  }
  if (count_ > postings_per_block) {
    block_count_ = (count_ + postings_per_block - 1) / postings_per_block;
    skips_ = at_;
    at_ += block_count_ * skip_bytes;
  }
  blocks_ = at_;
  left_ = count_;
  doc_ = 0;
  step();
}

DocNumber PostingCursor::block_last(std::uint32_t block) const noexcept {
  return take_fixed(skips_ + block * skip_bytes);
}

std::uint32_t PostingCursor::block_end(std::uint32_t block) const noexcept {
  return take_fixed(skips_ + block * skip_bytes + sizeof(std::uint32_t));
}

void PostingCursor::skip_blocks(DocNumber target) noexcept {
  const std::uint32_t here = (count_ - left_ - 1) / postings_per_block;
  if (block_last(here) >= target) {
    return;
  }
  // Ever longer strides, then halving: most seeks end nearby.
  std::uint32_t low = here;
  std::uint32_t stride = 1;
  while (low + stride < block_count_ && block_last(low + stride) < target) {
    low += stride;
    stride *= 2;
  }
  std::uint32_t high = std::min(low + stride, block_count_);
  while (low + 1 < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (block_last(middle) < target) {
      low = middle;
    } else {
      high = middle;
    }
  }
  if (low + 1 == block_count_) {
    left_ = 0;
    doc_ = no_doc;
    return;
  }
  doc_ = block_last(low);
  at_ = blocks_ + block_end(low);
  left_ = count_ - (low + 1) * postings_per_block;
  step();
}

}  // namespace search

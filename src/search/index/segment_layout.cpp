#include "search/index/segment_layout.hpp"

#include <cstring>

namespace search {
namespace {

constexpr std::string_view magic = "LIVROS-SEGMENT-8";
constexpr std::size_t alignment = 8;
static_assert(magic.size() % alignment == 0);
static_assert(static_cast<std::size_t>(Column::title_tops) + 1 == column_count);

using Lengths = std::array<std::uint64_t, column_count>;

constexpr std::uint64_t padding(std::uint64_t size) noexcept {
  return (alignment - size % alignment) % alignment;
}

}  // namespace

ColumnWriter::ColumnWriter(SegmentOutput output) : output_(std::move(output)) {
  output_.append(magic);
}

void ColumnWriter::begin(Column column) {
  check(!current_ || *current_ < column);
  end_column();
  current_ = column;
  begins_ = output_.size();
}

void ColumnWriter::end_column() {
  if (current_) {
    const std::uint64_t length = output_.size() - begins_;
    lengths_[static_cast<std::size_t>(*current_)] = length;
    output_.append(std::string_view("\0\0\0\0\0\0\0\0", alignment).substr(0, padding(length)));
  }
}

SegmentBytesPtr ColumnWriter::finish() && {
  end_column();
  output_.append({reinterpret_cast<const char*>(lengths_.data()), sizeof lengths_});
  return std::move(output_).finish();
}

std::optional<ColumnReader> ColumnReader::of(std::string_view bytes) noexcept {
  Lengths lengths{};
  if (bytes.size() < magic.size() + sizeof lengths || !bytes.starts_with(magic)) {
    return std::nullopt;
  }
  std::memcpy(lengths.data(), bytes.data() + bytes.size() - sizeof lengths, sizeof lengths);
  bytes.remove_suffix(sizeof lengths);
  bytes.remove_prefix(magic.size());
  ColumnReader reader;
  for (std::size_t i = 0; i < column_count; ++i) {
    if (lengths[i] > bytes.size() || padding(lengths[i]) > bytes.size() - lengths[i]) {
      return std::nullopt;
    }
    reader.columns_[i] = bytes.substr(0, lengths[i]);
    bytes.remove_prefix(lengths[i] + padding(lengths[i]));
  }
  return bytes.empty() ? std::optional(reader) : std::nullopt;
}

}  // namespace search

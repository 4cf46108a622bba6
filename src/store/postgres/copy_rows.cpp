#include "store/postgres/copy_rows.hpp"

namespace postgres {

CopyRows::CopyRows() {
  using namespace std::string_view_literals;
  bytes_ = "PGCOPY\n\377\r\n\0"sv;
  raw(0, 4);  // flags
  raw(0, 4);  // header extension
}

void CopyRows::raw(std::uint64_t value, unsigned width) {
  for (unsigned byte = width; byte-- > 0;) {
    bytes_ += static_cast<char>((value >> (8 * byte)) & 0xFF);
  }
}

void CopyRows::number(std::uint64_t value, unsigned width) {
  raw(width, 4);
  raw(value, width);
}

void CopyRows::begin_row(std::int16_t columns) { raw(static_cast<std::uint64_t>(columns), 2); }

void CopyRows::integer(const std::optional<std::int32_t>& value) {
  if (!value) {
    raw(~std::uint64_t{0}, 4);
    return;
  }
  number(static_cast<std::uint64_t>(std::int64_t{*value}), 4);
}

void CopyRows::text(std::string_view value) {
  if (value.empty()) {
    raw(~std::uint64_t{0}, 4);
    return;
  }
  whole_text(value);
}

void CopyRows::whole_text(std::string_view value) {
  raw(value.size(), 4);
  bytes_.append(value);
}

void CopyRows::finish() { raw(0xFFFF, 2); }

}  // namespace postgres

#include "store/postgres/copy_rows.hpp"

#include "store/postgres/network_order.hpp"

namespace postgres {

CopyRows::CopyRows() {
  using namespace std::string_view_literals;
  bytes_ = "PGCOPY\n\377\r\n\0"sv;
  append_network_order(bytes_, 0, 4);  // flags
  append_network_order(bytes_, 0, 4);  // header extension
}

void CopyRows::number(std::uint64_t value, std::size_t width) {
  append_network_order(bytes_, width, 4);
  append_network_order(bytes_, value, width);
}

void CopyRows::begin_row(std::int16_t columns) {
  append_network_order(bytes_, static_cast<std::uint64_t>(columns), 2);
}

void CopyRows::text(std::string_view value) {
  append_network_order(bytes_, value.size(), 4);
  bytes_.append(value);
}

void CopyRows::finish() { append_network_order(bytes_, 0xFFFF, 2); }

}  // namespace postgres

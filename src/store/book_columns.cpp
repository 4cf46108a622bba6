#include "store/book_columns.hpp"

namespace store {

std::string joined(std::span<const std::string_view> columns, std::string_view qualifier) {
  std::string list;
  for (const std::string_view column : columns) {
    list.append(list.empty() ? "" : ", ").append(qualifier).append(column);
  }
  return list;
}

std::string book_columns(std::string_view qualifier) {
  constexpr std::array<std::string_view, 4> leading{"id", "version", "created_ms", "updated_ms"};
  return joined(leading, qualifier) + ", " + joined(field_columns, qualifier);
}

}  // namespace store

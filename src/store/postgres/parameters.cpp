#include "store/postgres/parameters.hpp"

#include <array>
#include <utility>

#include "store/postgres/network_order.hpp"

namespace postgres {
namespace {

// Length of what follows, -1 for NULL; dimensions, flags and object identifiers are as wide.
void append_word(std::string& out, std::size_t value) { append_network_order(out, value, 4); }

std::size_t width_of(Type type) noexcept {
  if (type == Type::big) {
    return 8;
  }
  return type == Type::integer ? 4 : 2;
}

void append_integer(std::string& out, std::int64_t value, std::size_t width) {
  append_network_order(out, static_cast<std::uint64_t>(value), width);
}

}  // namespace

void Column::add_sized(std::string_view bytes) {
  append_word(bytes_, bytes.size());
  bytes_.append(bytes);
  ++count_;
}

void Column::add(std::int64_t value) {
  std::array<char, 8> bytes;
  const std::size_t width = width_of(element_);
  write_network_order(bytes.data(), static_cast<std::uint64_t>(value), width);
  add_sized({bytes.data(), width});
}

void Column::add(std::string_view text) { add_sized(text); }

void Column::add_null() {
  append_word(bytes_, ~std::size_t{0});
  has_null_ = true;
  ++count_;
}

void Column::add_text_or_null(std::string_view text) {
  if (text.empty()) {
    add_null();
    return;
  }
  add(text);
}

Type Column::type() const noexcept {
  if (element_ == Type::big) {
    return Type::bigs;
  }
  if (element_ == Type::integer) {
    return Type::integers;
  }
  if (element_ == Type::small) {
    return Type::smalls;
  }
  if (element_ == Type::json) {
    return Type::jsons;
  }
  return element_ == Type::bytes ? Type::bytes_array : Type::texts;
}

std::string Column::bytes() && {
  constexpr std::size_t lower_bound = 1;
  const std::size_t dimensions = count_ == 0 ? 0 : 1;
  char* to = bytes_.data();
  for (const std::size_t word : {dimensions, std::size_t{has_null_},
                                 static_cast<std::size_t>(element_), count_, lower_bound}) {
    write_network_order(to, word, 4);
    to += 4;
  }
  if (count_ == 0) {
    bytes_.resize(empty_header_size);
  }
  return std::move(bytes_);
}

Parameters& Parameters::add(std::int64_t value) {
  std::string bytes;
  append_integer(bytes, value, 8);
  values_.push_back({Type::big, std::move(bytes)});
  return *this;
}

Parameters& Parameters::add(std::string_view text) {
  values_.push_back({Type::text, std::string(text)});
  return *this;
}

Parameters& Parameters::add(Column column) {
  values_.push_back({column.type(), std::move(column).bytes()});
  return *this;
}

Parameters& Parameters::add_bytes(std::string_view bytes) {
  values_.push_back({Type::bytes, std::string(bytes)});
  return *this;
}

Parameters::Arrays Parameters::arrays() const {
  Arrays arrays;
  for (const Value& value : values_) {
    arrays.types.push_back(static_cast<std::uint32_t>(value.type));
    arrays.values.push_back(value.bytes.data());
    arrays.lengths.push_back(static_cast<int>(value.bytes.size()));
    arrays.formats.push_back(1);
  }
  return arrays;
}

}  // namespace postgres
